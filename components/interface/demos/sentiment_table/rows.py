"""Scored rows on the screen and in a file."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from components.export.csv_table import csv_table
from components.interface.charts.evaluation import answer_counts
from components.interface.charts.percents import write_percent
from components.interface.charts.sentiment import label_colors
from components.interface.charts.theme import CONFIG, ChartTheme
from components.interface.demos.tables.rows import (
    SHOWN_ROWS,
    confidence_column,
    latest_of,
    model_name,
    show_latest_rows,
    show_row_download,
    show_row_table,
    show_unread,
    write_missing,
)
from components.interface.demos.tables.source import CELL_WIDTH
from components.interface.frame import runtime
from components.interface.frame.i18n import Translator
from components.interface.frame.menu import SCRIPTS
from components.interface.frame.session import take_along
from components.interface.shared.sentiment_words import name_label
from components.records.scored_rows import ScoredRow
from components.service.table_run import ModelScores, SentimentRun
from components.text.cleaning import MAX_CHARACTERS
from components.text.graphemes import shorten_to_width
from components.text.tables import Table


def write_answer(t: Translator, labels: Sequence[str], row: ScoredRow | None) -> str:
    """Name a row's answer, or why there is none."""
    if row is None or not row.is_read:
        return write_missing(t, row)
    return name_label(t, labels[row.label_index])


def show_latest(t: Translator, run: SentimentRun) -> None:
    """Show the rows that came last, the newest on top."""
    part = max(run.parts, key=lambda part: len(part.latest))
    show_latest_rows(t, describe_rows(t, run, latest_of(part.latest)), row_columns(t, run))


def describe_rows(t: Translator, run: SentimentRun, indices: Sequence[int]) -> dict[str, list[Any]]:
    """Make the columns of a table on the screen: number, each model's answer, and the text."""
    data: dict[str, list[Any]] = {
        "row": [index + 1 for index in indices],
    }
    for number, part in enumerate(run.parts):
        scores = [part.rows.get(index) for index in indices]
        data[f"answer{number}"] = [write_answer(t, part.labels, score) for score in scores]
        data[f"sure{number}"] = [
            100 * score.confidence if score and score.is_read else None for score in scores
        ]
    data["text"] = [shorten_to_width(run.texts[index], CELL_WIDTH) for index in indices]
    return data


def row_columns(t: Translator, run: SentimentRun) -> dict[str, Any]:
    """Describe the columns that `describe_rows` makes."""
    config: dict[str, Any] = {
        "row": st.column_config.NumberColumn(t("table.column_row"), width=60, format="localized"),
        "text": st.column_config.TextColumn(t("sentiment_table.column_text"), width=560),
    }
    for number in range(len(run.parts)):
        suffix = f" {number + 1}" if len(run.parts) > 1 else ""
        config[f"answer{number}"] = st.column_config.TextColumn(
            t("sentiment_table.column_answer") + suffix, width=100
        )
        config[f"sure{number}"] = confidence_column(t("sentiment_table.column_confidence") + suffix)
    return config


def describe_file(
    t: Translator, table: Table, run: SentimentRun
) -> tuple[list[str], list[list[str | int | float]]]:
    """Make header and rows of the file: every column of the table, then each model's scores."""
    header = [t("table.column_line"), *table.columns]
    for part in run.parts:
        header += [f"{part.model_id}: {t('sentiment_table.column_answer')}"]
        header += [f"{part.model_id}: {name_label(t, label)}" for label in part.labels]
        header += [f"{part.model_id}: {t('table.column_note')}"]
    rows = []
    for index, cells in enumerate(table.rows):
        row: list[str | int | float] = [table.line_numbers[index], *cells]
        for part in run.parts:
            row += _file_cells(t, part, part.rows.get(index))
        rows.append(row)
    return header, rows


def _file_cells(
    t: Translator, part: ModelScores, score: ScoredRow | None
) -> list[str | int | float]:
    if score is None or not score.is_read:
        return ["", *([""] * len(part.labels)), write_answer(t, part.labels, score)]
    values = [round(value, 6) for value in score.probabilities]
    note = t("sentiment_table.truncated_note") if score.is_truncated else ""
    return [write_answer(t, part.labels, score), *values, note]


def _write_file(t: Translator, table: Table, run: SentimentRun) -> bytes:
    return csv_table(*describe_file(t, table, run))


def show_summary(t: Translator, page: str, run: SentimentRun, theme: ChartTheme) -> None:
    """Show how often each answer was given, and which rows have none."""
    for number, (part, place) in enumerate(zip(run.parts, st.columns(2), strict=False)):
        with place:
            _show_counts(t, page, number, part, theme)
    for part in run.parts:
        _show_limits(t, page, part, len(run.parts) > 1)


def _show_counts(
    t: Translator, page: str, number: int, part: ModelScores, theme: ChartTheme
) -> None:
    answers = [row.label_index for row in part.rows.values() if row.is_read]
    counts = [answers.count(index) for index in range(len(part.labels))]
    unread = len(part.rows) - len(answers)
    names = [name_label(t, label) for label in part.labels]
    figure = answer_counts(
        names,
        label_colors(part.labels, theme),
        counts,
        unread,
        theme,
        title=t("sentiment_table.counts_title", model=model_name(part.model_id)),
        axis=t("sentiment_table.counts_axis"),
        unread_name=t("sentiment.not_read"),
    )
    values = t("common.separator").join(
        f"{name} {count:,}" for name, count in zip(names, counts, strict=True)
    )
    st.plotly_chart(
        figure,
        theme=None,
        config=CONFIG,
        alt=t("sentiment_table.counts_alt", values=values, unread=unread),
        key=f"{page}.counts_{number}",
    )
    st.caption(t("sentiment_table.counts_read"))


def _show_limits(t: Translator, page: str, part: ModelScores, is_named: bool) -> None:
    """Say what one model did not read, and of what it read the beginning only."""
    name = f"{model_name(part.model_id)}: " if is_named else ""
    show_unread(t, page, part.rows.values(), name)
    truncated = sum(row.is_truncated for row in part.rows.values())
    if truncated:
        limit = runtime.offers().cards[part.model_id].max_tokens
        st.caption(
            name + t("sentiment_table.truncated", count=f"{truncated:,}", limit=f"{limit:,}")
        )


def show_rows(t: Translator, page: str, table: Table, run: SentimentRun) -> None:
    """Show the rows, the file to download, and one row more closely."""
    st.subheader(t("table.rows_title"), anchor=False)
    indices = range(min(len(run.texts), SHOWN_ROWS))
    data = describe_rows(t, run, indices)
    chosen = show_row_table(t, page, data, row_columns(t, run), len(run.texts))
    show_numbers(t, run)
    show_row_download(t, page, partial(_write_file, t, table, run))
    if chosen is not None:
        show_row(t, run, chosen)


def show_numbers(t: Translator, run: SentimentRun) -> None:
    """Say which of two models is which in the headings of a table."""
    if len(run.parts) > 1:
        first, second = (model_name(part.model_id) for part in run.parts)
        st.caption(t("sentiment_table.numbers", first=first, second=second))


def show_row(t: Translator, run: SentimentRun, index: int) -> None:
    """Show one row whole, and take its text to the other pages."""
    text = run.texts[index]
    with st.container(border=True, width=820):
        st.caption(t("table.row_number", number=f"{index + 1:,}"))
        st.text(text[:MAX_CHARACTERS] or "–")
        for part in run.parts:
            score = part.rows.get(index)
            answer = write_answer(t, part.labels, score)
            if score is not None and score.is_read:
                answer = t("common.separator").join(
                    f"{name_label(t, label)} {write_percent(value, digits=1)}"
                    for label, value in zip(part.labels, score.probabilities, strict=True)
                )
            st.caption(f"{model_name(part.model_id)} · {answer}")
        if 0 < len(text) <= MAX_CHARACTERS:
            take_along(text)
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                st.caption(t("common.open_in"), width="content")
                for stem in ("sentiment", "attention"):
                    st.page_link(SCRIPTS[stem][0], label=t(f"{stem}.nav"))
