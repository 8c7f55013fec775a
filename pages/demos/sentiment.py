"""Sentiment of a text: label and calibrated probabilities, whole and sentence by sentence."""

import streamlit as st

from components.export.csv_table import csv_table
from components.export.sentiment_code import sentiment_code
from components.interface.charts.sentiment import (
    label_colors,
    label_probabilities,
    sentence_probabilities,
)
from components.interface.charts.theme import CONFIG, chart_theme
from components.interface.demos.sentiment.attribution import show_attribution
from components.interface.frame import runtime
from components.interface.frame.session import current_translator, theme_name
from components.interface.shared.answering import show_answer
from components.interface.shared.frame import (
    restore_from_link,
    show_code,
    show_heading,
    show_how_it_works,
)
from components.interface.shared.model_picker import model_setting, show_model_picker
from components.interface.shared.notices import show_provenance
from components.interface.shared.onward import show_onward
from components.interface.shared.other_reader import follow_text, show_followed
from components.interface.shared.passage import show_passage
from components.interface.shared.sentiment_words import (
    describe_rows,
    describe_spans,
    describe_table,
    name_label,
    write_values,
    write_verdict,
)
from components.interface.shared.text_input import show_text_input
from components.records.model import ModelCard
from components.records.sentiment import SentimentRequest, SentimentResult

PAGE = "sentiment"
FIRST_ROWS, MOST_ROWS = 30, 200

t = current_translator()
theme = chart_theme(theme_name())


def show_result(result: SentimentResult, card: ModelCard) -> None:
    """Show the verdict, the whole, the sentences, and what limits them."""
    st.subheader(write_verdict(t, result.labels, result.whole), anchor=False)
    if result.is_contradictory():
        with st.container(width=720):
            st.markdown(t("sentiment.disagree"))
    whole, passage = st.columns([2, 3], gap="large")
    with whole:
        show_whole(result)
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
        show_sentences(result)
    with st.container(width=720):
        show_limits(result, card)


def show_whole(result: SentimentResult) -> None:
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


def show_sentences(result: SentimentResult) -> None:
    """Show the probabilities of every sentence, the first ones at once and the others on demand."""
    count = len(result.sentences)
    rows = describe_rows(t, result)
    with st.container(width=820):
        place = st.container()
        is_long = count > FIRST_ROWS
        wants_all = is_long and st.toggle(
            t("sentiment.show_all", count=f"{count:,}"), key="sentiment.show_all"
        )
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


def show_limits(result: SentimentResult, card: ModelCard) -> None:
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
    measure = runtime.calibration_of(card.id)
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


settings = [model_setting(PAGE)]
restore_from_link(PAGE, settings)
show_heading(t, PAGE)
picker = st.container()
clean = show_text_input(t, PAGE)
follow_text(PAGE, PAGE, [clean.text] if clean else [])
with picker:
    model = show_model_picker(t, PAGE)
    show_followed(t, PAGE)
answer = None
if clean is not None:
    answer = show_answer(t, PAGE, model.id, SentimentRequest(clean.text))
if answer is not None:
    show_result(answer, model)
    show_attribution(t, model, answer.text_read, answer.labels, answer.whole.probabilities, theme)
    show_onward(t, PAGE, settings, {"model": model.id}, clean.text)
show_how_it_works(t, PAGE)
if answer is not None:
    backend = answer.provenance.backend
    show_code(t, sentiment_code(answer.text_read, model.id, model.max_tokens, backend))
