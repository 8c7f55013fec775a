"""Two models side by side on the same rows."""

from typing import Any

import streamlit as st

from components.interface.charts.evaluation import confusion_matrix
from components.interface.charts.percents import write_percent
from components.interface.charts.theme import CONFIG, ChartTheme
from components.interface.demos.sentiment_table.rows import describe_rows, row_columns, show_numbers
from components.interface.frame import runtime
from components.interface.frame.i18n import Translator
from components.interface.shared.sentiment_words import name_label
from components.records.evaluation import Comparison
from components.service.table_measures import compare
from components.service.table_run import SentimentRun

MOST_DISAGREEMENTS = 50


def show_comparison(
    t: Translator, page: str, run: SentimentRun, truth: list[str | None], theme: ChartTheme
) -> None:
    """Show where two models agree, where not, and which of them is right.

    Args:
        run: A run with two models.
        truth: Class of every row; None if it has none.
    """
    st.subheader(t("sentiment_table.comparison_title"), anchor=False)
    compared = compare(run, truth)
    if compared is None:
        st.caption(t("sentiment_table.none_in_common"))
        return
    found = compared.comparison
    cards = runtime.offers().cards
    names = [cards[part.model_id].name for part in run.parts]
    with st.container(width=720):
        st.markdown(
            t(
                "sentiment_table.agreement",
                share=write_percent(found.agreement, digits=1),
                count=f"{found.num_rows:,}",
            )
        )
        _show_outcomes(t, found, names)
    left, right = st.columns([2, 3], gap="large")
    with left:
        _show_cross(t, page, found, names, theme)
    with right:
        _show_disagreements(t, page, run, [compared.rows[place] for place in found.disagreements])


def _show_outcomes(t: Translator, found: Comparison, names: list[str]) -> None:
    if found.num_both_right is None:
        return
    st.markdown(
        t(
            "sentiment_table.outcomes",
            both=f"{found.num_both_right:,}",
            first=names[0],
            only_first=f"{found.num_first_right:,}",
            second=names[1],
            only_second=f"{found.num_second_right:,}",
            none=f"{found.num_none_right:,}",
        )
    )


def _show_cross(
    t: Translator, page: str, found: Comparison, names: list[str], theme: ChartTheme
) -> None:
    labels = [name_label(t, label) for label in found.labels]
    st.plotly_chart(
        confusion_matrix(
            found.counts,
            labels,
            labels,
            theme,
            title=t("sentiment_table.cross_title"),
            row_axis=names[0],
            column_axis=names[1],
        ),
        theme=None,
        config=CONFIG,
        alt=t("sentiment_table.cross_alt", share=write_percent(found.agreement, digits=1)),
        key=f"{page}.cross",
    )
    st.caption(t("sentiment_table.cross_read"))


def _show_disagreements(t: Translator, page: str, run: SentimentRun, indices: list[int]) -> None:
    st.markdown(f"**{t('sentiment_table.disagreements_title')}**")
    if not indices:
        st.caption(t("sentiment_table.no_disagreements"))
        return
    shown = indices[:MOST_DISAGREEMENTS]
    config: dict[str, Any] = row_columns(t, run)
    st.dataframe(
        describe_rows(t, run, shown),
        hide_index=True,
        column_config=config,
        height=360,
        key=f"{page}.disagreements",
        alt=t("sentiment_table.disagreements_alt", count=len(shown)),
    )
    show_numbers(t, run)
    st.caption(t("sentiment_table.disagreements_read", count=f"{len(indices):,}"))
