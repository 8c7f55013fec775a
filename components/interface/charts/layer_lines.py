"""One line per quantity over the layers of a model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import plotly.graph_objects as go

from components.interface.charts.layout import inked_axis
from components.interface.charts.theme import ChartTheme, base_layout, plain
from components.interface.charts.token_labels import isolate

MOST_LINES = 8
"""At most this many lines have a colour of their own."""


@dataclass(frozen=True)
class ValueAxis:
    """The vertical axis.

    Attributes:
        title: Its name with the unit, translated.
        scale: `log` makes steps of ten equally high; `rank` does too, with 1 on top.
        low: Lower end of a linear axis; None for the data's.
        high: Upper end of a linear axis; None for the data's.
        digits: Format of the numbers in the hover text.
    """

    title: str
    scale: Literal["linear", "log", "rank"] = "linear"
    low: float | None = None
    high: float | None = None
    digits: str = ".3f"


def layer_lines(
    lines: Mapping[str, Sequence[float]],
    theme: ChartTheme,
    *,
    title: str,
    layer: str,
    axis: ValueAxis,
    mark: tuple[int, str] | None = None,
) -> go.Figure:
    """Draw lines over the layers, from before the first (0) to after the last.

    Args:
        lines: Name → one number per row of the model; at most `MOST_LINES`.
        title: What is shown, translated.
        layer: Name of the horizontal axis, translated.
        axis: The vertical axis.
        mark: Layer marked by a vertical line, and the line's label, translated; None for none.
    """
    figure = go.Figure()
    for number, (name, values) in enumerate(lines.items()):
        figure.add_scatter(
            x=list(range(len(values))),
            y=[float(value) for value in values],
            mode="lines+markers",
            name=plain(isolate(name)),
            line={"color": theme.categorical[number % MOST_LINES], "width": 2},
            marker={"size": 5},
            hovertemplate=f"%{{fullData.name}}<br>{plain(layer)} %{{x}}: %{{y:{axis.digits}}}"
            "<extra></extra>",
        )
    if mark is not None:
        figure.add_vline(
            x=mark[0],
            line={"color": theme.muted, "width": 1, "dash": "dot"},
            annotation={
                "text": plain(mark[1]),
                "font": {"size": 11, "color": theme.muted},
                "yref": "paper",
            },
        )
    has_names = len(lines) > 1
    layout = base_layout(theme, title, 320 if has_names else 280)
    layout["margin"] |= {"t": 56, "b": 80 if has_names else 44, "l": 60}
    vertical = inked_axis(theme, axis.title, standoff=None)
    if axis.scale == "rank":
        vertical |= {
            "type": "log",
            "autorange": "reversed",
            "tickvals": [1, 10, 100, 1_000, 10_000, 100_000],
            "ticktext": ["1", "10", "100", "1,000", "10,000", "100,000"],
        }
    elif axis.scale == "log":
        vertical |= {"type": "log", "dtick": 1}
    elif axis.low is not None or axis.high is not None:
        vertical |= {"range": [axis.low, axis.high]}
    figure.update_layout(
        **layout,
        xaxis={
            "title": {"text": plain(layer), "standoff": 6, "font": {"size": 12}},
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "rangemode": "tozero",
        },
        yaxis=vertical,
        showlegend=has_names,
        legend={"orientation": "h", "x": 0, "y": 0, "yref": "container", "yanchor": "bottom"},
    )
    return figure
