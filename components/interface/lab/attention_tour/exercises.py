"""Predict, then let the model reveal: one exercise after the other, with a score."""

import streamlit as st

from components.interface.charts.percents import write_percent
from components.interface.frame.i18n import Translator
from components.interface.frame.menu import SCRIPTS
from components.interface.frame.session import register_translated_options
from components.interface.lab.shared.open_stop import PAGE, TOUR, open_view
from components.interface.shared.answering import show_answer
from components.service.tour_grading import Graded, grade, list_choices, make_request
from components.service.tours import Exercise, load_tour

_GRADES = f"{PAGE}.grades"


def show_exercises(t: Translator) -> None:
    """Show all exercises and the score so far."""
    exercises = load_tour(TOUR).exercises
    score = st.empty()
    for number, exercise in enumerate(exercises, start=1):
        with st.container(border=True, width=720, key=f"{PAGE}-exercise-{exercise.id}"):
            _show_exercise(t, number, exercise)
    grades: dict[str, bool] = st.session_state.get(_GRADES, {})
    with score.container():
        st.markdown(
            t(
                f"{PAGE}.score",
                right=sum(grades.values()),
                answered=len(grades),
                count=len(exercises),
            )
        )
    if grades:
        st.button(t(f"{PAGE}.over"), key=f"{PAGE}.over", type="tertiary", on_click=_start_over)


def _show_exercise(t: Translator, number: int, exercise: Exercise) -> None:
    key = f"{PAGE}.choice_{exercise.id}"
    is_asked = bool(st.session_state.get(f"{PAGE}.asked_{exercise.id}"))
    text = t.pick(exercise.view.text.texts())
    st.markdown(f"**{number}. {t.pick(exercise.question.texts())}**")
    with st.container(key=f"{PAGE}-text-{exercise.id}"):
        st.text(t(f"{PAGE}.about", text=text))
    register_translated_options(key)
    choice = st.radio(
        t(f"{PAGE}.guess"),
        list_choices(exercise),
        index=None,
        format_func=lambda choice: name_choice(t, exercise, choice),
        key=key,
        disabled=is_asked,
        persist_state="session",
    )
    if not is_asked:
        st.button(
            t(f"{PAGE}.reveal"),
            key=f"{PAGE}.reveal_{exercise.id}",
            disabled=choice is None,
            on_click=_ask,
            args=(exercise.id,),
        )
        return
    result = show_answer(
        t, f"{PAGE}.{exercise.id}", exercise.view.model, make_request(exercise, text)
    )
    if result is not None and choice is not None:
        _show_grade(t, exercise, choice, result)


def _show_grade(t: Translator, exercise: Exercise, choice: str, result: Graded) -> None:
    found = grade(exercise, result)
    is_right = choice == found.right
    st.session_state.setdefault(_GRADES, {})[exercise.id] = is_right
    if is_right:
        st.success(t(f"{PAGE}.right"), icon=":material/check:")
    else:
        right = name_choice(t, exercise, found.right)
        st.info(t(f"{PAGE}.wrong", answer=right), icon=":material/lightbulb:")
    shares = {name: write_percent(share) for name, share in found.shares.items()}
    st.text(t.pick(exercise.why.texts()).format(**found.facts, **shares))
    if exercise.view.page in SCRIPTS and st.button(
        t(f"{PAGE}.see"), key=f"{PAGE}.see_{exercise.id}", icon=":material/open_in_new:"
    ):
        open_view(t, exercise.view)


def name_choice(t: Translator, exercise: Exercise, choice: str) -> str:
    """Name a choice in the visitor's language."""
    if exercise.kind == "strongest_head":
        layer, head = choice.split(".")
        return t("attention_heads.head_name", layer=layer, head=head)
    if exercise.kind == "top_key":
        return choice
    return t(f"attention_tour.{exercise.kind}.{choice}")


def _ask(exercise_id: str) -> None:
    st.session_state[f"{PAGE}.asked_{exercise_id}"] = True


def _start_over() -> None:
    st.session_state.pop(_GRADES, None)
    for exercise in load_tour(TOUR).exercises:
        st.session_state.pop(f"{PAGE}.asked_{exercise.id}", None)
        st.session_state[f"{PAGE}.choice_{exercise.id}"] = None
