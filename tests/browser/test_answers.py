"""Asking a passage and a table in a browser: the mark in place, the box scrolled to it, literal."""

import pytest

from tests.browser.test_literal import BOMB, ELSEWHERE, LOOK, assert_literal, watched
from tests.browser.test_pages import assert_no_error, overflow, settle, type_text

pytestmark = pytest.mark.browser
PAGE, TABLE = "question_answering", "question_table"
MARKED = f".st-key-{PAGE}-passage .piece"
__all__ = ["watched"]


def ask(page, question):
    box = page.locator(f".st-key-{PAGE}-question input")
    box.fill(question)
    box.press("Enter")
    settle(page)


def test_a_question_marks_its_answer_in_the_typed_text(open_page):
    page = open_page(PAGE)
    type_text(page, PAGE, "👩‍👧 Tom met Ida in Rome. Ida then moved to Oslo to build a bridge.")
    ask(page, "Where did Ida move to?")
    best = page.locator(f"{MARKED}.sought")
    best.wait_for()
    assert "Oslo" in best.inner_text()
    best.hover()
    assert "%" in page.locator(f".st-key-{PAGE}-passage .line.told").inner_text()
    assert_no_error(page)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_long_text_is_scrolled_to_its_answer_and_its_charts_fit(open_page, width):
    page = open_page(f"{PAGE}?example=7", locale="zh-CN", width=width)
    page.locator(f"{MARKED}.sought").wait_for()
    page.wait_for_selector(f".st-key-{PAGE}-window_chart .js-plotly-plot")
    inside = page.evaluate(
        """(marked) => {
            const mark = [...document.querySelectorAll('*')]
                .map((e) => e.shadowRoot?.querySelector('.sought') || null)
                .find(Boolean) || document.querySelector(marked);
            const box = mark.closest('.text').getBoundingClientRect();
            const place = mark.getBoundingClientRect();
            return place.top >= box.top && place.bottom <= box.bottom;
        }""",
        f"{MARKED}.sought",
    )
    assert inside
    assert overflow(page) <= 0
    assert_no_error(page)


def test_text_and_question_are_literal(watched):
    page, strange = watched(PAGE)
    type_text(page, PAGE, "Ida built it.")
    ask(page, "Who?")
    page.wait_for_selector(MARKED)
    formulas = page.evaluate(LOOK, ELSEWHERE)["formulas"]
    type_text(page, PAGE, BOMB)
    ask(page, f"Who likes {BOMB}?")
    page.wait_for_selector(MARKED)
    assert_literal(page, strange, formulas)


def test_a_table_of_questions_is_answered_and_a_row_shown_whole(watched):
    page, strange = watched(TABLE)
    page.wait_for_selector(".katex", state="attached")  # those of "How it works" come late
    formulas = page.evaluate(LOOK, ELSEWHERE)["formulas"]
    cell = BOMB.replace('"', '""')
    rows = ["context,question,answer", f'"{cell}","Who {cell}?","{cell}"', "Ida built it.,Who?,Ida"]
    page.locator(f".st-key-{TABLE}-file input[type=file]").set_input_files(
        {"name": "a.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}
    )
    page.locator(f".st-key-{TABLE}-start button").click()
    grid = page.locator(f".st-key-{TABLE}-rows canvas").first
    grid.wait_for()
    settle(page)
    grid.scroll_into_view_if_needed()
    grid.click(position={"x": 16, "y": 52}, force=True)  # a scroller lies above the canvas
    page.wait_for_selector(f".st-key-{TABLE}-passage .piece")
    assert_literal(page, strange, formulas)
