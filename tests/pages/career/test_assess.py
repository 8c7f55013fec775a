"""The assess page: claims, the quiz, its end, and what cannot be saved."""

import json

import pytest

from components.career.content import Content
from components.interface.frame import learner as career
from components.interface.frame.i18n import Translator
from components.records.learner import SelfRating
from components.records.refusal import Refusal
from tests.career.studio_content import RAG

PAGE = "assess"
LANGUAGES = ["en", "zh"]
RIGHT = {q.id: [str(i) for i, c in enumerate(q.choices) if c.is_right] for q in RAG}


def keys(app):
    return {button.key for button in app.button}


def press(app, key):
    app.button(key=f"{PAGE}.{key}").click().run()
    assert not app.exception
    return app


def quiz_of(app):
    return app.session_state["assess.quiz"]


def reply(app, is_right=True):
    """Answer the present question, whatever its kind."""
    quiz = quiz_of(app)
    question, key = quiz.asked[-1], f"assess.{quiz.fact}"
    kind = next(q.kind for q in RAG if q.id == question)
    if kind == "mcq":
        app.radio(key=f"{key}.choice").set_value("1" if is_right else "0").run()
    elif kind == "multi":
        for index in RIGHT[question][: None if is_right else 1]:
            app.checkbox(key=f"{key}.choice_{index}").check().run()
    elif kind == "order":
        for index in ("0", "1", "2") if is_right else ("2", "1", "0"):
            app.button(key=f"{key}.step_{index}").click().run()
    else:
        app.text_input(key=f"{key}.number").set_value("2.5" if is_right else "7").run()
    return press(app, "check")


@pytest.mark.parametrize("state", ["new", "some", "all"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_stands_for_every_learner(visit, studio, learner, shown_texts, language, state):
    learner(state)
    app = visit(PAGE, language)
    assert not app.exception
    t = Translator(language)
    assert app.title[0].value == t("assess.title")
    assert ("assess.start" in keys(app)) == (state != "all")
    if state == "all":
        assert t("assess.all_asked", count=len(RAG)) in shown_texts(app)
    if state == "new":
        assert t("career.standing_empty") in shown_texts(app)
    else:
        assert app.get("plotly_chart")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_quiz_explains_saves_and_ends(visit, studio, shown_texts, language):
    app = press(visit(PAGE, language), "start")
    t = Translator(language)
    asked = []
    while not quiz_of(app).is_ended:
        question = quiz_of(app).asked[-1]
        asked.append(question)
        reply(app)
        texts = shown_texts(app)
        assert t("career.right") in texts
        assert f"take {question} away" in texts
        for choice in next(q for q in RAG if q.id == question).choices:
            assert career.say(t, choice.why) in texts
        press(app, "next")
    assert sorted(asked) == sorted(q.id for q in RAG), "a short bank is asked whole"
    (profile,) = studio.store.profiles()
    assert profile.name == t("career.first_name")
    saved = studio.store.learning(profile.id).answers
    assert [a.question for a in saved] == asked
    assert all(a.is_right and a.place == "quiz" for a in saved)
    path = json.loads(app.get("plotly_chart")[0].proto.spec)
    assert len(path["data"][1]["y"]) == len(asked) + 1
    assert "assess.start" not in keys(app), "all were asked within the week"


def test_a_wrong_answer_says_why_and_marks_the_choice(visit, studio, shown_texts):
    app = press(visit(PAGE), "start")
    reply(app, is_right=False)
    t = Translator("en")
    assert t("career.not_right") in shown_texts(app)
    assert t("career.yours") in shown_texts(app) or quiz_of(app).asked[-1] == "rag-n"


def test_no_answer_cannot_be_checked(visit, studio):
    app = press(visit(PAGE), "start")
    assert app.button(key="assess.check").disabled


def test_a_number_that_is_none_says_so_and_waits(visit, studio, shown_texts):
    app = press(visit(PAGE), "start")
    while quiz_of(app).asked[-1] != "rag-n":
        reply(app)
        press(app, "next")
    key = f"assess.{quiz_of(app).fact}.number"
    app.text_input(key=key).set_value("about two").run()
    assert Translator("en")("career.no_number") in shown_texts(app)
    assert app.button(key="assess.check").disabled
    assert app.text_input(key=key).value == "about two"


def test_what_is_not_saved_is_not_called_saved_and_the_draft_stays(
    visit, studio, shown_texts, monkeypatch
):
    app = press(visit(PAGE), "start")
    t = Translator("en")
    store, fact = type(studio.store), quiz_of(app).fact

    def fail(self, profile_id, *facts):
        raise Refusal("learner_locked")

    with monkeypatch.context() as patch:
        patch.setattr(store, "append", fail)
        reply(app)
    assert t("refusal.learner_locked") in shown_texts(app)
    assert t("career.saved") not in shown_texts(app)
    assert quiz_of(app).given is None
    press(app, "check")
    assert t("career.saved") in shown_texts(app)
    (profile,) = studio.store.profiles()
    assert [a.id for a in studio.store.learning(profile.id).answers] == [fact]


def test_a_claim_is_saved_and_shown(visit, studio):
    app = visit(PAGE)
    app.button_group(key="assess.claim_rag").set_value(2).run()
    assert not app.exception
    (profile,) = studio.store.profiles()
    assert studio.store.learning(profile.id).claimed_levels() == {"rag": 2}
    assert app.get("plotly_chart")


def test_a_refresh_and_a_restart_keep_what_was_saved(visit, studio, learner):
    learner("some")
    first, second = visit(PAGE), visit(PAGE)
    one, two = (json.loads(a.get("plotly_chart")[0].proto.spec)["data"] for a in (first, second))
    assert one == two


def test_a_link_chooses_the_skill(visit, studio):
    app = visit(PAGE)
    app.query_params["skill"] = "sql"
    app.run()
    assert app.selectbox(key="assess.skill").value == "sql"
    app.query_params["skill"] = "../etc"
    app.run()
    assert not app.exception
    assert app.selectbox(key="assess.skill").value == "sql"


def test_a_skill_without_questions_says_so(visit, studio, shown_texts):
    app = visit(PAGE)
    app.selectbox(key="assess.skill").set_value("sql").run()
    assert Translator("en")("assess.no_questions") in shown_texts(app)
    assert "assess.start" not in keys(app)


def test_a_quiz_ends_when_the_learner_wants(visit, studio, shown_texts):
    app = press(visit(PAGE), "start")
    press(app, "end")
    assert "assess.quiz" not in app.session_state
    press(app, "start")
    reply(app)
    press(app, "end")
    assert "1 of 1 right" in app.subheader[0].value


def test_skills_of_an_area_are_rated_together(visit, studio):
    app = visit(PAGE)
    app.session_state["assess.rate_many"] = True
    app.run()
    assert not app.exception
    app.button_group(key="assess.area").set_value("data").run()
    app.button_group(key="assess.claim_sql").set_value(3).run()
    (profile,) = studio.store.profiles()
    assert studio.store.learning(profile.id).claimed_levels() == {"sql": 3}


def test_without_content_the_page_says_so(visit, studio, shown_texts, monkeypatch):
    from components.career import content

    nothing = Content({}, {}, {}, {}, {}, {}, {})
    monkeypatch.setattr(content, "load_content", lambda *folder: nothing)
    app = visit(PAGE, "zh")
    assert not app.exception
    assert Translator("zh")("career.no_content") in shown_texts(app)


def test_profiles_are_made_switched_and_kept_apart(visit, studio, learner):
    ada = learner("some")
    app = visit(PAGE)
    app.text_input(key="career.new_name").set_value("小明").run()
    app.button(key="career.create").click().run()
    assert not app.exception
    bob = studio.store.profiles()[0]
    assert bob.name == "小明"
    app.button_group(key="assess.claim_rag").set_value(1).run()
    assert studio.store.learning(bob.id).claimed_levels() == {"rag": 1}
    assert studio.store.learning(ada.id).claimed_levels() == {"rag": 2}
    app.radio(key="career.choice").set_value(ada.id).run()
    assert app.button_group(key="assess.claim_rag").value == 2
    assert studio.store.profiles()[0].id == ada.id, "a new session begins with it"


def test_a_name_that_does_not_do_says_why(visit, studio, learner, shown_texts):
    learner("some")
    app = visit(PAGE)
    app.text_input(key="career.new_name").set_value("\u200b").run()
    app.button(key="career.create").click().run()
    assert Translator("en")("refusal.profile_name_empty") in shown_texts(app)
    assert app.text_input(key="career.new_name").value == "\u200b"


def test_a_store_that_cannot_be_opened_is_said_and_the_page_stands(
    visit, studio, shown_texts, monkeypatch, tmp_path
):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("PATHFINDER_DATA", str(tmp_path / "file" / "data"))
    app = visit(PAGE)
    assert not app.exception
    t = Translator("en")
    assert shown_texts(app).count(t("refusal.learner_read_only")) == 1
    app.button_group(key="assess.claim_rag").set_value(2).run()
    assert not app.exception
    assert t("refusal.learner_read_only") in shown_texts(app)


def test_a_restored_backup_is_told(visit, studio, learner, shown_texts):
    from components.career.storage import make_backup

    ada = learner("some")
    make_backup(studio.store.engine, studio.path)
    studio.store.append(ada.id, SelfRating("rag", 3))
    studio.store.engine.dispose()
    with studio.path.open("r+b") as file:
        file.write(b"\x00" * 4096)
    app = visit(PAGE)
    assert not app.exception
    assert "has taken its place" in shown_texts(app)
    assert app.button_group(key="assess.claim_rag").value == 2
