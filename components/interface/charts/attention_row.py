"""One row of an attention head as bars."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from components.interface.charts.theme import ChartTheme, base_layout, plain
from components.interface.charts.token_labels import token_label
from components.records.token import Token

TOP_KEYS = 10
"""Bars in the picture of one row."""


def attention_bars(
    row: NDArray[np.float32],
    tokens: Sequence[Token],
    positions: Sequence[int],
    title: str,
    axis: str,
    theme: ChartTheme,
) -> go.Figure:
    """Draw the keys that one query gives most weight to, the largest on top.

    Args:
        row: float32, (key,), of all tokens, 0 to 1.
        tokens: One a key.
        positions: Keys that may be drawn; the largest `TOP_KEYS` of them are.
        title: What is shown, translated.
        axis: Name of the weight, translated.
        theme: Colours.
    """
    best = sorted(positions, key=lambda place: (-float(row[place]), place))[:TOP_KEYS]
    values = [float(row[place]) for place in best]
    figure = go.Figure(
        go.Bar(
            x=values,
            y=list(range(len(best))),
            orientation="h",
            marker={"color": theme.sequential[6]},
            text=[f"{value:.4f}" for value in values],
            textposition="outside",
            textfont={"color": theme.ink},
            cliponaxis=False,
            hovertemplate=f"%{{y}}<br>{plain(axis)}: %{{x:.6f}}<extra></extra>",
        )
    )
    figure.update_layout(
        **base_layout(theme, title, 110 + 28 * len(best)),
        bargap=0.35,
        xaxis={
            "range": [0, 1.12],
            "tickvals": [0, 0.25, 0.5, 0.75, 1],
            "title": {"text": plain(axis), "standoff": 6, "font": {"size": 12}},
            "automargin": True,
            "gridcolor": theme.line,
            "zeroline": False,
            "fixedrange": True,
        },
        yaxis={
            "range": [len(best) - 0.5, -0.5],
            "tickvals": list(range(len(best))),
            "ticktext": [f"{token_label(tokens[place])}  {place + 1}" for place in best],
            "automargin": True,
            "fixedrange": True,
        },
    )
    return figure
