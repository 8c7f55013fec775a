"""Scored rows on the screen and in a file."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from components.export.csv_table import csv_table
from components.interface.charts.evaluation import answer_counts
from components.interface.charts.percents import write_percent
from components.interface.charts.sentiment import label_colors
from components.interface.charts.theme import CONFIG, ChartTheme, chart_theme
from components.interface.demos.tables.run import LATEST_ROWS, ModelScores, Run
from components.interface.demos.tables.source import CELL_WIDTH
from components.interface.frame import runtime
from components.interface.frame.i18n import Translator
from components.interface.frame.menu import SCRIPTS
from components.interface.frame.session import take_along, theme_name
from components.interface.shared.sentiment_words import name_label
from components.records.scored_rows import ScoredRow
from components.text.cleaning import MAX_CHARACTERS
from components.text.graphemes import shorten_to_width
from components.text.tables import Table

SHOWN_ROWS = 2_000
"""Rows on the screen; the file has them all."""
_REASONS = ("blank", "script", "unknown", "too_long")


def write_answer(t: Translator, labels: Sequence[str], row: ScoredRow | None) -> str:
    """Name a row's answer, or why there is none."""
    if row is None:
        return t("table.not_yet")
    if not row.is_read:
        return t(f"table.unread.{row.unread}")
    return name_label(t, labels[row.label_index])


def show_latest(t: Translator, run: Run) -> None:
    """Show the rows that came last, the newest on top."""
    part = max(run.parts, key=lambda part: len(part.latest))
    indices = part.latest[::-1][:LATEST_ROWS]
    st.dataframe(
        describe_rows(t, run, indices),
        hide_index=True,
        column_config=row_columns(t, run),
        height=320,
        alt=t("table.latest_alt", count=len(indices)),
    )


def describe_rows(t: Translator, run: Run, indices: Sequence[int]) -> dict[str, list[Any]]:
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


def row_columns(t: Translator, run: Run) -> dict[str, Any]:
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


def confidence_column(title: str) -> Any:
    """Describe a column of probabilities in percent."""
    return st.column_config.ProgressColumn(
        title,
        format="%.1f%%",
        min_value=0,
        max_value=100,
        width=120,
        color=chart_theme(theme_name()).sequential[6],
    )


def describe_file(
    t: Translator, table: Table, run: Run
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


def _write_file(t: Translator, table: Table, run: Run) -> bytes:
    return csv_table(*describe_file(t, table, run))


def show_summary(t: Translator, page: str, run: Run, theme: ChartTheme) -> None:
    """Show how often each answer was given, and which rows have none."""
    for number, (part, place) in enumerate(zip(run.parts, st.columns(2), strict=False)):
        with place:
            _show_counts(t, page, number, part, theme)
    for part in run.parts:
        _show_limits(t, part, len(run.parts) > 1)


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


def _show_limits(t: Translator, part: ModelScores, is_named: bool) -> None:
    """Say what one model did not read, and of what it read the beginning only."""
    reasons = [row.unread for row in part.rows.values() if row.unread]
    name = f"{model_name(part.model_id)}: " if is_named else ""
    if reasons:
        parts = [
            t(f"table.unread_count.{reason}", count=f"{reasons.count(reason):,}")
            for reason in _REASONS
            if reason in reasons
        ]
        st.info(
            name
            + t(
                "sentiment_table.unread_rows",
                unread=f"{len(reasons):,}",
                count=f"{len(part.rows):,}",
                reasons=t("common.separator").join(parts),
            ),
            icon=":material/visibility_off:",
        )
    truncated = sum(row.is_truncated for row in part.rows.values())
    if truncated:
        limit = runtime.offers().cards[part.model_id].max_tokens
        st.caption(
            name + t("sentiment_table.truncated", count=f"{truncated:,}", limit=f"{limit:,}")
        )


def show_rows(t: Translator, page: str, table: Table, run: Run) -> None:
    """Show the rows, the file to download, and one row more closely."""
    st.subheader(t("table.rows_title"), anchor=False)
    indices = range(min(len(run.texts), SHOWN_ROWS))
    state = st.dataframe(
        describe_rows(t, run, indices),
        hide_index=True,
        column_config=row_columns(t, run),
        height=360,
        key=f"{page}.rows",
        on_select="rerun",
        selection_mode="single-row",
        alt=t("sentiment_table.rows_alt", count=len(indices)),
    )
    note = t("sentiment_table.rows_read")
    if len(run.texts) > SHOWN_ROWS:
        limit = t("table.rows_limit", shown=f"{SHOWN_ROWS:,}", count=f"{len(run.texts):,}")
        note = t("table.two", first=note, second=limit)
    st.caption(note)
    show_numbers(t, run)
    st.download_button(
        t("table.download"),
        partial(_write_file, t, table, run),
        file_name="sentiment_table.csv",
        mime="text/csv",
        key=f"{page}.download",
        icon=":material/download:",
        on_click="ignore",
    )
    chosen = list(state["selection"]["rows"])
    if chosen and chosen[0] < len(run.texts):
        show_row(t, run, chosen[0])


def show_numbers(t: Translator, run: Run) -> None:
    """Say which of two models is which in the headings of a table."""
    if len(run.parts) > 1:
        first, second = (model_name(part.model_id) for part in run.parts)
        st.caption(t("sentiment_table.numbers", first=first, second=second))


def show_row(t: Translator, run: Run, index: int) -> None:
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


def model_name(model_id: str) -> str:
    """Give a model's name as its authors write it."""
    card = runtime.offers().cards.get(model_id)
    return card.name if card else model_id
