"""The section "Why this verdict?": what each token adds to a label's probability."""

import numpy as np
import streamlit as st

from components.export.attribution_code import attribution_code
from components.interface.charts.attribution import MOST_BARS, Column, attribution_bars
from components.interface.charts.percents import write_percent
from components.interface.charts.sentiment import side_colors
from components.interface.charts.theme import CONFIG, ChartTheme
from components.interface.demos.sentiment.attribution_words import (
    bar_labels,
    describe_tints,
    points_of,
    target_name,
    write_checks,
    write_largest,
)
from components.interface.demos.sentiment.page_state import (
    BASELINES,
    VIEWS,
    WHY,
    SentimentPageState,
)
from components.interface.frame.i18n import Translator
from components.interface.frame.session import register_translated_options
from components.interface.shared.answering import show_answer
from components.interface.shared.notices import show_provenance
from components.interface.shared.passage import show_passage
from components.interface.shared.sentiment_words import name_label
from components.records.attribution import Attribution, AttributionRequest, AttributionResult
from components.records.model import ModelCard
from components.records.sentiment import SentimentResult

VISIBLE = 0.0005
"""A difference of probabilities that shows in tenths of a percent."""


def show_attribution(
    t: Translator,
    state: SentimentPageState,
    card: ModelCard,
    verdict: SentimentResult,
    theme: ChartTheme,
) -> None:
    """Show the folded section; nothing is computed before it is opened.

    Args:
        state: The page's choices.
        card: Of the classifier.
        verdict: What is explained, first the label of the whole text's largest probability.
    """
    key = SentimentPageState.section.key
    section = st.expander(t("attribution.section"), key=key, on_change="rerun")
    # A section of another label is another widget: without this, a language switch would fold it.
    register_translated_options(key)
    if not section.open:
        return
    with section:
        with st.container(width=720):
            st.markdown(t("attribution.lead"))
        result_tab, how_tab, code_tab = st.tabs(
            [t("attribution.tab_result"), t("common.how_it_works"), t("common.show_code")]
        )
        with how_tab, st.container(width=720):
            for paragraph in t.items("attribution.how"):
                st.markdown(paragraph)
        with result_tab:
            probabilities = verdict.whole.probabilities
            most_likely = verdict.labels[int(np.argmax(probabilities))]
            state.explain(card.id, verdict.text_read, most_likely)
            _show_choices(t, verdict.labels)
            request = state.request(verdict.text_read)
            result = show_answer(t, WHY, card.id, request)
            if result is None:
                return
            shown = result.by_word if state.is_by_word else result.by_token
            sides = side_colors(result.labels[result.target], theme)
            _show_passages(t, request.text, shown, state.methods, sides)
            _show_bars(t, result, shown, state.methods, theme)
            _show_limits(t, card, request, result, probabilities[result.target])
        with code_tab:
            with st.container(width=720):
                st.caption(t("common.show_code_note"))
            code = attribution_code(card, request, result, shown)
            st.code(code, language="python", wrap_lines=True)


def _show_choices(t: Translator, labels: tuple[str, ...]) -> None:
    """Show what can be chosen: the label, the baseline, the methods, tokens or words."""
    for field in (SentimentPageState.target, SentimentPageState.view):
        register_translated_options(field.key)
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        st.segmented_control(
            t("attribution.target"),
            labels,
            format_func=lambda label: name_label(t, label),
            key=SentimentPageState.target.key,
            required=True,
            persist_state="session",
            width="content",
        )
        st.segmented_control(
            t("attribution.view"),
            VIEWS,
            format_func=lambda view: t(f"attribution.{view}"),
            key=SentimentPageState.view.key,
            required=True,
            persist_state="session",
            width="content",
        )
        st.segmented_control(
            t("attribution.baseline"),
            BASELINES,
            format_func=lambda token: f"[{token.upper()}]",
            key=SentimentPageState.baseline.key,
            required=True,
            persist_state="session",
            help=t("attribution.baseline_help"),
            width="content",
        )
        st.toggle(
            t("attribution.merge_words"),
            key=SentimentPageState.is_by_word.key,
            persist_state="session",
        )


def _show_bars(
    t: Translator,
    result: AttributionResult,
    shown: Attribution,
    methods: tuple[str, ...],
    theme: ChartTheme,
) -> None:
    columns = [Column(t(f"attribution.{m}"), points_of(shown, m)) for m in methods]
    words = bar_labels(t, result, shown is result.by_word)
    sides = side_colors(result.labels[result.target], theme)
    with st.container(width="stretch" if len(methods) > 1 else 720):
        st.plotly_chart(
            attribution_bars(shown.tokens, columns, words, theme, sides),
            theme=None,
            config=CONFIG,
            alt=t("attribution.chart_alt", values=write_largest(t, shown, methods)),
            key=f"{WHY}.chart",
        )
    with st.container(width=720):
        st.caption(t("attribution.chart_read", label=target_name(t, result)))
        if len(shown.tokens) > MOST_BARS:
            st.caption(t("attribution.chart_limit", limit=MOST_BARS, count=len(shown.tokens)))
        st.markdown(f"**{t('attribution.check_title')}**")
        for line in write_checks(t, result, shown):
            st.markdown(f"- {line}")


def _show_limits(
    t: Translator,
    card: ModelCard,
    request: AttributionRequest,
    result: AttributionResult,
    probability: float,
) -> None:
    """Say what the numbers are not about, and why they may differ from the one shown before."""
    with st.container(width=720):
        st.caption(t("attribution.limits"))
        show_provenance(t, card, result.provenance)
        if result.provenance.is_truncated:
            st.caption(t("attribution.truncated", limit=request.max_tokens))
        elif abs(result.probability - probability) > VISIBLE:
            st.caption(t("attribution.other_library", percent=write_percent(probability, digits=1)))


def _show_passages(
    t: Translator,
    text: str,
    shown: Attribution,
    methods: tuple[str, ...],
    sides: tuple[str, str],
) -> None:
    """Show the text once a method, side by side, all tinted on one scale."""
    largest = max(float(np.abs(points_of(shown, method)).max()) for method in methods)
    end = max(token.end for token in shown.tokens)
    for place, method in zip(st.columns(len(methods), gap="large"), methods, strict=True):
        name = t(f"attribution.{method}")
        with place:
            st.markdown(f"**{name}**")
            show_passage(
                text[:end] + ("…" if text[end:].strip() else ""),
                describe_tints(t, shown, method, largest, sides),
                label=t("attribution.tint_label", method=name),
                hint=t("attribution.tint_hint"),
                key=f"{WHY}.passage_{method}",
            )
