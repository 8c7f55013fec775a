"""What arrives from a browser that is out of the ordinary: broken text, links to nowhere."""

import pytest

from components.interface.frame.i18n import Translator
from tests.browser.test_pages import assert_no_error, settle

pytestmark = pytest.mark.browser
# In the browser's own words: on its way there from Python, the half would be replaced.
PASTE_HALF_A_PAIR = r"""(area) => {
    const { set } = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value");
    set.call(area, "A terrible, boring film \ud83d that I hated.");
    area.dispatchEvent(new Event("input", { bubbles: true }));
}"""


def test_half_a_surrogate_pair_gives_a_new_verdict(open_page):
    page = open_page("sentiment?text=A%20wonderful%20film%20that%20I%20loved.")
    page.get_by_text("positive,").first.wait_for()
    area = page.locator(".st-key-sentiment-text textarea")
    area.evaluate(PASTE_HALF_A_PAIR)
    area.press("Control+Enter")
    settle(page)
    page.get_by_text("negative,").first.wait_for()
    assert page.get_by_text("positive,").count() == 0
    assert_no_error(page)


@pytest.mark.parametrize(("locale", "language"), [("en-US", "en"), ("zh-CN", "zh")])
def test_a_link_to_no_page_leads_to_the_first_one_and_says_so(open_page, locale, language):
    page = open_page("no-such-page", locale=locale)
    page.get_by_text(Translator(language)("frame.missing_page")).wait_for()
    assert page.get_by_role("dialog").count() == 0
