"""A small matrix with its numbers in the cells: scores and weights of one head."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from components.interface.charts.contrast import color_at, letters_on
from components.interface.charts.label_room import label_room
from components.interface.charts.theme import ChartTheme, base_layout, plain

CELL_PX = 30
_FONT_PX = 11


@dataclass(frozen=True)
class MatrixLabels:
    """Translated words of a matrix.

    Attributes:
        title: What is shown.
        row: Name of the vertical axis.
        column: Name of the horizontal axis.
        value: What a cell holds.
        masked: Hover text of cells that hold −∞.
    """

    title: str
    row: str
    column: str
    value: str
    masked: str = ""


def matrix_width(columns: Sequence[str]) -> int:
    """Return the narrowest width in pixels at which every number can be read."""
    return 42 * len(columns) + 150


def number_matrix(
    values: NDArray[np.floating],
    rows: Sequence[str],
    columns: Sequence[str],
    labels: MatrixLabels,
    theme: ChartTheme,
    *,
    is_weights: bool = False,
    chosen: int | None = None,
    digits: int = 2,
) -> go.Figure:
    """Draw a matrix, its first row on top, every number written in its cell.

    Args:
        values: float, (row, column); −∞ is drawn in the tone of masked cells.
        rows: One label per row, safe for Plotly.
        columns: One label per column, safe for Plotly.
        is_weights: True takes the scale of weights, 0 to 1; else one around 0, as wide as the
            largest number.
        chosen: Row that is framed; None for none.
        digits: Digits after the decimal point in the cells; hovering shows six.
    """
    cells = np.where(np.isfinite(values), values, np.nan).astype(np.float32)
    limit = float(np.nanmax(np.abs(cells))) if np.isfinite(values).any() else 1.0
    figure = go.Figure(
        go.Heatmap(
            z=cells,
            zmin=0 if is_weights else -limit,
            zmax=1 if is_weights else limit,
            colorscale=theme.colorscale("sequential" if is_weights else "diverging"),
            showscale=False,
            xgap=1,
            ygap=1,
            hoverongaps=False,
            hovertemplate=f"%{{y}} → %{{x}}<br>{plain(labels.value)}: %{{z:.6f}}<extra></extra>",
        )
    )
    if not np.isfinite(values).all():
        _add_mask(figure, ~np.isfinite(values), labels, theme)
    _write_numbers(figure, values, theme, limit, is_weights, digits)
    if chosen is not None:
        figure.add_shape(
            type="rect",
            x0=-0.5,
            x1=len(columns) - 0.5,
            y0=chosen - 0.5,
            y1=chosen + 0.5,
            line={"color": theme.ink, "width": 2},
        )
    _lay_out(figure, rows, columns, labels, theme)
    return figure


def _add_mask(
    figure: go.Figure, hidden: NDArray[np.bool_], labels: MatrixLabels, theme: ChartTheme
) -> None:
    figure.add_heatmap(
        z=np.where(hidden, 1, np.nan).astype(np.float32),
        colorscale=[[0, theme.masked], [1, theme.masked]],
        showscale=False,
        xgap=1,
        ygap=1,
        hoverongaps=False,
        hovertemplate=f"%{{y}} → %{{x}}<br>{plain(labels.masked)}<extra></extra>",
    )


def _write_numbers(
    figure: go.Figure,
    values: NDArray[np.floating],
    theme: ChartTheme,
    limit: float,
    is_weights: bool,
    digits: int,
) -> None:
    """Add the numbers, each in letters that are legible on its cell."""
    shares = values if is_weights else (values / max(limit, 1e-12) + 1) / 2
    scale = theme.sequential if is_weights else theme.diverging
    places = [(int(row), int(column)) for row, column in np.ndindex(values.shape)]
    fills = [
        color_at(scale, float(shares[place])) if np.isfinite(values[place]) else theme.masked
        for place in places
    ]
    figure.add_scatter(
        x=[column for _, column in places],
        y=[row for row, _ in places],
        mode="text",
        text=[write_number(float(values[place]), digits) for place in places],
        textfont={"size": _FONT_PX, "color": [letters_on(theme, fill) for fill in fills]},
        hoverinfo="skip",
        showlegend=False,
    )


def write_number(value: float, digits: int = 2) -> str:
    """Write a number with a true minus sign and no minus before a zero.

    Example:
        >>> write_number(-1.25), write_number(-0.001), write_number(float("-inf"))
        ('−1.25', '0.00', '−∞')
    """
    if not np.isfinite(value):
        return "−∞" if value < 0 else "∞"
    text = f"{value:.{digits}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", "−")


def _lay_out(
    figure: go.Figure,
    rows: Sequence[str],
    columns: Sequence[str],
    labels: MatrixLabels,
    theme: ChartTheme,
) -> None:
    left = label_room(rows) + 8
    above = label_room(columns) + 8
    is_flat = above <= 48
    above = 22 if is_flat else above
    layout = base_layout(theme, labels.title, 70 + above + CELL_PX * len(rows) + 10)
    layout["title"] |= {"y": 1, "yref": "container", "yanchor": "top", "pad": {"t": 6}}
    layout["margin"] |= {"t": 64 + above, "b": 8, "l": 26 + left, "r": 8}
    ticks = {
        "tickfont": {"size": 12},
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
        "fixedrange": True,
        "showline": True,
        "mirror": True,
        "linecolor": theme.line,
    }
    figure.update_layout(
        **layout,
        xaxis=ticks
        | {
            "tickvals": list(range(len(columns))),
            "ticktext": list(columns),
            "range": [-0.5, len(columns) - 0.5],
            "side": "top",
            "tickangle": 0 if is_flat else -90,
            "title": {"text": plain(labels.column), "standoff": 6, "font": {"size": 12}},
        },
        yaxis=ticks
        | {
            "tickvals": list(range(len(rows))),
            "ticktext": list(rows),
            "range": [len(rows) - 0.5, -0.5],
            "title": {"text": plain(labels.row), "standoff": 6, "font": {"size": 12}},
        },
    )
