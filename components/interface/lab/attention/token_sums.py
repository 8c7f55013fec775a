"""Choose tokens and see where they look together, and who looks at them together."""

from collections.abc import Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from components.interface.charts.attention_row import attention_bars
from components.interface.charts.theme import CONFIG, ChartTheme
from components.interface.charts.token_labels import isolate
from components.interface.frame.i18n import Translator
from components.interface.lab.attention.head_choice import PAGE
from components.records.attention import AttentionResult
from components.records.attention_view import AttentionView

_SIDES = ("queries", "keys")
_OF = f"{PAGE}.picked_of"
MOST_PICKED = 64


def picked_tokens(result: AttentionResult) -> tuple[list[int], list[int]]:
    """Give the places of the chosen queries and keys; those of another text are forgotten.

    At first the query is a pronoun, where there is one, and no key is chosen.
    """
    tokens = tuple((token.id, token.start, token.end) for token in result.tokens)
    if st.session_state.get(_OF) not in (None, tokens):
        for side in _SIDES:
            st.session_state.pop(f"{PAGE}.{side}", None)
    is_new = st.session_state.get(_OF) != tokens
    st.session_state[_OF] = tokens
    for side in _SIDES:
        places = st.session_state.get(f"{PAGE}.{side}") or ()
        there = [place for place in places if 0 <= place < len(tokens)]
        st.session_state[f"{PAGE}.{side}"] = there[:MOST_PICKED]
    queries, keys = (list(st.session_state[f"{PAGE}.{side}"]) for side in _SIDES)
    if is_new and not queries and not keys:
        queries = st.session_state[f"{PAGE}.queries"] = [result.default_query()]
    return list(queries), keys


def forget_picked() -> None:
    """Let the next text keep the tokens that a link has brought."""
    st.session_state.pop(_OF, None)


def pick_tokens(query: int | None, key: int | None) -> None:
    """Take a click on the canvas: a cell replaces the choice, a token is added or taken away."""
    if query is not None and key is not None:
        st.session_state[f"{PAGE}.queries"], st.session_state[f"{PAGE}.keys"] = [query], [key]
        return
    side, place = ("queries", query) if query is not None else ("keys", key)
    places = list(st.session_state.get(f"{PAGE}.{side}") or ())
    if place in places:
        places.remove(place)
    else:
        places = [*places, place][-MOST_PICKED:]
    st.session_state[f"{PAGE}.{side}"] = places


def show_token_sums(
    t: Translator, result: AttentionResult, view: AttentionView, theme: ChartTheme
) -> list[int]:
    """Show the choice of tokens and the sums; give the places of the chosen queries."""
    st.subheader(t(f"{PAGE}.sums_title"), anchor=False)
    with st.container(width=720):
        st.caption(t(f"{PAGE}.sums_read"))
    columns = st.columns(2, gap="large")
    picked: list[list[int]] = []
    for side, column in zip(_SIDES, columns, strict=True):
        with column:
            picked.append(
                st.multiselect(
                    t(f"{PAGE}.pick_{side}"),
                    range(len(result.tokens)),
                    format_func=lambda place: f"{place + 1} · {isolate(result.tokens[place].text)}",
                    key=f"{PAGE}.{side}",
                    max_selections=MOST_PICKED,
                    placeholder=t(f"{PAGE}.pick_placeholder"),
                    persist_state="session",
                )
            )
            _show_bars(t, result, view, theme, side, picked[-1])
    queries, keys = picked
    if queries and keys:
        share = result.weights[np.ix_(queries, keys)].sum() / len(queries)
        message = "sums_cell" if len(queries) == len(keys) == 1 else "sums_both"
        st.markdown(t(f"{PAGE}.{message}", weight=f"{share:.6f}", count=len(queries)))
    return queries


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
