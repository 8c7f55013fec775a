"""One attention head as a heat map."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from components.interface.charts.theme import ChartTheme, base_layout, plain
from components.interface.charts.token_labels import label_length, token_label
from components.records.token import Token


@dataclass(frozen=True)
class HeatmapLabels:
    """Translated words of the heat map.

    Attributes:
        title: What is shown.
        query: Vertical axis.
        key: Horizontal axis.
        weight: Colour bar.
        row_sum: Column of the rows' sums.
        masked: Cells that the causal mask hides.
    """

    title: str
    query: str
    key: str
    weight: str
    row_sum: str
    masked: str


def cell_size(num_tokens: int) -> int:
    """Choose the height of a cell in pixels: large for short texts, never too small for its label.

    Example:
        >>> cell_size(4), cell_size(20), cell_size(96)
        (30, 26, 13)
    """
    return int(min(30, max(13, 520 / max(num_tokens, 1))))


def heatmap_width(num_tokens: int) -> int:
    """Give the narrowest width in pixels at which every label of the heat map can be read."""
    return 13 * num_tokens + 150


def attention_heatmap(
    weights: NDArray[np.float32],
    tokens: Sequence[Token],
    positions: Sequence[int],
    labels: HeatmapLabels,
    theme: ChartTheme,
    is_causal: bool,
) -> go.Figure:
    """Draw a head: queries from top to bottom, keys from left to right, row sums at the right.

    Cells that the causal mask hides have no weight: they are drawn in a tone of their own.

    Args:
        weights: float32, (query, key), of all tokens, 0 to 1.
        tokens: One a row and column of `weights`.
        positions: Rows and columns to draw; the others are left out, nothing is scaled up.
        labels: Translated words.
        theme: Colours.
        is_causal: True draws what lies right of the diagonal as masked.
    """
    places = np.asarray(positions, dtype=int)
    shown = weights[np.ix_(places, places)].astype(float)
    sums = shown.sum(axis=1)
    hidden = np.triu(np.ones(shown.shape, dtype=bool), k=1) if is_causal else None
    figure = go.Figure(_weights_trace(shown, hidden, labels, theme))
    if hidden is not None:
        _add_mask(figure, hidden, labels, theme)
    _add_sums(figure, sums, labels, theme)
    _lay_out(figure, [tokens[place] for place in places], labels, theme, is_causal)
    return figure


def _weights_trace(
    shown: NDArray[np.float64],
    hidden: NDArray[np.bool_] | None,
    labels: HeatmapLabels,
    theme: ChartTheme,
) -> go.Heatmap:
    cells = shown if hidden is None else np.where(hidden, np.nan, shown)
    return go.Heatmap(
        z=cells.astype(np.float32),  # sent as bytes: a fifth of the digits' size, and exact
        zmin=0,
        zmax=1,
        colorscale=theme.colorscale(),
        xgap=1,
        ygap=1,
        hoverongaps=False,
        hovertemplate=f"%{{y}} → %{{x}}<br>{plain(labels.weight)}: %{{z:.6f}}<extra></extra>",
        colorbar={
            "title": {"text": plain(labels.weight), "side": "top", "font": {"size": 12}},
            "orientation": "h",
            "y": 0,
            "yanchor": "top",
            "x": 0,
            "xanchor": "left",
            "len": 180,
            "lenmode": "pixels",
            "thickness": 10,
            "tickvals": [0, 0.5, 1],
            "ypad": 10,
            "xpad": 0,
            "outlinecolor": theme.line,
            "outlinewidth": 1,
        },
    )


def _add_mask(
    figure: go.Figure, hidden: NDArray[np.bool_], labels: HeatmapLabels, theme: ChartTheme
) -> None:
    tone = [[0, theme.masked], [1, theme.masked]]
    figure.add_heatmap(
        z=np.where(hidden, 1, np.nan).astype(np.float32),
        colorscale=tone,
        showscale=False,
        hoverongaps=False,
        hovertemplate=f"%{{y}} → %{{x}}<br>{plain(labels.masked)}<extra></extra>",
        name=plain(labels.masked),
    )
    figure.add_scatter(
        x=[None],
        y=[None],
        mode="markers",
        marker={
            "symbol": "square",
            "size": 12,
            "color": theme.masked,
            "line": {"color": theme.line, "width": 1},
        },
        name=plain(labels.masked),
        showlegend=True,
    )


def _add_sums(
    figure: go.Figure, sums: NDArray[np.float64], labels: HeatmapLabels, theme: ChartTheme
) -> None:
    figure.add_scatter(
        x=[0] * len(sums),
        y=list(range(len(sums))),
        xaxis="x2",
        mode="text",
        text=[f"{value:.2f}" for value in sums],
        textfont={"size": _font_size(len(sums)), "color": theme.muted},
        hovertemplate=f"%{{y}}<br>{plain(labels.row_sum)}: %{{text}}<extra></extra>",
        name=plain(labels.row_sum),
        showlegend=False,
    )


def _font_size(num_tokens: int) -> int:
    return 12 if num_tokens <= 24 else 10


def _lay_out(
    figure: go.Figure,
    tokens: list[Token],
    labels: HeatmapLabels,
    theme: ChartTheme,
    is_causal: bool,
) -> None:
    count = len(tokens)
    size = _font_size(count)
    # Plotly's own margins would let the labels on top run into the title.
    label_px = max(label_length(token, size) for token in tokens) + 8
    ticks = {
        "tickvals": list(range(count)),
        "ticktext": [token_label(token) for token in tokens],
        "tickfont": {"size": size},
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
        "fixedrange": True,
        "showline": True,
        "mirror": True,
        "linecolor": theme.line,
    }
    ends = [-0.5, count - 0.5]
    below_px = 94 if is_causal else 70
    layout = base_layout(theme, labels.title, 66 + label_px + cell_size(count) * count + below_px)
    layout["title"] |= {"y": 1, "yref": "container", "yanchor": "top", "pad": {"t": 6}}
    layout["margin"] |= {"t": 66 + label_px, "b": below_px, "l": 28 + label_px}
    figure.update_layout(
        **layout,
        xaxis=ticks
        | {
            "range": ends,
            "side": "top",
            "tickangle": 0 if label_px <= 24 else -90,
            "domain": [0, 0.9],
            "title": {"text": plain(labels.key), "standoff": 8, "font": {"size": 12}},
        },
        yaxis=ticks
        | {
            "range": ends[::-1],
            "title": {"text": plain(labels.query), "standoff": 8, "font": {"size": 12}},
        },
        xaxis2={
            "domain": [0.91, 1],
            "side": "top",
            "anchor": "y",
            "range": [-1, 1],
            "tickvals": [0],
            "ticktext": ["Σ"],
            "tickangle": 0,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        showlegend=is_causal,
        legend={
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": 0,
            "yref": "container",
            "yanchor": "bottom",
            "itemclick": False,
            "itemdoubleclick": False,
        },
    )
