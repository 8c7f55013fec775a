"""What only a browser shows: deep links, typing, languages, themes, phones, literal markup."""

import pytest

from components.interface.frame.i18n import Translator, load_catalogs
from components.interface.frame.menu import SCRIPTS

pytestmark = pytest.mark.browser
STEMS = list(SCRIPTS)


def settle(page):
    page.wait_for_timeout(250)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")


def type_text(page, stem, text):
    area = page.locator(f".st-key-{stem}-text textarea")
    area.fill(text)
    area.press("Control+Enter")
    settle(page)


def overflow(page):
    return page.evaluate(
        """() => {
            const main = document.querySelector('[data-testid=stMain]');
            return Math.max(document.documentElement.scrollWidth - innerWidth,
                            main.scrollWidth - main.clientWidth);
        }"""
    )


def assert_no_error(page):
    assert page.locator("[data-testid=stException]").count() == 0
    for language in load_catalogs():
        assert page.get_by_text(Translator(language)("frame.failure")).count() == 0


def test_the_first_visitor_of_a_fresh_server_may_follow_a_deep_link(open_page):
    """Runs first: Streamlit's old multi-page discovery told such a visitor 'Page not found'."""
    page = open_page("attention")
    page.wait_for_selector(".st-key-attention-text textarea")
    settle(page)
    assert page.get_by_role("dialog").count() == 0
    assert page.locator(".st-key-frame-language").count() >= 1, "the frame is there"
    assert page.locator(".st-key-attention-text textarea").count() == 1


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(("locale", "theme"), [("en-US", "light"), ("zh-CN", "dark")])
@pytest.mark.parametrize("stem", STEMS)
def test_pages_open_by_deep_link_and_fit(open_page, stem, locale, theme, width):
    page = open_page("" if stem == "home" else stem, locale=locale, theme=theme, width=width)
    page.wait_for_selector("h1")
    settle(page)
    assert_no_error(page)
    assert page.locator("h1").count() == 1
    assert overflow(page) <= 0


def test_sentiment_of_typed_text(open_page):
    page = open_page("sentiment")
    type_text(page, "sentiment", "I love this wonderful film. The plot was terrible and boring.")
    page.wait_for_selector(".js-plotly-plot")
    assert_no_error(page)
    assert "disagree" in page.inner_text("[data-testid=stMain]")


def test_attention_of_typed_text(open_page):
    page = open_page("attention")
    type_text(page, "attention", "The cat sat on the mat.")
    page.wait_for_selector(".js-plotly-plot")
    assert "mat" in page.locator(".js-plotly-plot").first.inner_text()
    assert_no_error(page)


def test_generation_of_typed_text(open_page):
    page = open_page("text_generation?max_new_tokens=8&temperature=0&text=The+capital+of+France+is")
    page.get_by_role("button", name="Generate").click()
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stMain]').innerText.includes('Paris')"
    )
    assert_no_error(page)


def test_the_text_travels_and_survives_a_switch_of_language(open_page):
    page = open_page("sentiment")
    type_text(page, "sentiment", "The soup was cold.")
    page.locator(".st-key-frame-language").get_by_text("中文").click()
    settle(page)
    assert page.locator(".st-key-sentiment-text textarea").input_value() == "The soup was cold."
    page.get_by_test_id("stPageLink").filter(has_text="Attention").first.locator("a").click()
    area = page.locator(".st-key-attention-text textarea")
    area.wait_for()
    assert area.input_value() == "The soup was cold."


def test_markup_in_a_link_is_text(open_page):
    markup = "%3Cimg%20src%3Dx%20onerror%3D%22window.hacked%3D1%22%3E%20I%20like%20it"
    requests = []
    for stem in ("sentiment", "attention"):
        page = open_page(f"{stem}?text={markup}")
        page.on("request", lambda request: requests.append(request.url))
        page.wait_for_selector(".js-plotly-plot")
        settle(page)
        assert page.evaluate("() => window.hacked") is None
        assert page.locator("[data-testid=stMain] img[src=x]").count() == 0
    assert not [url for url in requests if url.endswith("/x")]


def test_no_page_asks_another_host(open_page, server):
    hosts = set()
    page = open_page("")
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    for stem in STEMS:
        page.goto(f"{server}/{'' if stem == 'home' else stem}")
        settle(page)
    assert hosts <= {server.split("/")[2], ""}


def test_two_tabs_are_two_sessions(open_page):
    one, two = open_page("sentiment"), open_page("sentiment")
    type_text(one, "sentiment", "I love it.")
    type_text(two, "sentiment", "I hate it.")
    assert one.locator(".st-key-sentiment-text textarea").input_value() == "I love it."
    assert two.locator(".st-key-sentiment-text textarea").input_value() == "I hate it."
