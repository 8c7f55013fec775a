"""A passage and a question about it, examples of both one click away."""

from dataclasses import dataclass

import streamlit as st

from components.interface.frame.i18n import Translator, load_catalogs
from components.interface.frame.permalink import Setting
from components.interface.shared.notices import show_refusal
from components.interface.shared.text_input import Example, show_text_input
from components.records.refusal import Refusal
from components.text.cleaning import CleanText, clean_text, replace_surrogates

PAGE = "question_answering"
MAX_QUESTION = 500
"""Longest question taken, in characters; of a long one the model reads the beginning."""
_FIELDS = ("text", "question")


@dataclass(frozen=True)
class Asked:
    """What stands in the input.

    Attributes:
        text: The cleaned passage; None if there is none.
        question: The cleaned question; None if there is none.
        example: Number of the example whose passage this is, as a text; empty for the visitor's.
        is_its_question: True if the question is that example's, too.
    """

    text: CleanText | None
    question: CleanText | None
    example: str
    is_its_question: bool


def count_examples() -> int:
    """Return how many examples the catalogs hold; each language has the same ones."""
    catalog = load_catalogs()["en"]
    number = 1
    while f"{PAGE}.example.{number}.text" in catalog:
        number += 1
    return number - 1


def input_settings() -> list[Setting]:
    """Describe what links carry of the input: an example by its number, the question in words."""
    numbers = [str(number) for number in range(1, count_examples() + 1)]
    return [
        Setting("example", "", options=["", *numbers]),
        Setting("question", "", longest=MAX_QUESTION),
    ]


def fill_from_link(t: Translator) -> None:
    """Put the example that a link names into the input; what else the link says comes first."""
    number = st.session_state.pop(f"{PAGE}.example", "")
    if not number:
        return
    st.session_state[f"{PAGE}.text"] = t(f"{PAGE}.example.{number}.text")
    if not st.session_state.get(f"{PAGE}.question"):
        st.session_state[f"{PAGE}.question"] = t(f"{PAGE}.example.{number}.question")


def show_question_input(t: Translator) -> Asked:
    """Show the passage, the examples, and the question.

    Returns:
        What was asked; parts that are missing are None, after saying why.
    """
    numbers = range(1, count_examples() + 1)
    examples = [
        Example(
            t(f"{PAGE}.example.{number}.title"),
            {name: t(f"{PAGE}.example.{number}.{name}") for name in _FIELDS},
        )
        for number in numbers
    ]
    text = show_text_input(t, PAGE, height=150, examples=examples)
    question = _show_question(t, is_wanted=text is not None)
    number, is_its = find_example(
        text.text if text else "", st.session_state[f"{PAGE}.question"].strip()
    )
    if number and is_its:
        with st.container(width=720):
            st.caption(t(f"{PAGE}.look_for", hint=t(f"{PAGE}.example.{number}.look")))
    return Asked(text, question, number, is_its)


def find_example(text: str, question: str) -> tuple[str, bool]:
    """Find the example whose passage a text is, in any language.

    Args:
        text: The passage.
        question: The question.

    Returns:
        The example's number as a text, empty if it is none; and whether the question is its own.
    """
    for catalog in load_catalogs().values():
        for number in range(1, count_examples() + 1):
            if catalog[f"{PAGE}.example.{number}.text"] == text:
                return str(number), catalog[f"{PAGE}.example.{number}.question"] == question
    return "", False


def _show_question(t: Translator, *, is_wanted: bool) -> CleanText | None:
    key = f"{PAGE}.question"
    st.session_state[key], _ = replace_surrogates(st.session_state.get(key) or "")
    raw = st.text_input(
        t(f"{PAGE}.question_label"),
        key=key,
        placeholder=t(f"{PAGE}.question_placeholder"),
        persist_state="session",
        icon=":material/help:",
    )
    if not is_wanted:
        return None
    try:
        return clean_text(raw, MAX_QUESTION)
    except Refusal as refusal:
        if refusal.key == "text_empty":
            show_refusal(t, Refusal("question_empty"))
        else:
            show_refusal(t, Refusal("question_too_long", **refusal.values))
        return None
