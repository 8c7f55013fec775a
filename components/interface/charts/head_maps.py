"""Numbers of all heads as maps: the effect of removing each one, and how similar they are."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from components.interface.charts.theme import ChartTheme, base_layout, plain

_ROW_PX = 22


def effect_map(
    effects: NDArray[np.float64],
    theme: ChartTheme,
    title: str,
    layer: str,
    head: str,
    effect: str,
) -> go.Figure:
    """Draw a cell per head: the darker in light, the brighter in dark, the larger the effect.

    Args:
        effects: float64, (layer, head), from 0 up.
        layer: Vertical axis.
        head: Horizontal axis.
        effect: Of the numbers, with its unit.
    """
    num_layers, num_heads = effects.shape
    figure = go.Figure(
        go.Heatmap(
            z=effects.astype(np.float32),
            x=list(range(1, num_heads + 1)),
            y=list(range(1, num_layers + 1)),
            zmin=0,
            zmax=max(float(effects.max()), 1e-6),
            colorscale=theme.colorscale(),
            xgap=2,
            ygap=2,
            hovertemplate=(
                f"{plain(layer)} %{{y}} · {plain(head)} %{{x}}<br>{plain(effect)}: "
                "%{z:.4f}<extra></extra>"
            ),
            colorbar=_color_bar(effect, theme),
        )
    )
    _lay_out(figure, theme, title, 160 + _ROW_PX * num_layers)
    axis = {"showgrid": False, "zeroline": False, "fixedrange": True, "tickfont": {"size": 11}}
    figure.update_xaxes(
        **axis,
        side="top",
        tickvals=list(range(1, num_heads + 1)),
        tickangle=0,
        title={"text": plain(head), "standoff": 4, "font": {"size": 12}},
    )
    figure.update_yaxes(
        **axis,
        autorange="reversed",
        tickvals=list(range(1, num_layers + 1)),
        title={"text": plain(layer), "standoff": 6, "font": {"size": 12}},
    )
    return figure


def similarity_matrix(
    distances: NDArray[np.float32],
    order: Sequence[int],
    names: Sequence[str],
    colors: Sequence[str],
    theme: ChartTheme,
    title: str,
    distance: str,
) -> go.Figure:
    """Draw the distances of all heads, sorted, with a strip of their roles' colours.

    Args:
        distances: float32, (head, head), 0 to 1.
        order: Indices of the heads, as they stand on both axes.
        names: One per head, in the order of `distances`.
        colors: One per head: of its role.
        distance: Name of the numbers.
    """
    places = np.asarray(order, dtype=int)
    sorted_names = [plain(names[place]) for place in places]
    count = len(places)
    figure = go.Figure(
        go.Heatmap(
            z=distances[np.ix_(places, places)],
            x=sorted_names,
            y=sorted_names,
            zmin=0,
            zmax=1,
            # A small distance gets a strong colour: the scale is reversed.
            colorscale=[[1 - float(at), color] for at, color in reversed(theme.colorscale())],
            hovertemplate=f"%{{y}} – %{{x}}<br>{plain(distance)}: %{{z:.2f}}<extra></extra>",
            colorbar=_color_bar(distance, theme),
        )
    )
    figure.add_scatter(
        x=[0] * count,
        y=sorted_names,
        xaxis="x2",
        mode="markers",
        marker={
            "symbol": "square",
            "size": max(2.0, min(14.0, 420 / count)),
            "color": [colors[place] for place in places],
        },
        hovertemplate="%{y}<extra></extra>",
        showlegend=False,
    )
    _lay_out(figure, theme, title, 640)
    axis = {"showgrid": False, "zeroline": False, "fixedrange": True, "showticklabels": False}
    figure.update_layout(
        xaxis={**axis, "domain": [0.05, 1]},
        xaxis2={**axis, "domain": [0, 0.035], "range": [-1, 1], "anchor": "y"},
        yaxis={**axis, "autorange": "reversed"},
    )
    return figure


def _color_bar(name: str, theme: ChartTheme) -> dict[str, object]:
    return {
        "title": {"text": plain(name), "side": "top", "font": {"size": 12}},
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "y": 0,
        "yanchor": "top",
        "len": 200,
        "lenmode": "pixels",
        "thickness": 10,
        "xpad": 0,
        "ypad": 12,
        "nticks": 5,
        "outlinecolor": theme.line,
        "outlinewidth": 1,
    }


def _lay_out(figure: go.Figure, theme: ChartTheme, title: str, height: int) -> None:
    figure.update_layout(base_layout(theme, title, height))
    figure.update_layout(
        margin={"l": 44, "r": 8, "t": 78, "b": 74},
        title={"y": 1, "yref": "container", "yanchor": "top", "pad": {"t": 6}},
    )
