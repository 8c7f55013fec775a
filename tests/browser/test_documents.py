"""A file goes up in a real browser, and its words come back with their page, never as markup."""

import pytest

from tests.browser.test_literal import BOMB, IMAGE, assert_literal
from tests.browser.test_pages import assert_no_error, overflow, settle
from tests.document_files import make_pdf

pytestmark = pytest.mark.browser
STEM = "document_answering"
PASSAGE = f".st-key-{STEM}-passage"
PAGES = [
    "The harbour museum opened in 1911.\nIt shows ships.",
    "The lighthouse was built by Ida Marsh in 1874.\nIt is painted white.",
]


def put_up(page, name, data, kind="application/pdf"):
    page.locator(f".st-key-{STEM}-files input[type=file]").set_input_files(
        {"name": name, "mimeType": kind, "buffer": data}
    )
    page.wait_for_selector(f".st-key-{STEM}-question input")
    settle(page)


def ask(page, question):
    field = page.locator(f".st-key-{STEM}-question input")
    field.fill(question)
    field.press("Enter")
    page.wait_for_selector(PASSAGE)
    settle(page)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_pdf_is_asked_and_the_passage_is_highlighted(open_page, width):
    page = open_page(STEM, width=width)
    put_up(page, "harbour.pdf", make_pdf(PAGES))
    ask(page, "Who built the lighthouse?")
    assert_no_error(page)
    best = page.locator(f"{PASSAGE} .piece").first
    best.wait_for()
    assert "Ida Marsh" in best.inner_text()
    assert "harbour.pdf, page 2" in page.inner_text("[data-testid=stMain]")
    assert overflow(page) <= 0


def test_a_file_s_name_and_words_are_no_markup(open_page, server):
    page, strange = open_page(STEM), []
    home = server.split("/")[2]

    def note(request):
        address = request.url.split("/")
        if address[0] in ("http:", "https:", "ws:") and address[2] != home:
            strange.append(request.url)

    page.on("request", note)
    name = f"{IMAGE} $x$.txt".replace("/", "_")
    put_up(page, name, f"The answer is {BOMB}".encode(), "text/plain")
    ask(page, f"What is {IMAGE} $x$?")
    # all formulas of ours stand in what can be unfolded
    assert_literal(page, strange, page.locator("[data-testid=stExpander] .katex").count())


@pytest.mark.parametrize("width", [1280, 390])
def test_an_example_fits_in_chinese_on_dark(open_page, width):
    page = open_page(STEM, locale="zh-CN", theme="dark", width=width)
    assert overflow(page) <= 0
    page.locator(f".st-key-{STEM}-example_1 button").click()
    page.wait_for_selector(PASSAGE)
    settle(page)
    assert_no_error(page)
    assert overflow(page) <= 0
