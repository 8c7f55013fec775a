"""After the answer: right or not, and why, for every choice."""

from collections.abc import Sequence

import streamlit as st

from components.career.assessment import is_right
from components.career.content.schema import Question
from components.interface.career.shared.question import shuffled
from components.interface.frame.i18n import Translator
from components.interface.frame.learner import say


def show_explained(t: Translator, question: Question, given: Sequence[str], seed: str) -> None:
    """Show a question that was answered, with the reason of every choice and what to take away.

    Args:
        question: What was asked.
        given: The answer.
        seed: Of the order in which the choices stood.
    """
    with st.container(width=720):
        st.markdown(say(t, question.prompt))
        if is_right(question, given):
            st.success(t("career.right"), icon=":material/check_circle:")
        else:
            st.info(t("career.not_right"), icon=":material/lightbulb:")
        _KINDS[question.kind](t, question, given, seed)
        st.markdown(f"**{t('career.take_away')}** {say(t, question.explanation)}")


def _explain_choices(t: Translator, question: Question, given: Sequence[str], seed: str) -> None:
    for index in shuffled(len(question.choices), seed):
        choice = question.choices[int(index)]
        icon = ":material/check:" if choice.is_right else ":material/close:"
        own = f" :gray-badge[{t('career.yours')}]" if index in given else ""
        with st.container(gap="xxsmall"):
            st.markdown(f"{icon} **{say(t, choice.text)}**{own}")
            st.markdown(say(t, choice.why))


def _explain_order(t: Translator, question: Question, given: Sequence[str], seed: str) -> None:
    rows = []
    for place, step in enumerate(question.steps):
        at = given.index(str(place)) if str(place) in given else place
        own = "" if at == place else f" :gray-badge[{t('career.your_place', place=at + 1)}]"
        rows.append(f"{place + 1}. {say(t, step)}{own}")
    st.markdown("\n".join(rows))


def _explain_number(t: Translator, question: Question, given: Sequence[str], seed: str) -> None:
    own = float(given[0]) if given else 0.0
    st.markdown(
        t("career.number_is", answer=f"{question.answer:,.6g}", given=f"{own:,.6g}")
        + (f" {t('career.tolerance', size=f'{question.tolerance:g}')}" * bool(question.tolerance))
    )


_KINDS = {
    "mcq": _explain_choices,
    "multi": _explain_choices,
    "order": _explain_order,
    "number": _explain_number,
}
