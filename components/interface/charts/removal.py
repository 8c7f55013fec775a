"""What is lost, or missing, when tokens are removed in the order of a method."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from components.interface.charts.faithfulness import bare_axis, lay_out, write_signed
from components.interface.charts.layout import inked_axis, legend
from components.interface.charts.theme import ChartTheme, plain
from components.interface.charts.token_labels import text_length

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Line:
    """A method's curve.

    Attributes:
        name: Translated.
        values: float64, (step,), probabilities, 0 to 1.
        color: #RRGGBB.
        dash: Plotly's dash style.
    """

    name: str
    values: Floats
    color: str
    dash: str


def removal_curves(
    shares: Floats,
    lines: Sequence[Line],
    theme: ChartTheme,
    title: str,
    x_axis: str,
    y_axis: str,
) -> go.Figure:
    """Draw how a probability changes while tokens are removed or added.

    Args:
        shares: float64, (step,): share of the tokens, 0 to 1.
        lines: One per method.
        x_axis: Of the share, with its unit.
        y_axis: Of the probability, with its unit.
    """
    figure = go.Figure()
    for line in lines:
        figure.add_scatter(
            x=100 * shares,
            y=100 * line.values,
            mode="lines",
            name=plain(line.name),
            line={"color": line.color, "dash": line.dash, "width": 2},
            hovertemplate=f"{plain(line.name)}: %{{y:.1f}}%<extra></extra>",
        )
    lay_out(figure, theme, title, 420)
    figure.update_layout(
        margin={"l": 8, "r": 16, "t": 44, "b": 130},
        hovermode="x",
        legend={
            "orientation": "h",
            "x": 0,
            "xref": "container",
            "y": 0,
            "yref": "container",
            "yanchor": "bottom",
            "font": {"size": 11},
        },
    )
    for update, name in ((figure.update_xaxes, x_axis), (figure.update_yaxes, y_axis)):
        update(
            range=[-2, 102],
            tickvals=[0, 25, 50, 75, 100],
            **inked_axis(theme, name),
            automargin=True,
        )
    return figure


def method_dots(
    names: Sequence[str],
    colors: Sequence[str],
    values: Sequence[float],
    random: tuple[str, float],
    theme: ChartTheme,
    title: str,
    axis: str,
) -> go.Figure:
    """Draw a dot per method, and the chance level as a line.

    Args:
        names: One per method.
        colors: One per method.
        values: One per method.
        random: Name and value of the random baseline.
        axis: Of the values, with which way is better.
    """
    rows = list(range(len(names)))
    figure = go.Figure()
    for row, value in zip(rows, values, strict=True):
        figure.add_scatter(
            x=[random[1], value],
            y=[row, row],
            mode="lines",
            line={"color": theme.line, "width": 3},
            hoverinfo="skip",
            showlegend=False,
        )
    figure.add_scatter(
        x=list(values),
        y=rows,
        mode="markers+text",
        marker={"size": 11, "color": list(colors)},
        text=[write_signed(value) for value in values],
        textposition=["middle left" if v < random[1] else "middle right" for v in values],
        textfont={"size": 11, "color": theme.ink},
        hoverinfo="skip",
        cliponaxis=False,
        showlegend=False,
    )
    figure.add_scatter(
        x=[random[1], random[1]],
        y=[-0.6, len(names) - 0.4],
        mode="lines",
        name=f"{plain(random[0])} ({write_signed(random[1])})",
        line={"color": theme.muted, "dash": "dot", "width": 1.5},
        hoverinfo="skip",
        showlegend=True,
    )
    lay_out(figure, theme, title, 128 + 26 * len(names))
    figure.update_layout(
        margin={"l": max(text_length(name, 11) for name in names) + 12, "r": 12, "t": 68, "b": 52},
        legend=legend(xref="container", y=1.02, yanchor="bottom", font={"size": 12}),
    )
    low, high = min(random[1], *values), max(random[1], *values)
    room = 0.3 * max(high - low, 0.05)
    figure.update_xaxes(
        range=[low - room, high + room],
        **inked_axis(theme, axis),
        nticks=6,
    )
    figure.update_yaxes(
        range=[len(names) - 0.4, -0.6],
        tickvals=rows,
        ticktext=[f"{plain(name)} " for name in names],
        tickfont={"size": 12},
        **bare_axis(),
    )
    return figure
