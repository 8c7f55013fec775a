"""The logit lens: what a decoder would say next if its layers ended early."""

import math
from collections.abc import Sequence

import streamlit as st

from components.interface.charts.layer_lines import ValueAxis, layer_lines
from components.interface.charts.lens import grid_width, lens_grid, lens_ladder
from components.interface.charts.theme import CONFIG, ChartTheme
from components.interface.frame.i18n import Translator
from components.interface.shared.wide import wide_container
from components.records.layers import LayersResult, Lens

PAGE = "layers"


def show_lens(
    t: Translator,
    theme: ChartTheme,
    result: LayersResult,
    lens: Lens,
    labels: Sequence[str],
    place: int,
) -> None:
    """Show the candidates after one token, then the whole text.

    Args:
        result: Of a decoder.
        lens: Its lens.
        labels: One per token, safe for Plotly.
        place: Of the token that is followed, from 0.
    """
    start, last = int(lens.commitment[place]), result.num_layers
    with st.container(width=720):
        st.markdown(_commitment(t, place, start, last))
    ladder, curves = st.columns([3, 2], gap="large")
    with ladder:
        _show_ladder(t, theme, lens, place, start)
    with curves:
        _show_entropy(t, theme, lens, place, start)
    _show_grid(t, theme, lens, labels, place)
    gap = f"{lens.logit_gap:.1e}" if lens.logit_gap else "0"
    with st.container(width=720):
        st.caption(f":material/check: {t(f'{PAGE}.gap', gap=gap)}")


def _commitment(t: Translator, place: int, start: int, last: int) -> str:
    name = "always" if start == 0 else "last" if start == last else "from"
    return t(f"{PAGE}.commitment.{name}", place=place + 1, layer=start, last=last)


def _show_ladder(t: Translator, theme: ChartTheme, lens: Lens, place: int, start: int) -> None:
    figure = lens_ladder(
        lens,
        place,
        theme,
        title=t(f"{PAGE}.ladder_title", place=place + 1),
        layer=t(f"{PAGE}.layer_axis"),
        rank=t(f"{PAGE}.rank"),
        probability=t(f"{PAGE}.probability"),
    )
    with wide_container(f"{PAGE}-ladder", 620):
        st.plotly_chart(
            figure,
            theme=None,
            config=CONFIG,
            alt=t(f"{PAGE}.ladder_alt", place=place + 1, layer=start),
            key=f"{PAGE}.ladder",
        )
    st.caption(t(f"{PAGE}.ladder_read"))


def _show_entropy(t: Translator, theme: ChartTheme, lens: Lens, place: int, start: int) -> None:
    most = math.log2(lens.vocab_size)
    figure = layer_lines(
        {t(f"{PAGE}.entropy"): lens.entropy_bits[:, place].tolist()},
        theme,
        title=t(f"{PAGE}.entropy_title", place=place + 1),
        layer=t(f"{PAGE}.layer_axis"),
        axis=ValueAxis(t(f"{PAGE}.entropy"), low=0, high=math.ceil(most) + 0.5, digits=".2f"),
        mark=(start, t(f"{PAGE}.commitment_mark")),
    )
    st.plotly_chart(
        figure,
        theme=None,
        config=CONFIG,
        alt=t(f"{PAGE}.entropy_alt", place=place + 1),
        key=f"{PAGE}.entropy",
    )
    st.caption(t(f"{PAGE}.entropy_read", count=f"{lens.vocab_size:,}", most=f"{most:.1f}"))


def _show_grid(
    t: Translator, theme: ChartTheme, lens: Lens, labels: Sequence[str], place: int
) -> None:
    st.subheader(t(f"{PAGE}.grid_title"), anchor=False)
    figure = lens_grid(
        lens,
        labels,
        theme,
        title=t(f"{PAGE}.grid_chart"),
        layer=t(f"{PAGE}.layer_axis"),
        token=t(f"{PAGE}.after"),
        probability=t(f"{PAGE}.probability"),
        chosen=place,
    )
    width = grid_width(len(labels))
    with wide_container(f"{PAGE}-grid", width, width + 200):
        st.plotly_chart(
            figure,
            theme=None,
            config=CONFIG,
            alt=t(f"{PAGE}.grid_alt", count=len(labels), layers=len(lens.top_texts) - 1),
            key=f"{PAGE}.grid",
        )
    st.caption(t(f"{PAGE}.grid_read"))
