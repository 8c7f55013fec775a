"""Answered rows on the screen and in a file."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from components.export.csv_table import csv_table
from components.interface.charts.evaluation import answer_counts
from components.interface.charts.percents import write_probability
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
from components.interface.frame.i18n import Translator
from components.interface.frame.menu import SCRIPTS
from components.interface.frame.session import take_along
from components.interface.shared.passage import Span, show_passage
from components.records.answered_rows import AnsweredRow
from components.service.table_measures import Score
from components.service.table_run import QuestionRun
from components.text.cleaning import MAX_CHARACTERS, clean_text
from components.text.graphemes import shorten_to_width
from components.text.tables import Table

_TINT = 0.4
Scores = Mapping[int, Score]


def write_answer(t: Translator, row: AnsweredRow | None) -> str:
    """Write a row's answer, that its passage does not say, or why it was not read."""
    if row is None or not row.is_read:
        return write_missing(t, row)
    return row.answer or t("question_table.null")


def show_latest(t: Translator, run: QuestionRun) -> None:
    """Show the rows that came last, the newest on top."""
    data = describe_rows(t, run, latest_of(run.parts[0].latest), {})
    show_latest_rows(t, data, _columns(t, has_scores=False))


def describe_rows(
    t: Translator, run: QuestionRun, indices: Sequence[int], scores: Scores
) -> dict[str, list[Any]]:
    """Make the columns of a table on the screen.

    Args:
        indices: Rows, from 0.
        scores: Row → its scores; empty if there is nothing to compare with.
    """
    rows = [run.parts[0].rows.get(index) for index in indices]
    data: dict[str, list[Any]] = {
        "row": [index + 1 for index in indices],
        "question": [shorten_to_width(run.questions[index], CELL_WIDTH) for index in indices],
        "answer": [shorten_to_width(write_answer(t, row), CELL_WIDTH) for row in rows],
        "sure": [100 * row.confidence if row and row.is_read else None for row in rows],
    }
    if scores:
        data["f1"] = [100 * scores[index].f1 if index in scores else None for index in indices]
    data["passage"] = [shorten_to_width(run.texts[index], CELL_WIDTH) for index in indices]
    return data


def _columns(t: Translator, *, has_scores: bool) -> dict[str, Any]:
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    config: dict[str, Any] = {
        "row": number(t("table.column_row"), width=60, format="localized"),
        "question": text(t("question_table.column_question"), width=280),
        "answer": text(t("question_table.column_answer"), width=220),
        "sure": confidence_column(t("question_table.column_confidence")),
        "passage": text(t("question_table.column_passage"), width=420),
    }
    if has_scores:
        config["f1"] = number(t("question_table.column_f1"), width=80, format="%.0f%%")
    return config


def describe_file(
    t: Translator, table: Table, run: QuestionRun, scores: Scores
) -> tuple[list[str], list[list[str | int | float]]]:
    """Make header and rows of the file: every column of the table, then what was answered."""
    names = ["answer", "confidence", "null_probability", "start", "end"]
    header = [t("table.column_line"), *table.columns]
    header += [t(f"question_table.column_{name}") for name in names]
    header += [t(f"question_table.column_{name}") for name in ("exact", "f1") if scores]
    header.append(t("table.column_note"))
    rows = []
    for index, cells in enumerate(table.rows):
        row = run.parts[0].rows.get(index)
        line: list[str | int | float] = [table.line_numbers[index], *cells, *_file_cells(row)]
        if scores:
            score = scores.get(index)
            line += [int(score.exact), round(score.f1, 6)] if score else ["", ""]
        rows.append([*line, _write_note(t, row)])
    return header, rows


def _file_cells(row: AnsweredRow | None) -> list[str | int | float]:
    if row is None or not row.is_read:
        return [""] * 5
    place: list[str | int | float] = [row.start, row.end] if row.has_answer else ["", ""]
    return [row.answer, round(row.confidence, 6), round(row.null_probability, 6), *place]


def _write_note(t: Translator, row: AnsweredRow | None) -> str:
    if row is None or not row.is_read:
        return write_answer(t, row)
    notes = [] if row.has_answer else [t("question_table.null")]
    notes += [t("question_table.question_cut")] if row.is_question_cut else []
    return t("common.separator").join(notes)


def _write_file(t: Translator, table: Table, run: QuestionRun, scores: Scores) -> bytes:
    return csv_table(*describe_file(t, table, run, scores))


def show_summary(t: Translator, page: str, run: QuestionRun, theme: ChartTheme) -> None:
    """Show how many rows were answered, and which were not read."""
    rows = list(run.parts[0].rows.values())
    read = [row for row in rows if row.is_read]
    counts = [sum(row.has_answer for row in read), sum(not row.has_answer for row in read)]
    names = [t("question_table.answered"), t("question_table.null")]
    with st.container(width=720):
        st.plotly_chart(
            answer_counts(
                names,
                [theme.categorical[0], theme.neutral],
                counts,
                len(rows) - len(read),
                theme,
                title=t("question_table.counts_title"),
                axis=t("question_table.counts_axis"),
                unread_name=t("question_table.unread"),
            ),
            theme=None,
            config=CONFIG,
            alt=t("question_table.counts_alt", answered=counts[0], null=counts[1]),
            key=f"{page}.counts",
        )
        st.caption(t("question_table.counts_read"))
        _show_limits(t, page, rows)


def _show_limits(t: Translator, page: str, rows: Sequence[AnsweredRow]) -> None:
    show_unread(t, page, rows)
    long = sum(row.num_windows > 1 for row in rows)
    if long:
        st.caption(t("question_table.windows", count=f"{long:,}"))
    cut = sum(row.is_question_cut for row in rows)
    if cut:
        st.caption(t("question_table.cut", count=f"{cut:,}"))


def show_rows(
    t: Translator, page: str, table: Table, run: QuestionRun, scores: Scores, theme: ChartTheme
) -> None:
    """Show the rows, the file to download, and one row more closely."""
    st.subheader(t("table.rows_title"), anchor=False)
    indices = range(min(len(run.texts), SHOWN_ROWS))
    data = describe_rows(t, run, indices, scores)
    columns = _columns(t, has_scores=bool(scores))
    chosen = show_row_table(t, page, data, columns, len(run.texts))
    show_row_download(t, page, partial(_write_file, t, table, run, scores))
    if chosen is not None:
        show_row(t, page, run, chosen, theme)


def show_row(t: Translator, page: str, run: QuestionRun, index: int, theme: ChartTheme) -> None:
    """Show one row whole, its answer marked, and take it to the page that asks a passage."""
    row = run.parts[0].rows.get(index)
    question, raw = run.questions[index], run.texts[index]
    with st.container(border=True, width=820):
        st.caption(t("table.row_number", number=f"{index + 1:,}"))
        st.text(question[:MAX_CHARACTERS] or "–")
        if row is None or not row.is_read:
            st.text(raw[:MAX_CHARACTERS] or "–")
            st.caption(write_answer(t, row))
            return
        text = clean_text(raw).text
        show_passage(
            text,
            [_describe_span(t, row, theme)],
            label=t("question_table.passage_label"),
            hint=t("question_table.passage_hint"),
            key=f"{page}.passage",
        )
        sure = write_probability(row.confidence, digits=1)
        st.caption(f"{model_name(run.parts[0].model_id)} · {sure}")
        take_along(text)
        stem = "question_answering"
        st.session_state[f"{stem}.question"] = question
        script, icon = SCRIPTS[stem]
        st.page_link(script, label=t("question_table.look_closer"), icon=icon)


def _describe_span(t: Translator, row: AnsweredRow, theme: ChartTheme) -> Span:
    percent = write_probability(row.probability, digits=1)
    return Span(
        row.start,
        row.end,
        color=theme.categorical[0] if row.has_answer else theme.muted,
        strength=_TINT,
        note=t("question_table.span_note", percent=percent),
        is_hatched=not row.has_answer,
        is_sought=True,
    )
