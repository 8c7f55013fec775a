"""The practise page: what is due, interviews with a grader that abstains, the clinic, the deck."""

import json

import numpy as np
import pytest

from components.interface.career.practise.clinic import MODEL, mark_sentences
from components.interface.frame import runtime
from components.interface.frame.i18n import Translator
from components.records.answer import Provenance
from components.records.embedding import EmbeddingResult
from components.records.refusal import Refusal
from components.records.text_generation import GeneratedSequence, TextGenerationResult
from tests.career.studio_content import INTERVIEW

PAGE = "practise"
LANGUAGES = ["en", "zh"]
HERE = Provenance(MODEL, "cpu", "torch", 0.1, 9, 9)
GOOD = "It searches a collection for passages that fit. The model reads them in its prompt."


def keys(app):
    return {button.key for button in app.button}


def press(app, key):
    app.button(key=f"{PAGE}.{key}").click().run()
    assert not app.exception
    return app


def choose(app, mode):
    app.button_group(key="practise.mode").set_value(mode).run()
    assert not app.exception
    return app


@pytest.mark.parametrize("mode", ["review", "interview", "clinic"])
@pytest.mark.parametrize("state", ["new", "some", "all"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_stands_for_every_learner(visit, studio, learner, language, state, mode):
    learner(state)
    app = visit(PAGE, language)
    if mode != "review":
        choose(app, mode)
    assert not app.exception
    assert app.title[0].value == Translator(language)("practise.title")


def test_nothing_to_review_yet_says_how_to_begin(visit, studio, shown_texts):
    assert Translator("zh")("practise.no_cards") in shown_texts(visit(PAGE, "zh"))


def test_nothing_due_names_the_next_day(visit, studio, learner, shown_texts):
    learner("all")
    app = visit(PAGE)
    assert app.metric[0].value == "0"
    assert "The next review is on" in shown_texts(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_review_explains_and_is_scheduled_again(visit, studio, learner, shown_texts, language):
    ada = learner("some")
    app = visit(PAGE, language)
    assert app.metric[0].value == "3"
    card = app.session_state["practise.card"]
    app.radio(key=f"practise.{card.answer_id}.choice").set_value("1").run()
    press(app, "check")
    t = Translator(language)
    assert t("career.right") in shown_texts(app)
    waits = [b.label for b in app.button if (b.key or "").startswith("practise.rate_")]
    assert len(waits) == 4
    assert waits[0].endswith(t("career.one_day"))
    press(app, "rate_good")
    assert app.metric[0].value == "2"
    learning = studio.store.learning(ada.id)
    assert [(r.question, r.rating) for r in learning.reviews] == [(card.question, "good")]
    assert learning.answers[-1].place == "review"
    assert app.session_state["practise.card"].question != card.question


def test_a_review_that_is_not_saved_waits(visit, studio, learner, shown_texts, monkeypatch):
    learner("some")
    app = visit(PAGE)
    card = app.session_state["practise.card"]
    app.radio(key=f"practise.{card.answer_id}.choice").set_value("0").run()

    def fail(self, profile_id, *facts):
        raise Refusal("learner_full")

    with monkeypatch.context() as patch:
        patch.setattr(type(studio.store), "append", fail)
        press(app, "check")
        assert Translator("en")("refusal.learner_full") in shown_texts(app)
        assert app.radio(key=f"practise.{card.answer_id}.choice").value == "0"
    press(app, "check")
    assert Translator("en")("career.not_right") in shown_texts(app)


@pytest.fixture
def words(monkeypatch):
    """Have the encoder count words, so that no model is loaded."""
    vocabulary = ["search", "passages", "collection", "prompt", "model", "cite", "检索", "提示词"]

    def embed(texts, role, watch, model_id=None):
        rows = np.array([[t.casefold().count(w) for w in vocabulary] for t in texts], np.float32)
        rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        return EmbeddingResult(rows, HERE)

    monkeypatch.setattr(runtime, "embed", embed)
    runtime.grader_errors().clear()
    yield
    runtime.grader_errors().clear()


def boxes(app):
    return {box.label: box.value for box in app.checkbox if box.key.startswith("practise.")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_is_compared_and_the_learners_mark_counts(
    visit, studio, words, shown_texts, language
):
    app = choose(visit(PAGE, language), "interview")
    app.text_area(key=f"practise.text_{INTERVIEW.id}").set_value(GOOD + " <b>Bold</b>.").run()
    press(app, "compare")
    t = Translator(language)
    texts = shown_texts(app)
    assert t("practise.verdict_not_found") in texts
    assert "It searches a collection for passages that fit." in [
        text.value.strip("\u200b") for text in app.text
    ]
    assert sum(boxes(app).values()) == 1
    for box in app.checkbox:
        box.check()
    app.run()
    press(app, "keep")
    assert t("practise.kept", covered=3, count=3) in shown_texts(app)
    (profile,) = studio.store.profiles()
    (attempt,) = studio.store.learning(profile.id).attempts
    assert (attempt.author, attempt.language, len(attempt.covered)) == ("learner", "en", 3)
    assert attempt.text.endswith("<b>Bold</b>.")


def test_a_chinese_answer_is_graded_as_chinese(visit, studio, words):
    app = choose(visit(PAGE), "interview")
    app.text_area(key=f"practise.text_{INTERVIEW.id}").set_value("先检索文档，再放进提示词。").run()
    press(app, "compare")
    assert app.session_state["practise.interview"].language == "zh"


@pytest.mark.parametrize("text", ["", " \u200b", "x" * 4_001])
def test_answers_that_do_not_do_keep_the_draft(visit, studio, words, shown_texts, text):
    app = choose(visit(PAGE), "interview")
    app.text_area(key=f"practise.text_{INTERVIEW.id}").set_value(text).run()
    press(app, "compare")
    t = Translator("en")
    long = t("refusal.text_too_long", count=len(text), limit=4_000)
    assert (long if len(text) > 10 else t("refusal.answer_empty")) in shown_texts(app)
    assert app.text_area(key=f"practise.text_{INTERVIEW.id}").value == text
    assert not boxes(app)


def test_a_changed_answer_says_so(visit, studio, words, shown_texts):
    app = choose(visit(PAGE), "interview")
    area = app.text_area(key=f"practise.text_{INTERVIEW.id}")
    area.set_value(GOOD).run()
    press(app, "compare")
    app.text_area(key=f"practise.text_{INTERVIEW.id}").set_value(GOOD + " More.").run()
    assert Translator("en")("practise.changed") in shown_texts(app)


def test_an_encoder_that_refuses_is_said(visit, studio, shown_texts, monkeypatch):
    def refuse(*args, **options):
        raise Refusal("busy", wait_s=3)

    monkeypatch.setattr(runtime, "embed", refuse)
    app = choose(visit(PAGE), "interview")
    app.text_area(key=f"practise.text_{INTERVIEW.id}").set_value(GOOD).run()
    press(app, "compare")
    assert Translator("en")("refusal.busy", wait_s=3) in shown_texts(app)
    assert app.text_area(key=f"practise.text_{INTERVIEW.id}").value == GOOD


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_graders_error_is_measured_and_then_shown(visit, studio, words, shown_texts, language):
    app = choose(visit(PAGE, language), "interview")
    press(app, "measure")
    t = Translator(language)
    for spoken in ("en", "zh"):
        assert t(f"language.{spoken}") in shown_texts(app)
    assert "practise.measure" not in keys(choose(visit(PAGE), "interview"))


@pytest.fixture
def patient(monkeypatch, words):
    """Have the small model say the same each time."""
    asked = []

    def ask(model_id, request, watch):
        asked.append((model_id, request))
        text = "It is a <i>search</i> of a collection of passages. The moon is a cheese."
        return TextGenerationResult((GeneratedSequence(text, 9, True),), 5.0, HERE)

    monkeypatch.setattr(runtime, "ask", ask)
    return asked


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_clinic_marks_and_keeps(visit, studio, patient, shown_texts, language):
    app = choose(visit(PAGE, language), "clinic")
    assert not patient, "nothing is asked before the learner wants it"
    press(app, "clinic_ask")
    ((model, request),) = patient
    assert model == MODEL
    assert INTERVIEW.prompt.en in request.messages[0].content
    (key,) = [g.key for g in app.button_group if g.key.endswith(".wrong")]
    app.button_group(key=key).set_value([2]).run()
    (passage,) = app.get("bidi_component")
    pieces = [p for p in json.loads(passage.proto.json)["pieces"] if "mark" in p]
    assert [p["mark"] for p in pieces] == ["1", "2"]
    assert pieces[1]["strength"] > pieces[0]["strength"]
    press(app, "clinic_keep")
    (profile,) = studio.store.profiles()
    (attempt,) = studio.store.learning(profile.id).attempts
    assert (attempt.author, attempt.wrong) == (MODEL, ("The moon is a cheese.",))
    press(app, "clinic_again")
    assert len(patient) == 2
    assert patient[0][1] != patient[1][1]


def test_a_round_that_was_answered_is_not_asked_again(visit, studio, patient):
    app = choose(visit(PAGE), "clinic")
    press(app, "clinic_ask")
    choose(app, "review")
    choose(app, "clinic")
    assert len(patient) == 1


def test_the_deck_is_there_for_both_scopes(visit, studio, learner):
    learner("some")
    app = visit(PAGE)
    app.session_state["practise.deck"] = True
    app.run()
    assert not app.exception
    (button,) = app.get("download_button")
    assert "(9)" in button.label
    app.button_group(key="practise.deck_scope").set_value("answered").run()
    (button,) = app.get("download_button")
    assert "(3)" in button.label


def test_wrong_sentences_are_tinted():
    from components.interface.charts.theme import chart_theme
    from components.text.sentences import split_sentences

    theme = chart_theme("light")
    spans = mark_sentences(Translator("en"), split_sentences("One. Two."), [1], theme)
    assert [span.color for span in spans] == [theme.negative, theme.neutral]


def test_another_learner_keeps_a_mark_of_their_own(visit, studio, patient, learner):
    ada = learner("some")
    app = press(choose(visit(PAGE), "clinic"), "clinic_ask")
    press(app, "clinic_keep")
    app.text_input(key="career.new_name").set_value("Bob").run()
    app.button(key="career.create").click().run()
    press(press(app, "clinic_ask"), "clinic_keep")
    bob = studio.store.profiles()[0]
    assert [len(studio.store.learning(p.id).attempts) for p in (ada, bob)] == [1, 1]
