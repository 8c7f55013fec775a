"""What the model answers: the verdict, the whole text, its sentences, and what limits them."""

import streamlit as st

from components.export.csv_table import csv_table
from components.interface.charts.sentiment import (
    label_colors,
    label_probabilities,
    sentence_probabilities,
)
from components.interface.charts.theme import CONFIG, ChartTheme
from components.interface.demos.sentiment.page_state import SentimentPageState
from components.interface.frame import runtime
from components.interface.frame.i18n import Translator
from components.interface.shared.notices import show_provenance
from components.interface.shared.passage import show_passage
from components.interface.shared.sentiment_words import (
    describe_rows,
    describe_spans,
    describe_table,
    name_label,
    write_values,
    write_verdict,
)
from components.records.model import ModelCard
from components.records.sentiment import SentimentResult

FIRST_ROWS, MOST_ROWS = 30, 200


def show_verdict(
    t: Translator,
    state: SentimentPageState,
    card: ModelCard,
    result: SentimentResult,
    theme: ChartTheme,
) -> None:
    """Show the verdict, the whole, the sentences, and what limits them."""
    st.subheader(write_verdict(t, result.labels, result.whole), anchor=False)
    if result.is_contradictory():
        with st.container(width=720):
            st.markdown(t("sentiment.disagree"))
    whole, passage = st.columns([2, 3], gap="large")
    with whole:
        _show_whole(t, result, theme)
    with passage:
        st.markdown(t("sentiment.passage_title"))
        show_passage(
            result.whole.text,
            describe_spans(t, result, theme),
            label=t("sentiment.passage_label"),
            hint=t("sentiment.passage_hint"),
            key="sentiment.passage",
        )
    if len(result.sentences) > 1:
        _show_sentences(t, state, result, theme)
    with st.container(width=720):
        _show_limits(t, card, result)


def _show_whole(t: Translator, result: SentimentResult, theme: ChartTheme) -> None:
    """Show the probabilities of the whole text."""
    names = [name_label(t, label) for label in result.labels]
    figure = label_probabilities(
        names,
        label_colors(result.labels, theme),
        result.whole.probabilities,
        theme,
        title=t("sentiment.whole_title"),
        axis=t("sentiment.probability_axis"),
    )
    st.plotly_chart(
        figure,
        theme=None,
        config=CONFIG,
        alt=t("sentiment.whole_alt", values=write_values(t, result.labels, result.whole)),
        key="sentiment.whole_chart",
    )
    st.caption(t("sentiment.whole_read"))


def _show_sentences(
    t: Translator, state: SentimentPageState, result: SentimentResult, theme: ChartTheme
) -> None:
    """Show the probabilities of every sentence, the first ones at once and the others on demand."""
    count = len(result.sentences)
    rows = describe_rows(t, result)
    with st.container(width=820):
        place = st.container()
        if count > FIRST_ROWS:
            st.toggle(
                t("sentiment.show_all", count=f"{count:,}"),
                key=SentimentPageState.has_all_sentences.key,
            )
        wants_all = count > FIRST_ROWS and state.has_all_sentences
        limit = MOST_ROWS if wants_all else FIRST_ROWS
        figure = sentence_probabilities(
            rows[:limit],
            [name_label(t, label) for label in result.labels],
            label_colors(result.labels, theme),
            theme,
            title=t("sentiment.sentences_title"),
            axis=t("sentiment.probability_axis"),
            unread=t("sentiment.not_read"),
        )
        place.plotly_chart(
            figure,
            theme=None,
            config=CONFIG,
            alt=t("sentiment.sentences_alt", count=min(count, limit)),
            key="sentiment.sentences_chart",
        )
        st.caption(t("sentiment.sentences_read"))
        if wants_all and count > MOST_ROWS:
            st.caption(t("sentiment.chart_limit", limit=MOST_ROWS, count=f"{count:,}"))
        st.download_button(
            t("sentiment.download"),
            csv_table(*describe_table(t, result)),
            file_name="sentiment.csv",
            mime="text/csv",
            key="sentiment.download",
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
        )


def _show_limits(t: Translator, card: ModelCard, result: SentimentResult) -> None:
    """Say what was not read, how far the percentages can be trusted, and where they come from."""
    count = len(result.sentences)
    if result.num_unread:
        st.info(
            t("sentiment.unread_left_out", unread=result.num_unread, count=count),
            icon=":material/visibility_off:",
        )
    show_provenance(t, card, result.provenance)
    if result.provenance.is_truncated and count > 1:
        st.caption(t("sentiment.truncated_whole"))
    measure = runtime.offers().calibration_of(card.id)
    if measure is None:
        st.caption(t("sentiment.not_measured"))
    else:
        st.caption(
            t(
                "sentiment.calibrated",
                count=f"{measure.num_texts:,}",
                ece=f"{100 * measure.ece:.1f}",
            )
        )
