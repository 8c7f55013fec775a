"""The way of a learner: upload a résumé, see the matches, make a plan, take the calendar home."""

import pytest
from icalendar import Calendar

from tests.browser.test_pages import assert_no_error, overflow, settle

pytestmark = pytest.mark.browser
RESUME = """Mei Chen
- Built RAG systems over 12,000 pages with hybrid search
- Services in Python with FastAPI and Docker
- I want to learn LoRA
"""


def test_from_a_resume_to_a_calendar(open_page, tmp_path):
    page = open_page("match")
    page.locator(".st-key-match-resume_file input[type=file]").set_input_files(
        {"name": "resume.txt", "mimeType": "text/plain", "buffer": RESUME.encode()}
    )
    page.wait_for_selector("[class*=st-key-match-line-match-rag]")
    settle(page)
    assert "Built RAG systems" in page.inner_text("[class*=st-key-match-line-match-rag]")
    assert_no_error(page)
    assert overflow(page) <= 0
    page.get_by_role("link", name="Make a plan for this role").click()
    page.wait_for_selector(".st-key-plan-timeline .js-plotly-plot")
    settle(page)
    assert_no_error(page)
    assert page.locator(".st-key-plan-standpoint").count() == 1, "the résumé is the start"
    with page.expect_download() as download:
        page.locator(".st-key-plan-calendar button").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    assert path.suffix == ".ics"
    events = [e for e in Calendar.from_ical(path.read_bytes()).walk() if e.name == "VEVENT"]
    assert len(events) > 4
    with page.expect_download() as download:
        page.locator(".st-key-plan-markdown button").click()
    download.value.save_as(tmp_path / "plan.md")
    assert "- [ ] " in (tmp_path / "plan.md").read_text("utf-8")


def test_a_dot_of_the_graph_leads_on(open_page):
    page = open_page("skills?skill=attention")
    page.wait_for_selector(".js-plotly-plot")
    settle(page)
    graph = page.locator(".js-plotly-plot").first
    graph.scroll_into_view_if_needed()
    dots = graph.locator(".scatterlayer .trace").last.locator(".point")
    box = dots.nth(1).bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_function(
        "() => !document.querySelector('.st-key-skills-graph_attention')", timeout=15_000
    )
    assert_no_error(page)
