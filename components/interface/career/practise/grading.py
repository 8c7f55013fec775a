"""A rubric beside an answer: what the grader found, and the learner's own mark, which counts."""

from collections.abc import Callable, Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from components.career.content.schema import InterviewQuestion
from components.career.grading import BARS, grade_answer, held_out, measure_grader
from components.interface.frame import learner, runtime
from components.interface.frame.i18n import Translator
from components.interface.frame.learner import say
from components.interface.shared.literal import literal_place
from components.interface.shared.notices import show_refusal
from components.interface.shared.waiting import WaitingBar, waiting
from components.records.grading import GraderError, PointGrade
from components.records.refusal import Refusal

_ICONS = {
    "covered": ":material/check_circle:",
    "not_found": ":material/search_off:",
    "compare": ":material/compare_arrows:",
}


def _embed_while(watch: WaitingBar) -> Callable[[Sequence[str]], NDArray[np.float32]]:
    """Return what turns texts into vectors, by the encoder that reads both languages."""
    return lambda texts: runtime.embed(texts, "symmetric", watch).vectors


def grade(
    t: Translator, question: InterviewQuestion, answer: str, language: str
) -> tuple[PointGrade, ...] | None:
    """Grade an answer while the visitor waits; None after saying why it could not be."""
    try:
        with waiting(t) as watch:
            return grade_answer(answer, question, language, _embed_while(watch), BARS[language])
    except Refusal as refusal:
        show_refusal(t, refusal)
        return None


def show_rubric(
    t: Translator, key: str, question: InterviewQuestion, grades: Sequence[PointGrade]
) -> tuple[str, ...]:
    """Show every point with the grader's verdict and a box for the learner's own.

    Args:
        key: Prefix of the boxes' keys; another one for every answer.
        question: With its rubric.
        grades: One per point; empty if the grader did not answer.

    Returns:
        Ids of the points that the learner marks as covered.
    """
    by_point = {grade.point: grade for grade in grades}
    covered = []
    with st.container(width=720):
        st.markdown(f"**{t('practise.rubric')}**")
        st.caption(t("practise.rubric_read"))
        for point in question.rubric:
            found = by_point.get(point.id)
            box = f"{key}.{point.id}"
            st.session_state.setdefault(box, found is not None and found.verdict == "covered")
            with st.container(gap="xxsmall"):
                if st.checkbox(say(t, point.says), key=box):
                    covered.append(point.id)
                if found is not None:
                    _show_grade(t, f"{key}-{point.id}".replace(".", "-"), found)
    return tuple(covered)


def _show_grade(t: Translator, key: str, grade: PointGrade) -> None:
    said = t(f"practise.verdict_{grade.verdict}")
    if grade.doubt is not None:
        said += " " + t(f"practise.doubt_{grade.doubt}")
    st.caption(f"{_ICONS[grade.verdict]} {said}")
    if grade.sentence and grade.verdict != "not_found":
        with st.container(horizontal=True, gap="xsmall"):
            st.caption(t("practise.closest", cosine=f"{grade.similarity:.2f}"), width="content")
            literal_place(key).text(grade.sentence)


def show_levels(t: Translator, question: InterviewQuestion) -> None:
    """Show the folded descriptions of a strong, a fair and a weak answer, and what follows."""
    with st.expander(t("practise.levels")), st.container(width=720):
        for level in ("strong", "fair", "weak"):
            st.markdown(f"**{t(f'practise.{level}')}** {say(t, getattr(question, level))}")
        st.markdown(f"**{t('practise.follow_up')}** {say(t, question.follow_up)}")


def show_grader_error(t: Translator) -> None:
    """Show how often the grader was wrong on answers that people graded, measured here."""
    questions = held_out(learner.content().interviews.values())
    errors = runtime.grader_errors()
    with st.container(width=720):
        if not errors:
            st.button(
                t("practise.measure"),
                key="practise.measure",
                icon=":material/straighten:",
                type="tertiary",
            )
            if not st.session_state.get("practise.measure"):
                return
            try:
                with st.spinner(t("practise.measuring")), waiting(t) as watch:
                    embed = _embed_while(watch)
                    for language, bars in BARS.items():
                        errors[language] = measure_grader(questions, language, embed, bars)
            except Refusal as refusal:
                errors.clear()
                show_refusal(t, refusal)
                return
        for language, error in errors.items():
            st.caption(_write_error(t, language, error))


def _write_error(t: Translator, language: str, error: GraderError) -> str:
    return t(
        "practise.error",
        language=t(f"language.{language}"),
        answers=error.num_answers,
        points=error.num_points,
        covered=error.num_covered,
        falsely=error.num_falsely_covered,
        not_found=error.num_not_found,
        missed=error.num_missed,
        abstained=error.num_abstained,
    )
