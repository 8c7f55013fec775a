"""Vectors as strips of colour, one per row: embeddings, queries, keys, values, positions."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from components.interface.charts.label_room import label_room
from components.interface.charts.theme import ChartTheme, base_layout, plain

MOST_DIMENSIONS = 64
"""Most dimensions of a vector that are drawn: the first ones."""
_SCALE_PX = 70  # below this height the labels of a colour bar would overlap


@dataclass(frozen=True)
class StripRows:
    """The rows of a chart of strips.

    Attributes:
        labels: One per vector, safe for Plotly.
        height_px: Height of a strip in pixels.
        label_every: 1 labels every row, 8 the first and every eighth after it.
        chosen: Row that is framed; None for none.
    """

    labels: Sequence[str]
    height_px: int = 20
    label_every: int = 1
    chosen: int | None = None


def vector_strips(
    values: NDArray[np.floating],
    rows: StripRows,
    theme: ChartTheme,
    *,
    title: str,
    axis: str,
    limit: float | None = None,
) -> go.Figure:
    """Draw one strip per vector, the first on top; hovering shows the exact number.

    Args:
        values: float, (vector, dimension); the first `MOST_DIMENSIONS` are drawn.
        rows: Their labels and height.
        theme: Colours: blue is above 0, orange below, the pale middle near 0.
        title: What is shown, translated.
        axis: Name of the horizontal axis, translated.
        limit: Number drawn in the strongest tone; by default the 99th percentile of the absolute
            values, so that one large number does not wash out the others.
    """
    shown = np.asarray(values[:, :MOST_DIMENSIONS], dtype=np.float32)
    if limit is None:
        limit = max(float(np.percentile(np.abs(shown), 99)), 1e-9)
    height_px = rows.height_px * len(rows.labels)
    figure = go.Figure(
        go.Heatmap(
            z=shown,
            x0=1,
            dx=1,
            zmin=-limit,
            zmax=limit,
            colorscale=theme.colorscale("diverging"),
            showscale=height_px >= _SCALE_PX,
            colorbar={
                "thickness": 8,
                "len": 1,
                "outlinecolor": theme.line,
                "outlinewidth": 1,
                "tickvals": [-limit, 0, limit],
                "ticktext": [f"−{limit:.2g}", "0", f"{limit:.2g}"],
                "tickfont": {"size": 10, "color": theme.muted},
                "xpad": 4,
            },
            ygap=1 if rows.height_px >= 12 else 0,
            hovertemplate=f"%{{y}}<br>{plain(axis)} %{{x}}: %{{z:.6f}}<extra></extra>",
        )
    )
    if rows.chosen is not None:
        figure.add_shape(
            type="rect",
            x0=0.5,
            x1=shown.shape[1] + 0.5,
            y0=rows.chosen - 0.5,
            y1=rows.chosen + 0.5,
            line={"color": theme.ink, "width": 2},
        )
    layout = base_layout(theme, title, 44 + height_px + 46)
    left = label_room(rows.labels) + 12
    layout["margin"] |= {"t": 40, "b": 46, "l": left}
    width = shown.shape[1]
    ticks = list(range(1, width + 1)) if width <= 8 else [1, *range(8, width + 1, 8)]
    figure.update_layout(
        **layout,
        xaxis={
            "title": {"text": plain(axis), "standoff": 4, "font": {"size": 12}},
            "tickvals": ticks,
            "tickfont": {"size": 11, "color": theme.muted},
            "range": [0.5, shown.shape[1] + 0.5],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        yaxis={
            "tickvals": list(range(0, len(rows.labels), rows.label_every)),
            "ticktext": list(rows.labels)[:: rows.label_every],
            "tickfont": {"size": 12},
            "range": [len(rows.labels) - 0.5, -0.5],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
    )
    return figure
