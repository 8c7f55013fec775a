"""Row 9: markup of visitors, files and models is text on every page, and nothing is fetched."""

from urllib.parse import urlencode

import pytest

from tests.browser.test_pages import assert_no_error, settle, type_text

pytestmark = pytest.mark.browser
ELSEWHERE = "pixel.invalid"
IMAGE = f"![x](http://{ELSEWHERE}/a.png)"
BOMB = (
    f"I like {IMAGE} and [y](http://{ELSEWHERE}/b) <img src=http://{ELSEWHERE}/c.png> "
    r"$\def\a{\a\a}\a$ $$\frac{1}{2}$$ :red[z] :material/bolt: </script><b>it</b>."
)
LOOK = """(elsewhere) => {
    const found = {links: [], formulas: 0, bold: 0, texts: 0};
    const look = (root) => {
        for (const element of root.querySelectorAll('*')) {
            const targets = ['src', 'href', 'xlink:href'].map((n) => element.getAttribute(n) || '');
            if (targets.some((target) => target.includes(elsewhere))) found.links.push(targets);
            found.formulas += element.classList.contains('katex');
            found.bold += element.tagName === 'B' && element.textContent === 'it';
            const own = [...element.childNodes].filter((node) => node.nodeType === 3);
            found.texts += own.some((node) => node.textContent.includes(elsewhere));
            if (element.shadowRoot) look(element.shadowRoot);
        }
    };
    look(document);
    return found;
}"""


@pytest.fixture
def watched(open_page, server):
    """Open a page and note what it asks of other hosts; gives both."""

    def watched_(path):
        page, strange = open_page(path), []

        def note(request):
            address = request.url.split("/")
            if address[0] in ("http:", "https:", "ws:") and address[2] != server.split("/")[2]:
                strange.append(request.url)

        page.on("request", note)
        return page, strange

    return watched_


def formulas_of_ours(page):
    """Count the formulas of the page's own explanations, once what typesets them is there."""
    page.wait_for_load_state("networkidle")
    settle(page)
    return page.evaluate(LOOK, ELSEWHERE)["formulas"]


def assert_literal(page, strange, formulas):
    settle(page)
    assert_no_error(page)
    found = page.evaluate(LOOK, ELSEWHERE)
    assert found["links"] == []
    assert found["bold"] == 0
    assert found["formulas"] == formulas
    assert found["texts"] > 0, "the text is there to be read"
    assert strange == []


@pytest.mark.parametrize("stem", ["sentiment", "attention"])
def test_a_typed_text(watched, stem):
    page, strange = watched(stem)
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
    assert_literal(page, strange, formulas)


def test_the_tokens_of_a_verdict_that_is_explained(watched):
    page, strange = watched("sentiment")
    type_text(page, "sentiment", f"I like {IMAGE} $x$.")
    page.wait_for_selector(".js-plotly-plot")
    settle(page)
    formulas = formulas_of_ours(page)
    page.locator(".st-key-attribution-section summary").click()
    page.wait_for_selector(".st-key-attribution-chart .js-plotly-plot")
    folded = page.locator(".st-key-attribution-section .katex").count()
    assert_literal(page, strange, formulas + folded)
    shown = page.locator(".st-key-attribution-section").inner_text()
    assert "$" in shown


def test_a_text_that_a_model_writes(watched):
    """A list that repeats itself goes on in the same way, whatever stands in it."""
    line = rf"- {IMAGE} $\frac{{1}}{{2}}$"
    settings = {"max_new_tokens": 24, "temperature": 0, "repetition_penalty": 1}
    page, strange = watched(f"text_generation?{urlencode(settings)}")
    formulas = formulas_of_ours(page)
    type_text(page, "text_generation", "\n".join([line, line, line, "-"]))
    page.locator(".st-key-text_generation-generate button").first.click()
    written = "[class*=st-key-literal-prompt] > div:last-child"
    page.wait_for_function(
        "([place, image]) => document.querySelector(place)?.innerText.includes(image)",
        arg=[written, IMAGE],
    )
    page.wait_for_selector(".st-key-generation-facts")
    assert_literal(page, strange, formulas)


def test_a_message_in_a_conversation(watched):
    page, strange = watched("text_generation?mode=chat&max_new_tokens=4&temperature=0")
    formulas = formulas_of_ours(page)
    area = page.locator("[data-testid=stChatInput] textarea")
    area.fill(BOMB)
    area.press("Enter")
    page.wait_for_selector("[class*=st-key-literal-plain-said-0]")
    page.wait_for_selector("[class*=st-key-literal-plain-answer]")
    assert_literal(page, strange, formulas)


def test_a_file_s_cells_columns_and_labels(watched):
    page, strange = watched("sentiment_table")
    cell = BOMB.replace('"', '""')
    rows = [f'"text {cell}","{cell}"', f'"{cell}","{cell}"', f'"Bad {cell}","other"']
    formulas = formulas_of_ours(page)
    page.locator(".st-key-sentiment_table-file input[type=file]").set_input_files(
        {"name": f"{IMAGE}.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}
    )
    start = page.locator(".st-key-sentiment_table-start button")
    start.wait_for()
    assert_literal(page, strange, formulas)
    start.click()
    page.wait_for_selector(".st-key-sentiment_table-slice_by")
    assert_literal(page, strange, formulas)
