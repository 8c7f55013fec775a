"""Methods side by side on the same tokens, and how far their orders agree."""

import streamlit as st

from components.interface.charts.faithfulness import (
    MethodRow,
    correlation_matrix,
    method_rows,
    rows_width,
    write_signed,
)
from components.interface.charts.theme import CONFIG, ChartTheme
from components.interface.frame.i18n import Translator
from components.interface.lab.attention_faithfulness.faithfulness_words import (
    PAGE,
    name_method,
)
from components.interface.shared.wide import wide_container
from components.records.attention_faithfulness import (
    METHODS,
    AttentionFaithfulnessResult,
)


def show_methods(t: Translator, result: AttentionFaithfulnessResult, theme: ChartTheme) -> None:
    """Show every method's view of the text, one under the other."""
    names = [name_method(t, method) for method in METHODS]
    rows = [
        MethodRow(name, result.scores[method]) for name, method in zip(names, METHODS, strict=True)
    ]
    strongest = t("common.separator").join(
        f"{name}: {result.tokens[result.strongest(method)].text}"
        for name, method in zip(names, METHODS, strict=True)
    )
    with wide_container(f"{PAGE}-rows", rows_width(len(result.tokens), names)):
        st.plotly_chart(
            method_rows(result.tokens, rows, theme, t(f"{PAGE}.rows_title"), t(f"{PAGE}.score")),
            theme=None,
            config=CONFIG,
            alt=t(f"{PAGE}.rows_alt", strongest=strongest),
            key=f"{PAGE}.rows",
        )
    with st.container(width=720):
        st.caption(t(f"{PAGE}.rows_read"))


def show_correlations(
    t: Translator, result: AttentionFaithfulnessResult, theme: ChartTheme
) -> None:
    """Show the rank correlations of all methods."""
    is_signed = st.toggle(
        t(f"{PAGE}.signed"),
        key=f"{PAGE}.signed",
        help=t(f"{PAGE}.signed_help"),
        persist_state="session",
    )
    values = result.correlations if is_signed else result.strength_correlations
    names = [name_method(t, method) for method in METHODS]
    last = METHODS.index("integrated_gradients")
    told = t("common.separator").join(
        f"{name} {write_signed(float(value))}"
        for name, value in zip(names[:last], values[last], strict=False)
    )
    st.plotly_chart(
        correlation_matrix(values, names, theme, t(f"{PAGE}.correlation_title")),
        theme=None,
        config=CONFIG,
        alt=t(f"{PAGE}.correlation_alt", values=told),
        key=f"{PAGE}.correlations",
    )
    st.caption(t(f"{PAGE}.correlation_read"))
