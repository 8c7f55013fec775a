"""Which column holds the passages, which the questions, and which, perhaps, the right answers."""

from dataclasses import dataclass

import streamlit as st

from components.interface.frame.i18n import Translator
from components.interface.frame.session import register_translated_options
from components.text.graphemes import shorten_to_width
from components.text.table_columns import guess_question_columns
from components.text.tables import Table

_NONE = -1
_SEPARATOR = "|"


@dataclass(frozen=True)
class Columns:
    """What the visitor says of a table's columns.

    Attributes:
        passage: Column of the passages.
        question: Column of the questions.
        answer: Column of the right answers; None if there is none.
    """

    passage: int
    question: int
    answer: int | None

    def truth(self, table: Table) -> list[tuple[str, ...]] | None:
        """Return every row's right answers, none if the passage does not say; None without any.

        Several right answers stand in one cell with a vertical bar between them.
        """
        if self.answer is None:
            return None
        cells = table.column(self.answer)
        return [
            tuple(part.strip() for part in cell.split(_SEPARATOR) if part.strip()) for cell in cells
        ]


def show_columns(t: Translator, page: str, table: Table, is_running: bool) -> Columns | None:
    """Show the choice of columns, guessed at first.

    Args:
        is_running: True keeps the visitor from changing what is read.

    Returns:
        The columns; None if they cannot be told apart, after saying why.
    """
    if len(table.columns) < 2:
        return None  # the source has said so
    _guess_once(page, table)
    names = [shorten_to_width(name, 60) for name in table.columns]
    chosen: dict[str, int] = {}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        for field in ("passage", "question", "answer"):
            key, is_optional = f"{page}.{field}_column", field == "answer"
            if is_optional:
                register_translated_options(key)
            chosen[field] = st.selectbox(
                t(f"question_table.{field}_column"),
                [*([_NONE] if is_optional else []), *range(len(names))],
                format_func=lambda i: t("question_table.no_answers") if i == _NONE else names[i],
                key=key,
                persist_state="session",
                disabled=is_running and not is_optional,
                width=260,
            )
    passage, question, answer = chosen["passage"], chosen["question"], chosen["answer"]
    if passage == question:
        st.warning(t("question_table.same_column"), icon=":material/info:")
        return None
    if answer in (passage, question):
        st.caption(t("question_table.answer_is_other"))
        answer = _NONE
    if answer != _NONE:
        st.caption(t("question_table.answers_note"))
    return Columns(passage, question, None if answer == _NONE else answer)


def _guess_once(page: str, table: Table) -> None:
    """Guess the columns of a table that was not there before."""
    if st.session_state.get(f"{page}.guessed") == table.digest:
        return
    passage, question, answer = guess_question_columns(table)
    st.session_state[f"{page}.passage_column"] = passage
    st.session_state[f"{page}.question_column"] = question
    st.session_state[f"{page}.answer_column"] = _NONE if answer is None else answer
    st.session_state[f"{page}.guessed"] = table.digest
