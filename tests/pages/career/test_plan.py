"""The plan page: from gaps to weeks, testing out, what if, files that say the same."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from components.career.planning import find_steps, make_plan
from components.interface.frame import learner
from components.interface.frame.i18n import Translator

PAGE = "plan"
LANGUAGES = ("en", "zh")
pytestmark = pytest.mark.usefixtures("own_data")


def expect(app, levels=None, hours=None):
    content = learner.content()
    role = content.roles[app.selectbox(key=f"{PAGE}.role").value]
    steps = find_steps(role, content.skills, learner.hours(), levels or {})
    return make_plan(
        steps,
        hours or app.slider(key=f"{PAGE}.hours").value,
        app.date_input(key=f"{PAGE}.start").value,
    )


def timeline(app):
    return next(c for c in app.get("plotly_chart") if f"{PAGE}.timeline" in c.proto.id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_says_when_and_what(visit, shown_texts, language):
    app = visit(PAGE, language)
    shown = shown_texts(app)
    plan = expect(app)
    assert str(plan.latest.year) in shown
    assert Translator(language)("plan.review", hours="1.6") in shown
    assert not app.exception


@pytest.mark.parametrize(
    ("zone", "today"),
    [("Asia/Shanghai", date(2026, 1, 1)), ("America/New_York", date(2025, 12, 31))],
)
def test_the_first_day_is_the_visitors_today(visit, monkeypatch, zone, today):
    at = datetime(2025, 12, 31, 20, tzinfo=UTC)
    monkeypatch.setattr("components.records.learner.now", lambda: at)
    monkeypatch.setattr(
        "components.interface.career.shared.dates.visitor_zone", lambda: ZoneInfo(zone)
    )
    assert visit(PAGE).date_input(key=f"{PAGE}.start").value == today


def test_more_hours_finish_earlier(visit):
    app = visit(PAGE)
    slow = app.subheader[0].value
    app.slider(key=f"{PAGE}.hours").set_value(20).run()
    assert app.subheader[0].value != slow
    assert expect(app).latest < expect(app, hours=8).latest


def test_testing_out_leaves_a_skill_out(visit, shown_texts):
    app = visit(PAGE)
    first = expect(app).steps[0].skill_id
    assert first in app.multiselect(key=f"{PAGE}.known").options or True
    app.button(key=f"{PAGE}.keep").click().run()
    app.multiselect(key=f"{PAGE}.known").set_value([first]).run()
    assert not app.exception
    name = learner.content().skills[first].name.en
    assert Translator("en")("plan.gone", skills=name) in shown_texts(app)


def test_a_profile_shortens_the_plan_and_a_full_one_ends_it(visit, make_profile, shown_texts):
    make_profile("some")
    app = visit(PAGE)
    plan = expect(app, {"python": 2, "statistics": 2, "sql": 2})
    assert f"**{len(plan.steps)}**" in shown_texts(app)
    assert app.button_group(key=f"{PAGE}.standpoint").value == ["profile"]
    app.button_group(key=f"{PAGE}.standpoint").set_value([]).run()
    assert f"**{len(expect(app).steps)}**" in shown_texts(app)


def test_nothing_lacks_with_everything(visit, make_profile, shown_texts):
    make_profile("full")
    app = visit(PAGE)
    assert Translator("en")("plan.nothing_lacks") in shown_texts(app)
    assert not app.exception


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_if_moves_the_roles_that_ask_for_it(visit, shown_texts, language):
    app = visit(PAGE, language)
    before = shown_texts(app)
    app.selectbox(key=f"{PAGE}.what_if").set_value("python").run()
    after = shown_texts(app)
    assert not app.exception
    assert after != before
    assert "→" in after


def test_a_link_brings_role_and_hours(visit):
    app = visit("home")
    app.query_params["role"] = "rag-search-engineer"
    app.query_params["hours"] = "12"
    app.switch_page("pages/career/plan.py").run()
    assert app.selectbox(key=f"{PAGE}.role").value == "rag-search-engineer"
    assert app.slider(key=f"{PAGE}.hours").value == 12


def test_a_tampered_link_is_the_default(visit):
    app = visit("home")
    app.query_params["role"] = "<script>"
    app.query_params["hours"] = "-3"
    app.switch_page("pages/career/plan.py").run()
    assert not app.exception
    assert app.slider(key=f"{PAGE}.hours").value == 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_hold_every_week(visit, language):
    app = visit(PAGE, language)
    plan = expect(app)
    files = {b.proto.label: b for b in app.get("download_button")}
    assert set(files) == {Translator(language)("plan.calendar"), "Markdown"}
    assert len(plan.weeks) > 4
