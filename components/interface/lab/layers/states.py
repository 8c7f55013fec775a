"""Hidden states: how alike tokens are in a layer, how far layers move them, how long they grow."""

from collections.abc import Sequence

import streamlit as st

from components.interface.charts.layer_lines import ValueAxis, layer_lines
from components.interface.charts.similarity import similarity_map
from components.interface.charts.theme import CONFIG, ChartTheme
from components.interface.frame.i18n import Translator
from components.interface.shared.wide import wide_container
from components.records.layers import LayersResult

PAGE = "layers"


def show_states(
    t: Translator,
    theme: ChartTheme,
    result: LayersResult,
    labels: Sequence[str],
    place: int,
) -> None:
    """Show similarities of tokens and layers, and of a decoder the norms of the residual stream.

    Args:
        result: What is shown.
        labels: One per token, safe for Plotly.
        place: Of the token that is followed, from 0.
    """
    maps, curves = st.columns([3, 2], gap="large")
    with maps:
        _show_tokens(t, theme, result, labels)
        _show_layers(t, theme, result)
    with curves:
        _show_mean(t, theme, result)
        if result.lens is not None:
            _show_norms(t, theme, result, place)


def _show_tokens(
    t: Translator, theme: ChartTheme, result: LayersResult, labels: Sequence[str]
) -> None:
    last = result.num_layers
    key = f"{PAGE}.layer"
    st.session_state[key] = min(st.session_state.get(key, last), last)
    layer = st.slider(
        t(f"{PAGE}.layer_choice"), 0, last, key=key, persist_state="session", width=420
    )
    figure = similarity_map(
        result.token_similarity[layer],
        labels,
        theme,
        title=t(f"{PAGE}.tokens_title", layer=layer),
        axis=t(f"{PAGE}.token_axis"),
        value=t(f"{PAGE}.cosine"),
    )
    width = min(22 * len(labels) + 190, 600)
    with wide_container(f"{PAGE}-tokens", width):
        st.plotly_chart(
            figure,
            theme=None,
            config=CONFIG,
            alt=t(f"{PAGE}.tokens_alt", count=len(labels), layer=layer),
            key=f"{PAGE}.token_similarity",
        )
    st.caption(t(f"{PAGE}.tokens_read"))


def _show_mean(t: Translator, theme: ChartTheme, result: LayersResult) -> None:
    if len(result.tokens) < 2:
        return
    lowest = min(0.0, float(result.mean_similarity().min()) - 0.05)
    figure = layer_lines(
        {t(f"{PAGE}.cosine"): result.mean_similarity().tolist()},
        theme,
        title=t(f"{PAGE}.mean_title"),
        layer=t(f"{PAGE}.layer_axis"),
        axis=ValueAxis(t(f"{PAGE}.mean_axis"), low=lowest, high=1.02),
    )
    st.plotly_chart(
        figure, theme=None, config=CONFIG, alt=t(f"{PAGE}.mean_alt"), key=f"{PAGE}.mean"
    )
    st.caption(t(f"{PAGE}.mean_read"))


def _show_norms(t: Translator, theme: ChartTheme, result: LayersResult, place: int) -> None:
    figure = layer_lines(
        {
            t(f"{PAGE}.norm_of", place=place + 1): result.norms[:, place].tolist(),
            t(f"{PAGE}.norm_of", place=1): result.norms[:, 0].tolist(),
        },
        theme,
        title=t(f"{PAGE}.norms_title"),
        layer=t(f"{PAGE}.layer_axis"),
        axis=ValueAxis(t(f"{PAGE}.norms_axis"), "log", digits=",.1f"),
    )
    st.plotly_chart(
        figure, theme=None, config=CONFIG, alt=t(f"{PAGE}.norms_alt"), key=f"{PAGE}.norms"
    )
    st.caption(t(f"{PAGE}.norms_read"))


def _show_layers(t: Translator, theme: ChartTheme, result: LayersResult) -> None:
    figure = similarity_map(
        result.layer_similarity,
        [str(layer) for layer in range(result.num_layers + 1)],
        theme,
        title=t(f"{PAGE}.layers_title"),
        axis=t(f"{PAGE}.layer_axis"),
        value=t(f"{PAGE}.cosine"),
    )
    st.plotly_chart(
        figure,
        theme=None,
        config=CONFIG,
        alt=t(f"{PAGE}.layers_alt", count=result.num_layers),
        key=f"{PAGE}.layer_similarity",
    )
    st.caption(t(f"{PAGE}.layers_read"))
