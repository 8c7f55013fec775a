"""The section "Why this verdict?": what each token adds to a label's probability."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from components.export.attribution_code import attribution_code
from components.interface.charts.attribution import MOST_BARS, Column, attribution_bars
from components.interface.charts.theme import CONFIG, ChartTheme
from components.interface.demos.sentiment.attribution_words import (
    METHODS,
    bar_labels,
    describe_tints,
    points_of,
    target_name,
    write_checks,
    write_largest,
)
from components.interface.frame.i18n import Translator
from components.interface.frame.session import register_translated_options
from components.interface.shared.answering import show_answer
from components.interface.shared.notices import show_provenance
from components.interface.shared.passage import show_passage
from components.interface.shared.sentiment_words import name_label
from components.records.attribution import Attribution, AttributionRequest, AttributionResult
from components.records.model import ModelCard

PAGE = "attribution"
BASELINES = {"mask": "[MASK]", "pad": "[PAD]"}
VIEWS = ("both", *METHODS)
VISIBLE = 0.0005
"""A difference of probabilities that shows in tenths of a percent."""


def show_attribution(
    t: Translator,
    card: ModelCard,
    text: str,
    labels: Sequence[str],
    probabilities: Sequence[float],
    theme: ChartTheme,
) -> None:
    """Show the folded section; nothing is computed before it is opened.

    Args:
        t: Translator.
        card: Of the classifier.
        text: What the verdict is about.
        labels: Class names in the model's order.
        probabilities: One a label, as shown to the visitor; the largest is explained first.
        theme: Colours.
    """
    section = st.expander(t("attribution.section"), key=f"{PAGE}.section", on_change="rerun")
    # A section of another label is another widget: without this, a language switch would fold it.
    register_translated_options(f"{PAGE}.section")
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
            verdict = labels[int(np.argmax(probabilities))]
            request = _choose(t, card, text, labels, verdict)
            result = show_answer(t, PAGE, card.id, request)
            if result is None:
                return
            is_by_word = bool(st.session_state.get(f"{PAGE}.merge_words"))
            shown = result.by_word if is_by_word else result.by_token
            _show_result(t, request, result, shown, theme)
            _show_limits(t, card, request, result, probabilities[result.target])
        with code_tab:
            with st.container(width=720):
                st.caption(t("common.show_code_note"))
            code = attribution_code(request, result, shown)
            st.code(code, language="python", wrap_lines=True)


def _choose(
    t: Translator, card: ModelCard, text: str, labels: Sequence[str], verdict: str
) -> AttributionRequest:
    """Show what can be chosen: the label, the baseline, the methods, tokens or words."""
    if st.session_state.get(f"{PAGE}.asked_of") != (card.id, text):
        st.session_state[f"{PAGE}.asked_of"] = (card.id, text)
        st.session_state[f"{PAGE}.target"] = verdict
    for field in ("target", "view"):
        register_translated_options(f"{PAGE}.{field}")
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        target = st.segmented_control(
            t("attribution.target"),
            list(labels),
            format_func=lambda label: name_label(t, label),
            key=f"{PAGE}.target",
            required=True,
            persist_state="session",
            width="content",
        )
        st.session_state.setdefault(f"{PAGE}.view", VIEWS[0])
        st.segmented_control(
            t("attribution.view"),
            VIEWS,
            format_func=lambda view: t(f"attribution.{view}"),
            key=f"{PAGE}.view",
            required=True,
            persist_state="session",
            width="content",
        )
        st.session_state.setdefault(f"{PAGE}.baseline", "mask")
        baseline = st.segmented_control(
            t("attribution.baseline"),
            list(BASELINES),
            format_func=BASELINES.__getitem__,
            key=f"{PAGE}.baseline",
            required=True,
            persist_state="session",
            help=t("attribution.baseline_help"),
            width="content",
        )
        st.toggle(t("attribution.merge_words"), key=f"{PAGE}.merge_words", persist_state="session")
    return AttributionRequest(text, target=target, baseline="pad" if baseline == "pad" else "mask")


def _show_result(
    t: Translator,
    request: AttributionRequest,
    result: AttributionResult,
    shown: Attribution,
    theme: ChartTheme,
) -> None:
    view = st.session_state[f"{PAGE}.view"]
    methods = METHODS if view == "both" else (view,)
    _show_passages(t, request.text, shown, methods, theme)
    columns = [Column(t(f"attribution.{m}"), points_of(shown, m)) for m in methods]
    words = bar_labels(t, result, shown is result.by_word)
    with st.container(width="stretch" if len(methods) > 1 else 720):
        st.plotly_chart(
            attribution_bars(shown.tokens, columns, words, theme),
            theme=None,
            config=CONFIG,
            alt=t("attribution.chart_alt", values=write_largest(t, shown, methods)),
            key=f"{PAGE}.chart",
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
            st.caption(t("attribution.other_library", percent=f"{100 * probability:.1f}"))


def _show_passages(
    t: Translator,
    text: str,
    shown: Attribution,
    methods: tuple[str, ...],
    theme: ChartTheme,
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
                describe_tints(t, shown, method, largest, theme),
                label=t("attribution.tint_label", method=name),
                hint=t("attribution.tint_hint"),
                key=f"{PAGE}.passage_{method}",
            )
