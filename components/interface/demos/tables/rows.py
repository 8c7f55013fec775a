"""Rows of a run on the screen and in a file: what all pages of tables show alike."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Protocol

import streamlit as st

from components.interface.charts.theme import chart_theme
from components.interface.frame import runtime
from components.interface.frame.i18n import Translator
from components.interface.frame.session import theme_name
from components.records.scored_rows import UnreadReason
from components.service.table_run import LATEST_ROWS

SHOWN_ROWS = 2_000
"""Rows on the screen; the file has them all."""
_REASONS: tuple[UnreadReason, ...] = ("blank", "script", "unknown", "too_long")


class Row(Protocol):
    """What a model made of a row, whatever its task."""

    @property
    def unread(self) -> UnreadReason | None:
        """Why it was not read; None if it was."""


def write_missing(t: Translator, row: Row | None) -> str:
    """Say why a row has no answer: it was not read, or None is there yet."""
    return t("table.not_yet") if row is None else t(f"table.unread.{row.unread}")


def model_name(model_id: str) -> str:
    """Return a model's name as its authors write it."""
    card = runtime.offers().cards.get(model_id)
    return card.name if card else model_id


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


def latest_of(latest: Sequence[int]) -> Sequence[int]:
    """Return the rows that came last, the newest first."""
    return latest[::-1][:LATEST_ROWS]


def show_latest_rows(
    t: Translator, data: Mapping[str, Sequence[Any]], columns: Mapping[str, Any]
) -> None:
    """Show rows while others are still on their way.

    Args:
        data: Column → cells.
        columns: Column → its description.
    """
    st.dataframe(
        data,
        hide_index=True,
        column_config=columns,
        height=320,
        alt=t("table.latest_alt", count=len(data["row"])),
    )


def show_row_table(
    t: Translator,
    page: str,
    data: Mapping[str, Sequence[Any]],
    columns: Mapping[str, Any],
    num_rows: int,
) -> int | None:
    """Show the first rows, and that the file has more.

    Args:
        data: Column → cells.
        columns: Column → its description.
        num_rows: Rows of the whole table.

    Returns:
        The row that the visitor chose to look at, from 0; None if none is chosen.
    """
    shown = len(data["row"])
    state = st.dataframe(
        data,
        hide_index=True,
        column_config=columns,
        height=360,
        key=f"{page}.rows",
        on_select="rerun",
        selection_mode="single-row",
        alt=t(f"{page}.rows_alt", count=shown),
    )
    note = t(f"{page}.rows_read")
    if num_rows > shown:
        limit = t("table.rows_limit", shown=f"{shown:,}", count=f"{num_rows:,}")
        note = t("table.two", first=note, second=limit)
    st.caption(note)
    chosen = list(state["selection"]["rows"])
    return chosen[0] if chosen and chosen[0] < num_rows else None


def show_row_download(t: Translator, page: str, write: Callable[[], bytes]) -> None:
    """Show the button for the file of all rows, which is written when it is asked for."""
    st.download_button(
        t("table.download"),
        write,
        file_name=f"{page}.csv",
        mime="text/csv",
        key=f"{page}.download",
        icon=":material/download:",
        on_click="ignore",
    )


def show_unread(t: Translator, page: str, rows: Collection[Row], name: str = "") -> None:
    """Say how many rows were not read, and why; nothing if all were.

    Args:
        rows: What a model made of them.
        name: What the sentence begins with, where several models are shown.
    """
    reasons = [row.unread for row in rows if row.unread]
    if not reasons:
        return
    parts = [
        t(f"table.unread_count.{reason}", count=f"{reasons.count(reason):,}")
        for reason in _REASONS
        if reason in reasons
    ]
    sentence = t(
        f"{page}.unread_rows",
        unread=f"{len(reasons):,}",
        count=f"{len(rows):,}",
        reasons=t("common.separator").join(parts),
    )
    st.info(name + sentence, icon=":material/visibility_off:")
