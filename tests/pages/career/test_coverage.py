"""The report page: totals, concepts with their ways, search, tables, file, a studio with gaps."""

import json

import pytest

from components.career.content import Content
from components.interface.frame import learner
from components.interface.frame.i18n import Translator
from components.interface.frame.learner import say
from tests.career.samples import both, files, load

PAGE = "coverage"
LANGUAGES = ("en", "zh")


def links(app):
    """Give the page's links as (page, parameters)."""
    return [
        (
            link.proto.page,
            dict(part.split("=") for part in link.proto.query_string.split("&") if part),
        )
        for link in app.get("page_link")
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_says_what_there_is(visit, shown_texts, language):
    app, t, coverage = visit(PAGE, language), Translator(language), learner.coverage()
    assert not app.exception
    shown = shown_texts(app)
    assert t("coverage.title") in shown
    covered, total = sum(not c.gaps for c in coverage.concepts), len(coverage.concepts)
    key = "coverage.verdict_all" if covered == total else "coverage.verdict"
    assert t(key, covered=covered, total=total) in shown
    values = {metric.label: metric.value for metric in app.metric}
    assert values == {
        t(f"coverage.kind.{total.kind}"): f"{total.count:,}" for total in coverage.totals
    }
    for key in ("skills_title", "roles_title", "languages_title", "rule_title"):
        assert t(f"coverage.{key}") in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_group_shows_its_concepts(visit, shown_texts, language):
    app, t = visit(PAGE, language), Translator(language)
    for group in dict.fromkeys(c.group for c in learner.coverage().concepts):
        app.button_group(key="coverage.group").set_value(group).run()
        assert not app.exception
        shown = shown_texts(app)
        for concept in learner.content().concepts.values():
            assert (f"**{say(t, concept.name)}**" in shown.splitlines()) == (concept.group == group)


@pytest.mark.parametrize(
    ("language", "asked", "found"),
    [
        ("en", "multi-head", "multi-head-attention"),
        ("en", "隐私", "privacy"),
        ("zh", "隐私", "privacy"),
        ("zh", "PRIVACY", "privacy"),
    ],
)
def test_concepts_are_found_in_either_language(visit, shown_texts, language, asked, found):
    app, t = visit(PAGE, language), Translator(language)
    app.text_input(key="coverage.search").set_value(asked).run()
    shown = shown_texts(app)
    assert f"**{say(t, learner.content().concepts[found].name)}**" in shown
    assert f"**{say(t, learner.content().concepts['n-gram'].name)}**" not in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_search_without_a_hit_says_what_to_do(visit, shown_texts, language):
    app = visit(PAGE, language)
    app.text_input(key="coverage.search").set_value("zzz <b>").run()
    assert not app.exception
    assert Translator(language)("coverage.found_none") in shown_texts(app)


def test_the_tables_hold_every_skill_and_role(visit):
    app, t, content = visit(PAGE), Translator("en"), learner.content()
    skills, roles = (table.value for table in app.dataframe)
    assert list(skills["skill"]) == [say(t, skill.name) for skill in content.skills.values()]
    hours = learner.hours()
    assert list(skills["hours"]) == [f"{hours[k].low}–{hours[k].high}" for k in content.skills]
    assert list(roles["role"]) == [say(t, role.name) for role in content.roles.values()]
    has_gaps = any(skill.gaps for skill in learner.coverage().skills)
    assert ("missing" in skills.columns) == has_gaps, "a column of nothing is not shown"


def test_the_chart_has_a_row_for_each_kind_of_content(visit):
    app = visit(PAGE)
    (chart,) = app.get("plotly_chart")
    assert len(json.loads(chart.proto.spec)["data"]) == 3 * len(learner.coverage().parity)


def test_a_studio_with_gaps_names_them(visit, monkeypatch, shown_texts, tmp_path):
    made = files() | {
        "concepts.yaml": [
            {"id": "attention", "group": "transformer", "name": both("Attention")},
            {"id": "dropout", "group": "transformer", "name": both("Dropout")},
        ]
    }
    small = load(tmp_path, made)
    monkeypatch.setattr(learner.shipped, "load_content", lambda: small)
    app, t = visit(PAGE), Translator("en")
    assert not app.exception
    shown = shown_texts(app)
    assert t("coverage.verdict", covered=1, total=2) in shown
    assert t("coverage.gap.lesson") in shown
    (skills, _) = (table.value for table in app.dataframe)
    assert list(skills["missing"]) == [t("coverage.gap.questions")] * 6


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_studio_without_content_says_so(visit, monkeypatch, shown_texts, language):
    empty = Content({}, {}, {}, {}, {}, {}, {})
    monkeypatch.setattr(learner.shipped, "load_content", lambda: empty)
    app = visit(PAGE, language)
    assert not app.exception
    assert Translator(language)("career.no_content") in shown_texts(app)


def test_a_concept_leads_to_its_lesson_and_its_live_page(visit):
    app = visit(PAGE)
    app.button_group(key="coverage.group").set_value("transformer").run()
    (concept,) = (c for c in learner.coverage().concepts if c.concept_id == "multi-head-attention")
    found = links(app)
    for lesson_id, page in concept.demos:
        assert any(params.get("lesson") == lesson_id for _, params in found)
        assert any(page == link for link, _ in found)
