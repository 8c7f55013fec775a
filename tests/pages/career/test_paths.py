"""Roles, skills, lessons, matches, plans and questions: every page × language × profile state."""

import json

import pytest

from components.career.content import Content
from components.career.content.numbers import compute_number
from components.career.content.schema import Faq
from components.career.walking import find_neighbourhood, order_lessons
from components.interface.frame import learner
from components.interface.frame.i18n import Translator
from components.interface.frame.learner import say
from tests.career.samples import faq

PAGES = ("roles", "skills", "lessons", "match", "plan", "faq")
LANGUAGES = ("en", "zh")
STATES = ("new", "some", "full")
pytestmark = pytest.mark.usefixtures("own_data")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
def test_every_page_in_every_state(visit, make_profile, shown_texts, page, language, state):
    make_profile(state)
    app = visit(page, language)
    assert not app.exception
    assert Translator(language)(f"{page}.title") in shown_texts(app)


@pytest.mark.parametrize("page", PAGES)
def test_a_studio_without_content_says_so(visit, monkeypatch, shown_texts, page):
    empty = Content({}, {}, {}, {}, {}, {}, {})
    monkeypatch.setattr(learner.shipped, "load_content", lambda: empty)
    app = visit(page)
    assert not app.exception
    if page != "match":
        assert Translator("en")("career.no_content") in shown_texts(app)


def charts(app):
    return {chart.proto.id: json.loads(chart.proto.spec) for chart in app.get("plotly_chart")}


def chart(app, key):
    (found,) = [spec for name, spec in charts(app).items() if key in name]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_roles_stand_side_by_side(visit, shown_texts, language):
    content, t = learner.content(), Translator(language)
    first, second = list(content.roles.values())[:2]
    app = visit("roles", language)
    app.button_group(key="roles.compare").set_value(second.id).run()
    shown = shown_texts(app)
    assert say(t, first.day).strip().splitlines()[0][:30] in shown
    assert say(t, second.summary) in shown
    names = {trace["name"] for trace in chart(app, "roles.levels_chart")["data"]}
    assert {say(t, first.name), say(t, second.name)} <= names


def test_the_nearest_role_comes_first_and_a_full_profile_fits_all(visit, make_profile, shown_texts):
    make_profile("full")
    app = visit("roles")
    labels = chart(app, "roles.fit_chart")["data"][1]["text"]
    assert {label.strip() for label in labels} == {"100%"}
    assert Translator("en")("roles.own") in {
        trace.get("name") for trace in chart(app, "roles.levels_chart")["data"]
    }


def test_nobody_is_nearest_to_nothing(visit, shown_texts):
    app = visit("roles")
    assert Translator("en")("roles.nearest_unknown") in shown_texts(app)
    assert not [name for name in charts(app) if "fit_chart" in name]


@pytest.mark.parametrize("skill_id", list(learner.content().skills))
def test_every_skill_can_be_opened_by_its_link(visit, shown_texts, skill_id):
    app = visit("home")
    app.query_params["skill"] = skill_id
    app.switch_page("pages/career/skills.py").run()
    assert not app.exception
    skill = learner.content().skills[skill_id]
    assert skill.card.en in shown_texts(app)
    nodes = chart(app, f"skills.graph_{skill_id}")["data"][-1]["customdata"]
    assert set(nodes) == set(find_neighbourhood(learner.content().skills, skill_id)[0])


def test_one_walks_along_the_graph(visit, shown_texts):
    app = visit("skills")
    app.button_group(key="skills.in_area").set_value("attention").run()
    skills = learner.content().skills
    start = app.session_state["skills.skill"]
    before = skills[start].requires[0]
    assert before.why.en in shown_texts(app)
    app.button(key=f"skills.go_{before.skill}").click().run()
    assert app.session_state["skills.skill"] == before.skill
    assert skills[before.skill].card.en in shown_texts(app)


def test_an_area_opens_at_its_first_skill_and_a_pill_takes_another(visit):
    app = visit("skills")
    assert app.session_state["skills.area"] == "foundations"
    app.button_group(key="skills.area").set_value("craft").run()
    skills = learner.content().skills
    first = app.session_state["skills.skill"]
    assert skills[first].area == "craft"
    assert not {need.skill for need in skills[first].requires} & {
        skill.id for skill in skills.values() if skill.area == "craft"
    }
    app.button_group(key="skills.in_area").set_value("python").run()
    assert app.session_state["skills.skill"] == "python"
    assert app.session_state["skills.area"] == "craft"


def test_what_comes_next_depends_on_what_is_there(visit, make_profile):
    make_profile("some")
    app = visit("skills")
    offered = {b.key.removeprefix("skills.next_") for b in app.button if "next_" in str(b.key)}
    assert offered
    for skill_id in offered:
        needed = {before.skill for before in learner.content().skills[skill_id].requires}
        assert needed <= {"python", "statistics", "sql"}


@pytest.mark.parametrize("lesson_id", order_lessons(learner.content()))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_lesson_opens_with_its_number_computed(visit, shown_texts, lesson_id, language):
    app = visit("home", language)
    app.query_params["lesson"] = lesson_id
    app.switch_page("pages/career/lessons.py").run()
    assert not app.exception
    lesson, t = learner.content().lessons[lesson_id], Translator(language)
    assert say(t, lesson.body).strip() in shown_texts(app)
    assert compute_number(lesson.number.code) in [code.value for code in app.code]


def test_an_answer_in_a_lesson_is_saved_and_explained(visit, shown_texts):
    content = learner.content()
    lesson, question = next(
        (lesson, content.questions[name])
        for lesson in content.lessons.values()
        for name in lesson.questions
        if content.questions[name].kind == "mcq"
    )
    app = visit("home")
    app.query_params["lesson"] = lesson.id
    app.switch_page("pages/career/lessons.py").run()
    key = f"lessons.{lesson.id}.{question.id}"
    assert app.button(key=f"{key}.check").disabled
    (radio,) = [r for r in app.radio if str(r.key).startswith(key)]
    radio.set_value("1").run()
    app.button(key=f"{key}.check").click().run()
    assert question.explanation.en in shown_texts(app)
    (answer,) = learner.opened_store().store.learning(saved_profile().id).answers
    assert (answer.question, answer.place, answer.given) == (question.id, "lesson", ("1",))
    assert answer.is_right == question.choices[1].is_right
    app.button(key=f"{key}.again").click().run()
    assert app.button(key=f"{key}.check").disabled


def saved_profile():
    (profile,) = learner.opened_store().store.profiles()
    return profile


def test_a_lesson_is_marked_done(visit, make_profile):
    lesson_id = order_lessons(learner.content())[0]
    app = visit("lessons")
    app.button_group(key=f"lessons.status_{lesson_id}").set_value("done").run()
    learning = learner.opened_store().store.learning(saved_profile().id)
    assert learning.lesson_status() == {lesson_id: "done"}


@pytest.mark.parametrize(
    ("language", "asked"),
    [("en", "Must I buy a graphics card first?"), ("zh", "没有显卡可以学吗？")],
)
def test_a_question_is_found_by_meaning(visit, monkeypatch, shown_texts, language, asked):
    entries = [
        faq("gpu", question={"en": "Do I need a GPU?", "zh": "需要 GPU 吗？"}),
        faq("pay", question={"en": "What does the job pay?", "zh": "薪资如何？"}),
        faq("degree", question={"en": "Do I need a degree?", "zh": "需要学历吗？"}),
    ]
    content = learner.content()
    entries = {entry["id"]: Faq.model_validate(entry) for entry in entries}
    changed = Content(**(content.__dict__ | {"faq": entries}))
    monkeypatch.setattr(learner.shipped, "load_content", lambda: changed)
    app = visit("faq", language)
    app.text_input(key="faq.question").set_value(asked).run()
    assert not app.exception
    t = Translator(language)
    assert t("faq.found") in shown_texts(app)
    assert app.expander[0].label == say(t, entries["gpu"].question)
    assert app.session_state["faq.answer"][1][0][0] == "gpu"
