"""The answers part by part: by the length of a text, or by the values of a column."""

from typing import Any

import streamlit as st

from components.interface.charts.percents import write_percent
from components.interface.charts.sentiment import label_colors
from components.interface.charts.theme import chart_theme
from components.interface.demos.tables.rows import model_name
from components.interface.frame.i18n import Translator
from components.interface.frame.session import register_translated_options, theme_name
from components.interface.shared.sentiment_words import name_label
from components.records.evaluation import Slice
from components.service.table_measures import LENGTH_EDGES, MAX_SLICES, length_slice, slice_rows
from components.service.table_run import SentimentRun
from components.text.graphemes import shorten_to_width
from components.text.table_columns import distinct_values
from components.text.tables import Table

_BY_LENGTH = -1
_MAX_VALUES = 50


def show_slices(
    t: Translator,
    page: str,
    table: Table,
    run: SentimentRun,
    text_column: int,
    truth: list[str | None],
) -> None:
    """Show the choice of what to slice by, and one row per slice.

    Args:
        page: Stem of the page; the key is `<page>.slice_by`.
        text_column: Column of the texts, which cannot be cut by.
        truth: Class of every row; None if it has none.
    """
    st.subheader(t("sentiment_table.slices_title"), anchor=False)
    by = _show_choice(t, page, table, text_column)
    for number, part in enumerate(run.parts):
        indices = [index for index in sorted(part.rows) if part.rows[index].is_read]
        if not indices:
            continue
        if by == _BY_LENGTH:
            order = _length_names(t)
            names = [order[length_slice(run.texts[index])] for index in indices]
        else:
            order = []
            blank = t("sentiment_table.blank_value")
            names = [table.rows[index][by].strip() or blank for index in indices]
        slices = slice_rows(part, indices, names, truth, order)
        if len(run.parts) > 1:
            st.caption(model_name(part.model_id))
        _show_table(t, f"{page}.slices_{number}", part.labels, slices)
        if len(set(names)) > MAX_SLICES:
            st.caption(
                t("sentiment_table.slices_limit", shown=MAX_SLICES, count=f"{len(set(names)):,}")
            )
    st.caption(t("sentiment_table.slices_read"))


def _show_choice(t: Translator, page: str, table: Table, text_column: int) -> int:
    key = f"{page}.slice_by"
    register_translated_options(key)
    usable = [
        index
        for index in range(len(table.columns))
        if index != text_column and distinct_values(table.column(index), _MAX_VALUES) is not None
    ]
    options = [_BY_LENGTH, *usable]
    if st.session_state.get(key) not in options:
        st.session_state[key] = _BY_LENGTH
    chosen: int = st.selectbox(
        t("sentiment_table.slice_by"),
        options,
        format_func=lambda index: (
            t("sentiment_table.by_length")
            if index == _BY_LENGTH
            else shorten_to_width(table.columns[index], 60)
        ),
        key=key,
        persist_state="session",
        width=280,
    )
    return chosen


def _length_names(t: Translator) -> list[str]:
    lows = [0, *LENGTH_EDGES]
    closed = [
        t("sentiment_table.length_between", low=low + 1, high=high)
        for low, high in zip(lows, LENGTH_EDGES, strict=False)
    ]
    return [*closed, t("sentiment_table.length_above", low=LENGTH_EDGES[-1])]


def _show_table(
    t: Translator, key: str, labels: tuple[str, ...], slices: tuple[Slice, ...]
) -> None:
    data: dict[str, list[Any]] = {
        "name": [shorten_to_width(part.name, 60) for part in slices],
        "count": [part.count for part in slices],
    }
    config: dict[str, Any] = {
        "name": st.column_config.TextColumn(t("sentiment_table.column_slice")),
        "count": st.column_config.NumberColumn(t("sentiment_table.column_count")),
    }
    colors = label_colors(labels, chart_theme(theme_name()))
    for place, (label, color) in enumerate(zip(labels, colors, strict=True)):
        data[f"share{place}"] = [100 * part.shares[place] for part in slices]
        config[f"share{place}"] = st.column_config.ProgressColumn(
            name_label(t, label), format="%.0f%%", min_value=0, max_value=100, color=color
        )
    if any(part.num_labelled for part in slices):
        data["accuracy"] = [_write_accuracy(part) for part in slices]
        config["accuracy"] = st.column_config.TextColumn(t("sentiment_table.column_accuracy"))
    st.dataframe(
        data,
        hide_index=True,
        column_config=config,
        key=key,
        alt=t("sentiment_table.slices_alt", count=len(slices)),
    )


def _write_accuracy(part: Slice) -> str:
    """Write the accuracy with its 95% interval, in percent."""
    if part.accuracy is None or part.interval is None:
        return "–"
    low, high = part.interval
    return f"{write_percent(part.accuracy)} ({100 * low:.0f}–{write_percent(high)})"
