"""Contributions of tokens to a probability as diverging bars, one column per method."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from components.interface.charts.layout import legend
from components.interface.charts.theme import ChartTheme, base_layout, plain
from components.interface.charts.token_labels import token_label
from components.records.token import Token

MOST_BARS = 24
"""Most rows of the chart; of longer texts only the strongest tokens are drawn."""
_ROW_PX, _TITLE_PX, _HEAD_PX, _FOOT_PX = 25, 34, 96, 56
_BAR_WIDTH = 0.7
"""Of every bar, as a share of its row: without it Plotly widens the bars of a side that has few."""
_GAP = 0.06
"""Gap between two columns, as a share of the width."""


@dataclass(frozen=True, eq=False)
class Column:
    """Contributions by one method.

    Attributes:
        name: Of the method, translated.
        values: float64, (token,), in percentage points.
    """

    name: str
    values: NDArray[np.float64]


@dataclass(frozen=True)
class BarLabels:
    """Translated words of the chart.

    Attributes:
        title: What is shown.
        axis: Name and unit of the contributions.
        speaks_for: Legend of bars to the right.
        speaks_against: Legend of bars to the left.
    """

    title: str
    axis: str
    speaks_for: str
    speaks_against: str


def write_points(value: float) -> str:
    """Write a contribution in percentage points, with its sign; a plain 0 if it rounds to that.

    Example:
        >>> write_points(12.34), write_points(-0.06), write_points(-0.01)
        ('+12.3', '−0.1', '0.0')
    """
    text = f"{value:+.1f}"
    return "0.0" if text in ("+0.0", "-0.0") else text.replace("-", "−")


def strongest(columns: Sequence[Column], limit: int = MOST_BARS) -> list[int]:
    """Choose the tokens with the largest contribution of either sign by any of the methods.

    Args:
        columns: At least one.
        limit: Most tokens to return.

    Returns:
        Their indices in the order of the text.

    Example:
        >>> strongest([Column("", np.array([0.1, -5.0, 2.0]))], limit=2)
        [1, 2]
    """
    strength = np.max([np.abs(column.values) for column in columns], axis=0)
    return sorted(int(place) for place in np.argsort(-strength, kind="stable")[:limit])


def attribution_bars(
    tokens: Sequence[Token],
    columns: Sequence[Column],
    labels: BarLabels,
    theme: ChartTheme,
    sides: tuple[str, str],
) -> go.Figure:
    """Draw one row per token and one column per method, all columns on one scale.

    Args:
        tokens: In the order of the text; the `MOST_BARS` strongest are drawn.
        columns: One or two methods.
        sides: Colours of what speaks for the label and against it.
    """
    places = strongest(columns)
    reach = _reach([column.values[places] for column in columns])
    height = _HEAD_PX + _FOOT_PX + _ROW_PX * len(places)
    figure = go.Figure()
    for number, column in enumerate(columns, start=1):
        _add_column(figure, number, column.values[places], labels, theme, sides)
    figure.update_layout(
        base_layout(theme, labels.title, height),
        barmode="overlay",
        margin={"l": 8, "r": 8, "t": _HEAD_PX, "b": _FOOT_PX},
        legend=legend(
            xref="container",
            y=1 - _TITLE_PX / height,
            yref="container",
            yanchor="top",
            font={"size": 12},
        ),
    )
    figure.update_layout(title={"y": 1, "yref": "container", "yanchor": "top", "pad": {"t": 6}})
    _lay_out_columns(figure, columns, reach, labels, theme)
    figure.update_yaxes(
        range=[len(places) - 0.5, -0.5],
        tickvals=list(range(len(places))),
        ticktext=[f"{token_label(tokens[place])} " for place in places],
        automargin=True,
        showgrid=False,
        zeroline=False,
        fixedrange=True,
    )
    return figure


def _reach(shown: Sequence[NDArray[np.float64]]) -> tuple[float, float]:
    """Ends of the common scale, zero inside, with room for the numbers at the bars' ends."""
    low = min(0.0, *(float(values.min()) for values in shown))
    high = max(0.0, *(float(values.max()) for values in shown))
    span = max(high - low, 0.1)
    room = 0.45 if len(shown) > 1 else 0.16
    return low - (room * span if low < 0 else 0.02 * span), high + room * span


def _add_column(
    figure: go.Figure,
    number: int,
    values: NDArray[np.float64],
    labels: BarLabels,
    theme: ChartTheme,
    colors: tuple[str, str],
) -> None:
    names = (labels.speaks_for, labels.speaks_against)
    for name, color, is_side in zip(names, colors, (values >= 0, values < 0), strict=True):
        rows = [int(row) for row in np.flatnonzero(is_side)]
        figure.add_bar(
            orientation="h",
            name=plain(name),
            legendgroup=plain(name),
            showlegend=number == 1,
            # A legend entry is drawn only for a trace with a point, even an empty one.
            x=[float(values[row]) for row in rows] if rows else [None],
            y=rows or [0],
            width=_BAR_WIDTH,
            text=[write_points(float(values[row])) for row in rows],
            textposition="outside",
            textfont={"size": 11, "color": theme.ink},
            cliponaxis=False,
            marker={"color": color},
            hoverinfo="skip",
            xaxis="x" if number == 1 else f"x{number}",
            yaxis="y",
        )


def _lay_out_columns(
    figure: go.Figure,
    columns: Sequence[Column],
    reach: tuple[float, float],
    labels: BarLabels,
    theme: ChartTheme,
) -> None:
    width = (1 - _GAP * (len(columns) - 1)) / len(columns)
    for index, column in enumerate(columns):
        left = index * (width + _GAP)
        figure.update_layout(
            {
                f"xaxis{index + 1 if index else ''}": {
                    "domain": [left, left + width],
                    "anchor": "y",
                    "range": list(reach),
                    "nticks": 5,
                    "gridcolor": theme.line,
                    "zeroline": True,
                    "zerolinecolor": theme.muted,
                    "zerolinewidth": 1,
                    "tickfont": {"size": 12, "color": theme.muted},
                    "fixedrange": True,
                }
            }
        )
        figure.add_annotation(
            x=left,
            xref="paper",
            xanchor="left",
            y=1,
            yref="paper",
            yanchor="bottom",
            yshift=6,
            showarrow=False,
            text=plain(column.name),
            font={"size": 13},
        )
    figure.add_annotation(
        x=0,
        xref="paper",
        xanchor="left",
        y=0,
        yref="paper",
        yanchor="top",
        yshift=-26,
        showarrow=False,
        text=plain(labels.axis),
        font={"size": 12, "color": theme.muted},
    )
