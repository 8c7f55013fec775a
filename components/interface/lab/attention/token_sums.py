"""Choose tokens and see where they look together, and who looks at them together."""

from collections.abc import Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from components.interface.charts.attention_row import attention_bars
from components.interface.charts.theme import CONFIG, ChartTheme
from components.interface.charts.token_labels import isolate
from components.interface.frame.i18n import Translator
from components.interface.lab.attention.page_state import (
    MOST_PICKED,
    PAGE,
    AttentionPageState,
)
from components.records.attention import AttentionResult
from components.records.attention_view import AttentionView

_SIDES = (AttentionPageState.queries, AttentionPageState.keys)


def show_token_sums(
    t: Translator, result: AttentionResult, view: AttentionView, theme: ChartTheme
) -> None:
    """Show the choice of tokens and the sums."""
    st.subheader(t(f"{PAGE}.sums_title"), anchor=False)
    with st.container(width=720):
        st.caption(t(f"{PAGE}.sums_read"))
    columns = st.columns(2, gap="large")
    picked: list[list[int]] = []
    for side, column in zip(_SIDES, columns, strict=True):
        with column:
            picked.append(
                st.multiselect(
                    t(f"{PAGE}.pick_{side.name}"),
                    range(len(result.tokens)),
                    format_func=lambda place: f"{place + 1} · {isolate(result.tokens[place].text)}",
                    key=side.key,
                    max_selections=MOST_PICKED,
                    placeholder=t(f"{PAGE}.pick_placeholder"),
                    persist_state="session",
                )
            )
            _show_bars(t, result, view, theme, side.name, picked[-1])
    queries, keys = picked
    if queries and keys:
        share = result.weights[np.ix_(queries, keys)].sum() / len(queries)
        message = "sums_cell" if len(queries) == len(keys) == 1 else "sums_both"
        st.markdown(t(f"{PAGE}.{message}", weight=f"{share:.6f}", count=len(queries)))


def _show_bars(
    t: Translator,
    result: AttentionResult,
    view: AttentionView,
    theme: ChartTheme,
    side: str,
    places: Sequence[int],
) -> None:
    if not places:
        st.caption(t(f"{PAGE}.pick_none_{side}"))
        return
    sums: NDArray[np.float32]
    if side == "queries":
        sums, others = result.weights[list(places)].sum(axis=0), list(view.keys)
        if result.is_causal:
            others = [place for place in others if place <= max(places)]
        most = len(places)
    else:
        sums, others, most = result.weights[:, list(places)].sum(axis=1), list(view.queries), 1
        if result.is_causal:
            others = [place for place in others if place >= min(places)]
    if not others:
        st.caption(t(f"{PAGE}.pick_masked"))
        return
    names = t("common.separator").join(isolate(result.tokens[place].text) for place in places[:4])
    values = {"tokens": f"{names} …" if len(places) > 4 else names}
    figure = attention_bars(
        sums,
        result.tokens,
        others,
        t(f"{PAGE}.bars_{side}", **values),
        t(f"{PAGE}.weight" if len(places) == 1 else f"{PAGE}.weight_sum"),
        theme,
        most,
    )
    st.plotly_chart(
        figure,
        theme=None,
        config=CONFIG,
        alt=t(f"{PAGE}.bars_alt_{side}", count=len(figure.data[0].x), **values),
        key=f"{PAGE}.bars_{side}",
    )
