"""How similar vectors are: cosines as a heat map."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from components.interface.charts.label_room import label_room
from components.interface.charts.theme import ChartTheme, base_layout, plain


def similarity_map(
    cosines: NDArray[np.float32],
    labels: Sequence[str],
    theme: ChartTheme,
    *,
    title: str,
    axis: str,
    value: str,
) -> go.Figure:
    """Draw a symmetric matrix of cosines, the first row on top.

    Args:
        cosines: float32, (item, item), −1 to 1.
        labels: One per item, safe for Plotly.
        theme: Colours: blue is similar, orange is opposite.
        title: What is shown, translated.
        axis: What the items are, translated.
        value: Name of the number, translated.
    """
    count = len(labels)
    size = int(min(30, max(14, 460 / count)))
    label_px = label_room(labels) + 8
    above = 22 if label_px <= 26 else label_px
    figure = go.Figure(
        go.Heatmap(
            z=cosines.astype(np.float32),
            zmin=-1,
            zmax=1,
            colorscale=theme.colorscale("diverging"),
            xgap=1,
            ygap=1,
            hovertemplate=f"%{{y}} · %{{x}}<br>{plain(value)}: %{{z:.4f}}<extra></extra>",
            colorbar={
                "title": {"text": plain(value), "side": "top", "font": {"size": 12}},
                "thickness": 10,
                "tickvals": [-1, 0, 1],
                "ticktext": ["−1", "0", "1"],
                "outlinecolor": theme.line,
                "outlinewidth": 1,
            },
        )
    )
    layout = base_layout(theme, title, 72 + above + size * count + 10)
    layout["title"] |= {"y": 1, "yref": "container", "yanchor": "top", "pad": {"t": 6}}
    layout["margin"] |= {"t": 66 + above, "l": 24 + label_px}
    ticks = {
        "tickvals": list(range(count)),
        "ticktext": list(labels),
        "tickfont": {"size": 12 if count <= 24 else 10},
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
        "fixedrange": True,
    }
    name = {"text": plain(axis), "standoff": 6, "font": {"size": 12}}
    figure.update_layout(
        **layout,
        xaxis=ticks
        | {
            "range": [-0.5, count - 0.5],
            "side": "top",
            "tickangle": 0 if above == 22 else -90,
            "title": name,
        },
        yaxis=ticks | {"range": [count - 0.5, -0.5], "title": name},
    )
    return figure
