"""The plan's files, read back: every week in the calendar and in the Markdown."""

from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar

from components.export.plan_calendar import plan_calendar
from components.export.plan_markdown import plan_markdown
from components.records.plan import Plan, Week, WeekShare

MONDAY = date(2026, 1, 5)
WEEKS = tuple(
    Week(MONDAY + timedelta(days=7 * n), (WeekShare("rag", 4.0, n == 1),), 1.0) for n in range(2)
)
PLAN = Plan((), WEEKS, 5, date(2026, 1, 11), date(2026, 1, 18))
TITLES = {0: "Learn: RAG", 1: "学习：检索；增强, 生成"}
NOTES = {0: "RAG, 4 h\nReviews, 1 h", 1: "复习，1 小时"}
MADE = datetime(2026, 1, 1, 12, tzinfo=UTC)


def events(content):
    return [e for e in Calendar.from_ical(content).walk() if e.name == "VEVENT"]


def test_the_calendar_has_one_event_a_week():
    content = plan_calendar(PLAN, "学习计划", TITLES, NOTES, MADE)
    found = events(content)
    assert [e.decoded("dtstart") for e in found] == [week.start for week in WEEKS]
    assert [e.decoded("dtend") - e.decoded("dtstart") for e in found] == [timedelta(days=7)] * 2
    assert [str(e["summary"]) for e in found] == list(TITLES.values())
    assert [str(e["description"]) for e in found] == list(NOTES.values())
    assert max(len(line) for line in content.split(b"\r\n")) <= 75, "RFC 5545, 3.1"


def test_a_newer_plan_replaces_its_weeks():
    one = events(plan_calendar(PLAN, "Plan", TITLES, NOTES, MADE))
    later = Plan((), WEEKS[:1], 5, MONDAY, MONDAY)
    two = events(plan_calendar(later, "Plan", TITLES, NOTES, MADE + timedelta(days=1)))
    other = events(plan_calendar(PLAN, "Other", TITLES, NOTES, MADE))
    assert two[0]["uid"] == one[0]["uid"] != one[1]["uid"]
    assert other[0]["uid"] != one[0]["uid"]


def test_an_empty_plan_is_an_empty_calendar():
    assert events(plan_calendar(Plan((), (), 5, MONDAY, MONDAY), "Plan", {}, {}, MADE)) == []


def test_the_markdown_has_boxes_to_tick():
    text = plan_markdown(PLAN, "Plan", ["Done soon."], TITLES, {0: ["RAG, 4 h"], 1: ["复习"]})
    assert text == (
        "# Plan\n\nDone soon.\n\n## Learn: RAG\n\n- [ ] RAG, 4 h\n\n"
        "## 学习：检索；增强, 生成\n\n- [ ] 复习\n"
    )
