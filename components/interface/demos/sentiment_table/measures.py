"""How right a model is where the table has labels: measures, confusion, calibration, hard rows."""

from typing import Any

import streamlit as st
from plotly.graph_objects import Figure

from components.interface.charts.evaluation import confusion_matrix, reliability_diagram
from components.interface.charts.percents import write_percent
from components.interface.charts.theme import CONFIG, ChartTheme
from components.interface.demos.tables.rows import confidence_column
from components.interface.demos.tables.source import CELL_WIDTH
from components.interface.frame.i18n import Translator
from components.interface.shared.sentiment_words import name_label
from components.records.evaluation import Evaluation
from components.service.table_measures import evaluate
from components.service.table_run import SentimentRun
from components.text.graphemes import shorten_to_width

HARDEST_ROWS = 20
_SMALL = 30


def show_measures(
    t: Translator,
    page: str,
    number: int,
    run: SentimentRun,
    truth: list[str | None],
    theme: ChartTheme,
) -> None:
    """Compare one model's answers with the labels.

    Args:
        number: Which of the run's models, from 0.
        truth: Class of every row; None if it has none.
    """
    evaluated = evaluate(run.parts[number], truth)
    if evaluated is None:
        st.caption(t("sentiment_table.no_labelled_rows"))
        return
    found = evaluated.evaluation
    _show_figures(t, found)
    _show_warnings(t, found)
    _show_classes(t, page, number, found)
    left, right = st.columns(2, gap="large")
    with left:
        figure = _draw_confusion(t, found, theme)
        share = write_percent(found.accuracy, digits=1)
        _show_chart(t, "confusion", figure, f"{page}.confusion_{number}", right=share)
    with right:
        figure = _draw_reliability(t, found, theme)
        share = f"{100 * found.ece:.1f}"
        _show_chart(t, "reliability", figure, f"{page}.reliability_{number}", ece=share)
    _show_hardest(t, page, number, run, [evaluated.rows[place] for place in found.hardest], truth)


def _show_figures(t: Translator, found: Evaluation) -> None:
    with st.container(horizontal=True, gap="medium"):
        st.metric(
            t("sentiment_table.accuracy"), write_percent(found.accuracy, digits=1), width="content"
        )
        st.metric(t("sentiment_table.macro_f1"), f"{found.macro_f1:.3f}", width="content")
        st.metric(t("sentiment_table.ece"), f"{100 * found.ece:.1f} pp", width="content")
        st.metric(t("sentiment_table.labelled_rows"), f"{found.num_rows:,}", width="content")
    with st.container(width=720):
        st.caption(t("sentiment_table.measures_read"))


def _show_warnings(t: Translator, found: Evaluation) -> None:
    """Name what makes these figures say little."""
    join = t("common.separator").join
    if len(found.occurring) == 1:
        label = name_label(t, found.occurring[0])
        st.warning(t("sentiment_table.one_class", label=label), icon=":material/info:")
    elif found.rare:
        labels = join(name_label(t, label) for label in found.rare)
        st.warning(t("sentiment_table.rare_classes", labels=labels), icon=":material/info:")
    elif found.num_rows < _SMALL:
        st.caption(t("sentiment_table.few_rows", count=found.num_rows))
    absent = [
        measure.label
        for place, measure in enumerate(found.classes)
        if not measure.support and found.confusion[:, place].sum()
    ]
    if absent:
        labels = join(name_label(t, label) for label in absent)
        st.caption(t("sentiment_table.absent_classes", labels=labels))


def _show_classes(t: Translator, page: str, number: int, found: Evaluation) -> None:
    columns = ("precision", "recall", "f1")
    data: dict[str, list[Any]] = {"label": [name_label(t, c.label) for c in found.classes]}
    for name in columns:
        values = [getattr(measure, name) for measure in found.classes]
        data[name] = ["–" if value != value else f"{value:.3f}" for value in values]
    data["support"] = [f"{measure.support:,}" for measure in found.classes]
    config: dict[str, Any] = {
        name: st.column_config.TextColumn(
            t(f"sentiment_table.measure.{name}"), alignment="left" if name == "label" else "right"
        )
        for name in data
    }
    with st.container(width=720):
        st.dataframe(
            data,
            hide_index=True,
            column_config=config,
            key=f"{page}.classes_{number}",
            alt=t("sentiment_table.classes_alt"),
        )
        st.caption(t("sentiment_table.classes_read"))


def _show_chart(t: Translator, name: str, figure: Figure, key: str, **values: str) -> None:
    """Show a figure and its messages: `<name>_alt` with its values, and `<name>_read` below."""
    alt = t(f"sentiment_table.{name}_alt", **values)
    st.plotly_chart(figure, theme=None, config=CONFIG, alt=alt, key=key)
    st.caption(t(f"sentiment_table.{name}_read"))


def _draw_confusion(t: Translator, found: Evaluation, theme: ChartTheme) -> Figure:
    names = [name_label(t, label) for label in found.labels]
    return confusion_matrix(
        found.confusion,
        names,
        names,
        theme,
        title=t("sentiment_table.confusion_title"),
        row_axis=t("sentiment_table.confusion_rows"),
        column_axis=t("sentiment_table.confusion_columns"),
    )


def _draw_reliability(t: Translator, found: Evaluation, theme: ChartTheme) -> Figure:
    return reliability_diagram(
        found.bins,
        theme,
        title=t("sentiment_table.reliability_title"),
        x_axis=t("sentiment_table.reliability_x"),
        y_axis=t("sentiment_table.reliability_y"),
        ideal=t("sentiment_table.reliability_ideal"),
        measured=t("sentiment_table.reliability_measured"),
    )


def _show_hardest(
    t: Translator,
    page: str,
    number: int,
    run: SentimentRun,
    wrong: list[int],
    truth: list[str | None],
) -> None:
    st.markdown(f"**{t('sentiment_table.hardest_title')}**")
    if not wrong:
        st.caption(t("sentiment_table.none_wrong"))
        return
    part = run.parts[number]
    texts: dict[str, int] = {}
    for index in wrong:
        texts.setdefault(run.texts[index], index)  # a text that stands there often is shown once
    shown = list(texts.values())[:HARDEST_ROWS]
    rows = [part.rows[index] for index in shown]
    data: dict[str, list[Any]] = {
        "row": [index + 1 for index in shown],
        "truth": [name_label(t, truth[index] or "") for index in shown],
        "answer": [name_label(t, part.labels[row.label_index]) for row in rows],
        "sure": [100 * row.confidence for row in rows],
        "text": [shorten_to_width(run.texts[index], CELL_WIDTH) for index in shown],
    }
    st.dataframe(
        data,
        hide_index=True,
        column_config={
            "row": st.column_config.NumberColumn(t("table.column_row"), width=60),
            "text": st.column_config.TextColumn(t("sentiment_table.column_text"), width=560),
            "truth": st.column_config.TextColumn(t("sentiment_table.column_truth"), width=100),
            "answer": st.column_config.TextColumn(t("sentiment_table.column_answer"), width=100),
            "sure": confidence_column(t("sentiment_table.column_confidence")),
        },
        key=f"{page}.hardest_{number}",
        alt=t("sentiment_table.hardest_alt", count=len(shown)),
    )
    st.caption(t("sentiment_table.hardest_read", count=f"{len(wrong):,}"))
