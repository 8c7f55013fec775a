"""The pages of heads, of faithfulness and of the tour in a browser."""

import pytest

from tests.browser.test_pages import assert_no_error, overflow, settle, type_text

pytestmark = pytest.mark.browser
STEMS = ["attention_heads", "attention_faithfulness", "attention_tour"]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(("locale", "theme"), [("en-US", "light"), ("zh-CN", "dark")])
@pytest.mark.parametrize("stem", STEMS)
def test_pages_open_by_deep_link_and_fit(open_page, stem, locale, theme, width):
    page = open_page(stem, locale=locale, theme=theme, width=width)
    settle(page)
    assert_no_error(page)
    assert page.locator("h1").count() == 1
    assert overflow(page) <= 0


@pytest.mark.parametrize("width", [1280, 390])
def test_a_click_on_the_atlas_chooses_a_head(open_page, width):
    page = open_page("attention_heads?text=The+cat+sat+on+the+mat+and+slept.", width=width)
    atlas = page.locator(".st-key-attention_heads-atlas .js-plotly-plot")
    atlas.wait_for()
    atlas.scroll_into_view_if_needed()
    settle(page)
    place = atlas.evaluate(
        """(plot) => {
            const box = plot.getBoundingClientRect(), layout = plot._fullLayout;
            const x = box.left + layout.xaxis._offset + layout.xaxis.d2p(10);
            return [x, box.top + layout.yaxis._offset + layout.yaxis.d2p(3)];
        }"""
    )
    page.mouse.click(*place)
    page.wait_for_function(
        "() => document.querySelector('.st-key-attention_heads-head input').value === '10'"
    )
    settle(page)  # until then the last run's widgets are still there, too
    assert page.locator(".st-key-attention_heads-layer input").input_value() == "3"
    assert_no_error(page)
    assert overflow(page) <= 0


def test_a_head_that_is_off_moves_the_verdict(open_page):
    page = open_page("attention_heads?model=sentiment-en&text=I+love+this+wonderful+film.")
    page.locator(".st-key-attention_heads-off_layer button").click()
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stMain]').innerText.includes('heads off: 12')"
    )
    assert_no_error(page)


def test_faithfulness_of_typed_text(open_page):
    page = open_page("attention_faithfulness", width=390)
    type_text(page, "attention_faithfulness", "I love this wonderful film.")
    page.wait_for_selector(".st-key-attention_faithfulness-curves .js-plotly-plot")
    settle(page)
    assert_no_error(page)
    assert overflow(page) <= 0


def test_a_stop_of_the_tour_opens_its_view_and_leads_back_in_the_language_chosen(open_page):
    page = open_page("attention_tour")
    page.locator(".st-key-frame-language").get_by_text("中文").click()
    page.wait_for_selector("h1:has-text('导览')")
    page.locator(".st-key-attention_tour-open_induction button").click()
    page.wait_for_selector(".st-key-attention_tour-stop")
    page.wait_for_selector(".st-key-attention_heads-atlas .js-plotly-plot")
    settle(page)
    assert page.locator(".st-key-attention_heads-layer input").input_value() == "19"
    assert "每个 attention head" in page.inner_text("h1")
    page.locator(".st-key-attention_tour-leave button").click()
    page.wait_for_selector("h1:has-text('导览')")
    assert_no_error(page)
