"""Which column holds the texts, which the labels, and what each label means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from components.interface.frame.i18n import Translator
from components.interface.frame.session import register_translated_options
from components.interface.shared.sentiment_words import name_label
from components.text.graphemes import shorten_to_width
from components.text.table_columns import (
    MAX_VALUES,
    distinct_values,
    guess_classes,
    guess_label_column,
    guess_text_column,
)
from components.text.tables import Table

CLASSES = ("negative", "neutral", "positive")
"""What a value of the label column can mean."""
_NONE = -1
_LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Columns:
    """What the visitor says of a table's columns.

    Attributes:
        text: Column of the texts.
        label: Column of the labels; None if there is none.
        classes: Value of the label column → class; values without a class are not in it.
    """

    text: int
    label: int | None
    classes: Mapping[str, str]

    def truth(self, table: Table) -> list[str | None]:
        """Return the class of every row; None if it has none."""
        if self.label is None:
            return [None] * len(table.rows)
        return [self.classes.get(row[self.label].strip()) for row in table.rows]


def show_columns(t: Translator, page: str, table: Table, is_running: bool) -> Columns:
    """Show the choice of columns, guessed at first, and of the meaning of labels.

    Args:
        is_running: True keeps the visitor from changing the column of the texts.
    """
    _guess_once(page, table)
    names = [shorten_to_width(name, 60) for name in table.columns]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        text = st.selectbox(
            t("sentiment_table.text_column"),
            range(len(names)),
            format_func=names.__getitem__,
            key=f"{page}.text_column",
            persist_state="session",
            disabled=is_running,
            width=280,
        )
        key = f"{page}.label_column"
        register_translated_options(key)
        label = st.selectbox(
            t("sentiment_table.label_column"),
            [_NONE, *range(len(names))],
            format_func=lambda i: t("sentiment_table.no_label") if i == _NONE else names[i],
            key=key,
            persist_state="session",
            width=280,
        )
    if label in (_NONE, None) or label == text:
        if label == text:
            st.caption(t("sentiment_table.label_is_text"))
        return Columns(text, None, {})
    return Columns(text, label, _show_classes(t, page, table, label))


def _guess_once(page: str, table: Table) -> None:
    """Guess the columns of a table that was not there before."""
    if st.session_state.get(f"{page}.guessed") == table.digest:
        return
    text = guess_text_column(table)
    label = guess_label_column(table, text, CLASSES)
    st.session_state[f"{page}.text_column"] = text
    st.session_state[f"{page}.label_column"] = _NONE if label is None else label
    st.session_state[f"{page}.guessed"] = table.digest


def _show_classes(t: Translator, page: str, table: Table, label: int) -> dict[str, str]:
    """Show what each value of the label column means; returns the values that mean a class."""
    values = distinct_values(table.column(label))
    if values is None:
        st.caption(t("sentiment_table.too_many_values", limit=MAX_VALUES))
        return {}
    guesses = guess_classes(values, CLASSES)
    is_open = None in guesses
    with (
        st.container(width=720),
        st.expander(t("sentiment_table.classes_title"), expanded=is_open, icon=":material/label:"),
    ):
        st.caption(t("sentiment_table.classes_note"))
        # Keys carry the column and the file, so that another table's choices do not come along.
        stem = f"{page}.class.{table.digest[:8]}.{label}"
        chosen = [
            _show_class(t, f"{stem}.{number}", number + 1, value, guess)
            for number, (value, guess) in enumerate(zip(values, guesses, strict=True))
        ]
    classes = {v: c for v, c in zip(values, chosen, strict=True) if c != _LEFT_OUT}
    _show_gaps(t, values, classes)
    return classes


def _show_class(t: Translator, key: str, number: int, value: str, guess: str | None) -> str:
    register_translated_options(key)
    st.session_state.setdefault(key, guess or _LEFT_OUT)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.text(shorten_to_width(value, 30), width=200)
        chosen: str = st.selectbox(
            t("sentiment_table.class_of", number=number),
            [*CLASSES, _LEFT_OUT],
            format_func=lambda c: (
                t("sentiment_table.left_out") if c == _LEFT_OUT else name_label(t, c)
            ),
            key=key,
            persist_state="session",
            label_visibility="collapsed",
            width=200,
        )
    return chosen


def _show_gaps(t: Translator, values: Sequence[str], classes: Mapping[str, str]) -> None:
    if not classes:
        st.caption(t("sentiment_table.no_classes"))
    elif len(classes) < len(values):
        count = len(values) - len(classes)
        st.caption(t("sentiment_table.some_left_out", count=count, total=len(values)))
