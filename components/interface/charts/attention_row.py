"""Rows or columns of an attention map, summed, as bars."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from components.interface.charts.layout import inked_axis
from components.interface.charts.theme import ChartTheme, base_layout, plain
from components.interface.charts.token_labels import token_label
from components.records.token import Token

TOP_KEYS = 10
"""Bars in the picture."""


def attention_bars(
    row: NDArray[np.float32],
    tokens: Sequence[Token],
    positions: Sequence[int],
    title: str,
    axis: str,
    theme: ChartTheme,
    most: float = 1,
) -> go.Figure:
    """Draw the tokens with the most weight, the largest on top.

    Args:
        row: float32, (token,), one number per token of the text; below 0 only in a difference.
        tokens: One per number.
        positions: Tokens that may be drawn; the `TOP_KEYS` with the largest absolute weight are.
        title: What is shown, translated.
        axis: Name of the weight, translated.
        most: Largest possible number, where the axis ends.
    """
    best = sorted(positions, key=lambda place: (-abs(float(row[place])), place))[:TOP_KEYS]
    values = [float(row[place]) for place in best]
    figure = go.Figure(
        go.Bar(
            x=values,
            y=list(range(len(best))),
            orientation="h",
            marker={"color": [theme.sequential[6] if v >= 0 else theme.negative for v in values]},
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
        xaxis=inked_axis(theme, axis)
        | {
            "range": [-1.5 * most if min(values) < 0 else 0, 1.2 * max(most, *values)],
            "nticks": 6,
            "automargin": True,
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
