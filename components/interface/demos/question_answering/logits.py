"""The start and end logits behind an answer, on the screen."""

import streamlit as st

from components.interface.charts.span_logits import (
    MOST_ROWS,
    SpanLogitLabels,
    choose_tokens,
    find_span,
    token_logits,
    window_logits,
)
from components.interface.charts.theme import CONFIG, ChartTheme
from components.interface.frame.i18n import Translator
from components.interface.shared.answer_words import PAGE, write_nats
from components.records.question_answering import QuestionAnsweringResult


def show_logits(t: Translator, result: QuestionAnsweringResult, theme: ChartTheme) -> None:
    """Show the window's logits: the highest ones token by token, of a long window all as lines.

    Args:
        result: The answer.
    """
    window = result.window
    best = result.answers[0]
    span = find_span(window, best.start, best.end)
    places = choose_tokens(window, span)
    count = len(window.tokens)
    st.subheader(t(f"{PAGE}.logits_title"), anchor=False)
    with st.container(width=820):
        st.plotly_chart(
            token_logits(window, places, span, _labels(t, "tokens_title"), theme),
            theme=None,
            config=CONFIG,
            alt=t(f"{PAGE}.tokens_alt", shown=len(places), count=count),
            key=f"{PAGE}.tokens_chart",
        )
    with st.container(width=720):
        st.caption(t(f"{PAGE}.tokens_read", odds=write_nats(-result.null_score)))
        if count > len(places):
            st.caption(t(f"{PAGE}.tokens_limit", shown=len(places), count=f"{count:,}"))
    if count > MOST_ROWS:
        with st.container(width=1080):
            st.plotly_chart(
                window_logits(window, span, _labels(t, "window_title"), theme),
                theme=None,
                config=CONFIG,
                alt=t(f"{PAGE}.window_alt", count=count, first=span[0], last=span[1]),
                key=f"{PAGE}.window_chart",
            )
        with st.container(width=720):
            st.caption(t(f"{PAGE}.window_read"))


def _labels(t: Translator, title: str) -> SpanLogitLabels:
    return SpanLogitLabels(
        title=t(f"{PAGE}.{title}"),
        **{
            name: t(f"{PAGE}.logits_{name}")
            for name in ("axis", "tokens", "start", "end", "null", "answer")
        },
    )
