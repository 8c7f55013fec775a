"""Candidate answers with their probabilities, and "the text does not say" among them."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from components.interface.charts.layout import value_axis
from components.interface.charts.theme import ChartTheme, base_layout, plain
from components.text.graphemes import shorten_to_width

_HEAD_PX, _FOOT_PX, _ROW_PX = 44, 52, 46
_LABEL_CELLS = 40
"""Width of an answer's beginning; with its percentage it fits a phone."""


@dataclass(frozen=True)
class AnswerBar:
    """One row of the chart.

    Attributes:
        mark: Shown before the answer, such as its rank; empty for none.
        text: The answer; its beginning is shown.
        percent: As it is written.
        probability: 0 to 1.
        color: #RRGGBB.
    """

    mark: str
    text: str
    percent: str
    probability: float
    color: str


def answer_probabilities(
    bars: Sequence[AnswerBar], theme: ChartTheme, title: str, axis: str
) -> go.Figure:
    """Draw one bar per answer, its words and its percentage above it.

    Args:
        bars: The first is on top.
        axis: Of the probabilities, with its unit.
    """
    rows = list(range(len(bars)))
    figure = go.Figure(
        go.Bar(
            x=[100 * bar.probability for bar in bars],
            y=rows,
            orientation="h",
            marker={"color": [bar.color for bar in bars]},
            width=0.3,
            hoverinfo="skip",
        )
    )
    figure.update_layout(
        base_layout(theme, title, _HEAD_PX + _FOOT_PX + _ROW_PX * len(bars)),
        margin={"l": 8, "r": 18, "t": _HEAD_PX, "b": _FOOT_PX},
        annotations=[note for row, bar in enumerate(bars) for note in _row_texts(row, bar)],
    )
    figure.update_xaxes(
        **value_axis(theme, axis),
        range=[0, 100],
        tickvals=[0, 25, 50, 75, 100],
    )
    figure.update_yaxes(visible=False, range=[len(bars) - 0.55, -0.75], fixedrange=True)
    return figure


def _row_texts(row: int, bar: AnswerBar) -> list[dict[str, object]]:
    line = {
        "y": row,
        "xref": "paper",
        "yref": "y",
        "yshift": 17,
        "showarrow": False,
        "font": {"size": 12},
    }
    # Isolated, so that an answer written from right to left does not move its number.
    words = f"\u2068{plain(shorten_to_width(bar.text, _LABEL_CELLS))}\u2069"
    return [
        line | {"x": 0, "xanchor": "left", "text": f"{bar.mark}  {words}" if bar.mark else words},
        line | {"x": 1, "xanchor": "right", "text": plain(bar.percent)},
    ]
