"""An interview question: answer in your own words, compare, keep your mark."""

from dataclasses import dataclass, field

import streamlit as st

from components.career.chunking import language_of
from components.career.content.schema import InterviewQuestion
from components.interface.career.practise.grading import (
    grade,
    show_grader_error,
    show_levels,
    show_rubric,
)
from components.interface.frame import learner
from components.interface.frame.i18n import Translator
from components.interface.frame.learner import say
from components.interface.frame.session import register_translated_options
from components.interface.shared.literal import show_literal_style
from components.interface.shared.notices import show_refusal, show_text_notes
from components.records.grading import PointGrade
from components.records.learner import Attempt, Learning, new_id
from components.records.refusal import Refusal
from components.text.cleaning import clean_text

KEY = "practise.interview"
MAX_ANSWER = 4_000
"""Longest answer, in characters: some ten minutes of speech."""


@dataclass
class Graded:
    """An answer with its grades; its fact's id is made with it."""

    question: str
    text: str
    language: str
    grades: tuple[PointGrade, ...]
    fact: str = field(default_factory=new_id)


def choose_interview(t: Translator, key: str, learning: Learning) -> InterviewQuestion:
    """Show the interview questions, those never tried first."""
    interviews = learner.content().interviews
    tried = {attempt.question for attempt in learning.attempts}
    options = sorted(interviews, key=lambda name: (name in tried, interviews[name].module, name))
    register_translated_options(key)
    if st.session_state.get(key) not in interviews:
        st.session_state[key] = options[0]
    chosen = st.selectbox(
        t("practise.question"),
        sorted(interviews, key=lambda name: (interviews[name].module, name)),
        format_func=lambda name: _title(t, interviews[name], is_tried=name in tried),
        key=key,
        persist_state="session",
        width=720,
    )
    return interviews[chosen]


def _title(t: Translator, question: InterviewQuestion, *, is_tried: bool) -> str:
    mark = " ✓" if is_tried else ""
    return f"{t(f'practise.module_{question.module}')} · {say(t, question.prompt)}{mark}"


def show_interview(t: Translator, learning: Learning) -> None:
    """Show a question, a place for the answer, and the comparison with the rubric."""
    learner.register_own_keys(KEY)
    show_literal_style()
    question = choose_interview(t, f"{KEY}_question", learning)
    with st.container(width=720):
        st.markdown(f"#### {say(t, question.prompt)}")
        raw = st.text_area(
            t("practise.your_answer"),
            key=f"practise.text_{question.id}",
            height=180,
            placeholder=t("practise.answer_placeholder"),
            persist_state="session",
        )
        is_asked = st.button(
            t("practise.compare"), key="practise.compare", type="primary", icon=":material/rule:"
        )
    graded: Graded | None = st.session_state.get(KEY)
    if is_asked:
        graded = _grade(t, question, raw or "") or graded
        st.session_state[KEY] = graded
    if graded is not None and graded.question == question.id:
        _show_graded(t, question, graded, raw or "", learning)
    show_grader_error(t)


def _grade(t: Translator, question: InterviewQuestion, raw: str) -> Graded | None:
    try:
        clean = clean_text(raw, MAX_ANSWER)
    except Refusal as refusal:
        key = "answer_empty" if refusal.key == "text_empty" else refusal.key
        show_refusal(t, Refusal(key, **refusal.values))
        return None
    show_text_notes(t, clean)
    language = language_of(clean.text)
    grades = grade(t, question, clean.text, language)
    return None if grades is None else Graded(question.id, clean.text, language, grades)


def _show_graded(
    t: Translator, question: InterviewQuestion, graded: Graded, raw: str, learning: Learning
) -> None:
    if raw.strip() != graded.text.strip():
        st.caption(t("practise.changed"))
    covered = show_rubric(t, f"{KEY}.{graded.fact}", question, graded.grades)
    attempt = Attempt(question.id, "learner", graded.language, graded.text, covered, id=graded.fact)
    show_keeping(t, "practise.keep", attempt, len(question.rubric), learning)
    show_levels(t, question)


def show_keeping(
    t: Translator, key: str, attempt: Attempt, num_points: int, learning: Learning
) -> None:
    """Show the button that saves the learner's mark, or that it is saved."""
    kept = next((each for each in learning.attempts if each.id == attempt.id), None)
    if kept is not None:
        said = t("practise.kept", covered=len(kept.covered), count=num_points)
        st.caption(f":material/check: {said}")
        return
    st.button(
        t("practise.keep", covered=len(attempt.covered), count=num_points),
        key=key,
        icon=":material/bookmark_add:",
        on_click=_keep,
        args=(attempt,),
    )


def _keep(attempt: Attempt) -> None:
    learner.save(attempt)
