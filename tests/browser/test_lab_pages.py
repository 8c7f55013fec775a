"""What only a browser shows of the lab's pages: tokens to click, steps by keyboard, formulas."""

from urllib.parse import urlencode

import pytest

from components.interface.frame.menu import MENU
from tests.browser.test_literal import BOMB, IMAGE, assert_literal, formulas_of_ours, watched
from tests.browser.test_pages import assert_no_error, overflow, settle, type_text

pytestmark = pytest.mark.browser
TEXT = "The keys to the old cabinet are on the table."
STEMS = ("attention_steps", "layers")
LINKS = [
    "attention_steps?all=1&layer=3&head=2",
    "attention_steps?all=1&model=smollm2-135m-instruct&layer=3&head=2",
    "attention_steps?mode=toy&all=1",
    "layers?view=lens",
    "layers?view=states",
    "layers?model=multilingual-e5-small",
]
__all__ = ["watched"]  # a fixture of the tests of literal text


def link(path, text=TEXT):
    return f"{path}&{urlencode({'text': text})}"


def token(page, number):
    return page.locator(f".tokens button:nth-child({number})")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(("locale", "theme"), [("en-US", "light"), ("zh-CN", "dark")])
@pytest.mark.parametrize("path", LINKS)
def test_every_view_fits(open_page, path, locale, theme, width):
    page = open_page(link(path), locale=locale, theme=theme, width=width)
    page.wait_for_selector(".js-plotly-plot")
    settle(page)
    assert_no_error(page)
    assert page.locator("h1").count() == 1
    assert page.locator(".katex-error").count() == 0
    assert overflow(page) <= 0


def test_the_pages_are_in_the_menu(open_page):
    page = open_page("")
    assert set(STEMS) <= set(MENU["lab"])
    page.locator("[data-testid=stTopNavSection]", has_text="Attention lab").click()
    page.locator("a[href$=attention_steps]:visible").first.click()
    page.wait_for_selector(".st-key-attention_steps-text textarea")
    assert_no_error(page)


def test_a_token_is_chosen_by_click_and_by_arrow_key(open_page):
    page = open_page(link("attention_steps?step=softmax"))
    page.wait_for_selector(".js-plotly-plot")
    settle(page)
    token(page, 4).click()
    page.wait_for_selector(".tokens button:nth-child(4)[aria-checked=true]")
    settle(page)
    assert "token 4" in page.inner_text("[data-testid=stMain]")
    token(page, 4).press("ArrowRight")
    page.wait_for_selector(".tokens button:nth-child(5)[aria-checked=true]")
    settle(page)
    assert "token 5" in page.inner_text("[data-testid=stMain]")
    assert_no_error(page)


def test_steps_go_on_by_button_and_by_keyboard(open_page):
    page = open_page(link("attention_steps?step=scores"))
    page.wait_for_selector(".js-plotly-plot")
    page.locator(".st-key-attention_steps-next button").click()
    page.wait_for_selector("h3:has-text('Divide by')")
    settle(page)
    page.keyboard.press("Alt+PageDown")
    page.wait_for_selector("h3:has-text('Hide what')")
    settle(page)
    page.keyboard.press("Alt+PageUp")
    page.wait_for_selector("h3:has-text('Divide by')")
    assert_no_error(page)


def edit_cell(page, table, name, number):
    """Type a number into a cell; a table that still moves takes no double click, so try again."""
    cell = table.get_by_test_id(name)
    for _attempt in range(6):
        table.scroll_into_view_if_needed()
        box = table.bounding_box()
        page.mouse.dblclick(box["x"] + 0.4 * box["width"], box["y"] + 35 * 3 + 17)
        page.wait_for_timeout(1_000)
        if page.locator("#portal input, #portal textarea").count():
            page.keyboard.press("Control+A")
            page.keyboard.type(number)
            page.keyboard.press("Enter")
            page.wait_for_timeout(1_000)
        if cell.text_content() == number:
            page.wait_for_timeout(1_000)  # the page learns of it
            return
    pytest.fail(f"the cell still reads {cell.text_content()}")


def test_an_edited_cell_of_the_toy_changes_what_follows(open_page):
    page = open_page("attention_steps?mode=toy")
    page.wait_for_selector("[data-testid=stDataFrame] canvas")
    settle(page)
    # The third row's first number: the query of the third word.
    edit_cell(page, page.locator("[data-testid=stDataFrame]").first, "glide-cell-1-2", "7")
    settle(page)
    page.locator(".st-key-attention_steps-next button").click()
    page.wait_for_selector(".js-plotly-plot")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.katex-html')]"
        ".some((formula) => formula.textContent.includes('7⋅2'))",
        timeout=30_000,
    )
    assert_no_error(page)


@pytest.mark.parametrize("path", ["attention_steps?all=1", "layers?model=multilingual-e5-small"])
def test_a_typed_text_is_literal(watched, path):
    page, strange = watched(path)
    stem = path.partition("?")[0]
    type_text(page, stem, "A plain text.")
    page.wait_for_selector(".js-plotly-plot")
    settle(page)
    formulas = formulas_of_ours(page)
    type_text(page, stem, BOMB)
    page.wait_for_function(
        "(bomb) => [...document.querySelectorAll('[data-testid=stCode]')]"
        ".some((code) => code.textContent.includes(bomb))",
        arg=IMAGE,
    )
    settle(page)
    # Formulas of ours alone: their number may only change with the state, not with the text.
    assert abs(formulas_of_ours(page) - formulas) <= 1
    assert_literal(page, strange, formulas_of_ours(page))
