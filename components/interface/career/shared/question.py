"""One question to answer: choices, steps to put in order, or a number."""

import random
from collections.abc import Callable

import streamlit as st

from components.career.content.schema import Question
from components.interface.frame.i18n import Translator
from components.interface.frame.learner import say
from components.interface.frame.session import register_translated_options


def show_question(t: Translator, key: str, question: Question, seed: str) -> tuple[str, ...] | None:
    """Show a question with what takes its answer.

    Args:
        key: Prefix of the widgets' keys; another one for every time a question is asked.
        seed: Decides on the order of choices and steps.

    Returns:
        The answer as `assessment.is_right` takes it; None until there is a whole one.
    """
    with st.container(width=720):
        st.markdown(say(t, question.prompt))
        return _KINDS[question.kind](t, key, question, seed)


def shuffled(count: int, seed: str) -> list[str]:
    """Return the indexes below a count as texts in an order that the seed decides."""
    indexes = [str(index) for index in range(count)]
    random.Random(seed).shuffle(indexes)
    return indexes


def _show_one(t: Translator, key: str, question: Question, seed: str) -> tuple[str, ...] | None:
    register_translated_options(f"{key}.choice")
    chosen = st.radio(
        t("career.choose_one"),
        shuffled(len(question.choices), seed),
        format_func=lambda index: say(t, question.choices[int(index)].text),
        key=f"{key}.choice",
        index=None,
    )
    return None if chosen is None else (chosen,)


def _show_several(t: Translator, key: str, question: Question, seed: str) -> tuple[str, ...] | None:
    st.caption(t("career.choose_several"))
    chosen = [
        index
        for index in shuffled(len(question.choices), seed)
        if st.checkbox(say(t, question.choices[int(index)].text), key=f"{key}.choice_{index}")
    ]
    return tuple(sorted(chosen)) or None


def _show_order(t: Translator, key: str, question: Question, seed: str) -> tuple[str, ...] | None:
    order: list[str] = st.session_state.setdefault(f"{key}.order", [])
    st.caption(t("career.choose_order"))
    for place, index in enumerate(order, start=1):
        st.markdown(f"**{place}.** {say(t, question.steps[int(index)])}")
    for index in shuffled(len(question.steps), seed):
        if index not in order:
            st.button(
                say(t, question.steps[int(index)]),
                key=f"{key}.step_{index}",
                icon=":material/add:",
                on_click=order.append,
                args=(index,),
            )
    if order:
        st.button(
            t("career.order_again"),
            key=f"{key}.order_again",
            icon=":material/undo:",
            type="tertiary",
            on_click=order.clear,
        )
    return tuple(order) if len(order) == len(question.steps) else None


def _show_number(t: Translator, key: str, question: Question, seed: str) -> tuple[str, ...] | None:
    from components.career.assessment import read_number

    text = st.text_input(t("career.type_number"), key=f"{key}.number", max_chars=40, width=240)
    if not text:
        return None
    number = read_number(text)
    if number is None:
        st.caption(t("career.no_number"))
        return None
    return (repr(number),)


_KINDS: dict[str, Callable[[Translator, str, Question, str], tuple[str, ...] | None]] = {
    "mcq": _show_one,
    "multi": _show_several,
    "order": _show_order,
    "number": _show_number,
}
