"""The tour and its exercises, graded by the bundled models."""

import pytest

from components.engine.inference import attribution_methods
from components.interface.frame.i18n import Translator
from components.service.tours import load_tour

PAGE = "attention_tour"
LANGUAGES = ["en", "zh"]
EXERCISES = load_tour("attention").exercises


@pytest.mark.parametrize("language", LANGUAGES)
def test_stops_and_exercises_are_shown_in_both_languages(visit, shown_texts, language):
    at = visit(PAGE, language)
    assert not at.exception
    t, shown = Translator(language), shown_texts(at)
    for stop in load_tour("attention").stops:
        if stop.view.page.startswith("attention_heads"):
            assert t.pick(stop.look.texts()) in shown
    for exercise in EXERCISES:
        assert t.pick(exercise.question.texts()) in shown
        assert at.button(key=f"{PAGE}.reveal_{exercise.id}").disabled


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stop_opens_its_view_says_what_to_look_for_and_leads_on(visit, shown_texts, language):
    at = visit(PAGE, language)
    at.button(key=f"{PAGE}.open_knock-out").click().run()
    assert not at.exception
    t = Translator(language)
    stop = next(s for s in load_tour("attention").stops if s.id == "knock-out")
    assert t.pick(stop.look.texts()) in shown_texts(at)
    assert at.title[0].value == t("attention_heads.title")
    assert at.selectbox(key="attention_heads.model").value == "smollm2-135m-instruct"
    assert at.number_input(key="attention_heads.layer").value == 19
    assert len(at.multiselect(key="attention_heads.off_heads").value) == 8
    at.button(key=f"{PAGE}.leave").click().run()
    # AppTest does not keep the frame's language here; the browser's test does.
    assert at.title[0].value in {Translator(code)(f"{PAGE}.title") for code in LANGUAGES}


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.id)
def test_the_model_grades_every_exercise(visit, shown_texts, monkeypatch, exercise):
    monkeypatch.setattr(attribution_methods, "STEPS", (8,))
    at = visit(PAGE)
    radio = at.radio(key=f"{PAGE}.choice_{exercise.id}")
    radio.set_value(radio.options and _first_choice(exercise)).run()
    at.button(key=f"{PAGE}.reveal_{exercise.id}").click().run()
    assert not at.exception
    t = Translator("en")
    is_right = at.session_state[f"{PAGE}.grades"][exercise.id]
    assert bool(at.success) == is_right
    assert (t(f"{PAGE}.wrong", answer="").rstrip(". ") in shown_texts(at)) != is_right
    assert t(f"{PAGE}.score", right=int(is_right), answered=1, count=len(EXERCISES)) in shown_texts(
        at
    )
    at.button(key=f"{PAGE}.over").click().run()
    assert f"{PAGE}.grades" not in at.session_state
    assert at.radio(key=f"{PAGE}.choice_{exercise.id}").value is None


def _first_choice(exercise):
    from components.service.tour_grading import list_choices

    return list_choices(exercise)[0]


def test_the_right_choice_is_counted(visit):
    at = visit(PAGE)
    at.radio(key=f"{PAGE}.choice_previous-head").set_value("1.3").run()
    at.button(key=f"{PAGE}.reveal_previous-head").click().run()
    assert at.session_state[f"{PAGE}.grades"] == {"previous-head": True}
    assert at.success
