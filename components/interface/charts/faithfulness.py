"""What explanation methods say about a text's tokens, and how far they agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from components.interface.charts.contrast import color_at, letters_on
from components.interface.charts.theme import ChartTheme, base_layout, plain
from components.interface.charts.token_labels import label_length, text_length, token_label
from components.records.token import Token

Floats = NDArray[np.float64]
_CELL_PX = 30


@dataclass(frozen=True)
class MethodRow:
    """A method as a row.

    Attributes:
        name: Translated.
        values: float64, (token,).
    """

    name: str
    values: Floats


def write_signed(value: float) -> str:
    """Write a number with two digits, a true minus sign, and no minus before zero.

    Example:
        >>> write_signed(-0.5), write_signed(-0.001)
        ('−0.50', '0.00')
    """
    text = f"{value:.2f}"
    return "0.00" if text == "-0.00" else text.replace("-", "−")


def rows_width(num_tokens: int, names: Sequence[str]) -> int:
    """Return the narrowest width in pixels at which the rows of `method_rows` can be read."""
    return 22 * num_tokens + max(text_length(name, 12) for name in names) + 30


def method_rows(
    tokens: Sequence[Token], rows: Sequence[MethodRow], theme: ChartTheme, title: str, value: str
) -> go.Figure:
    """Draw one row per method and one column per token, each row on a scale of its own.

    Each row is scaled to largest absolute value 1; unsigned methods use the positive half of it.

    Args:
        tokens: In the order of the text.
        rows: The methods.
        theme: Colours; the diverging scale stands for and against.
        value: Name of the numbers in hover texts.
    """
    scaled = np.stack([row.values / max(float(np.abs(row.values).max()), 1e-12) for row in rows])
    numbers = np.stack([row.values for row in rows])
    label_px = max(label_length(token, 12) for token in tokens) + 8
    names = [plain(row.name) for row in rows]
    middle = theme.background
    negative, positive = theme.diverging[:5], theme.diverging[5:]
    colors = [*negative[:4], middle, *positive[1:]]
    figure = go.Figure(
        go.Heatmap(
            z=scaled.astype(np.float32),
            customdata=numbers.astype(np.float32),
            x=list(range(len(tokens))),
            y=names,
            zmin=-1,
            zmax=1,
            colorscale=[[i / (len(colors) - 1), color] for i, color in enumerate(colors)],
            showscale=False,
            xgap=1,
            ygap=3,
            hovertemplate=f"%{{x}} · %{{y}}<br>{plain(value)}: %{{customdata:.4f}}<extra></extra>",
        )
    )
    lay_out(figure, theme, title, 54 + label_px + _CELL_PX * len(rows) + 12)
    figure.update_layout(margin={"l": 8, "r": 8, "t": 46 + label_px, "b": 12})
    figure.update_xaxes(
        side="top",
        tickvals=list(range(len(tokens))),
        ticktext=[token_label(token) for token in tokens],
        tickangle=-90 if label_px > 24 else 0,
        tickfont={"size": 12},
        **bare_axis(),
    )
    figure.update_yaxes(autorange="reversed", automargin=True, tickfont={"size": 12}, **bare_axis())
    return figure


def correlation_matrix(
    values: Floats, names: Sequence[str], theme: ChartTheme, title: str
) -> go.Figure:
    """Draw rank correlations with their numbers; pairs that cannot be compared stay empty.

    Args:
        values: float64, (method, method), −1 to 1.
        names: One per method.
        theme: Colours of the diverging scale.
    """
    shown = [plain(name) for name in names]
    colors = [*theme.diverging[:4], theme.background, *theme.diverging[6:]]
    figure = go.Figure(
        go.Heatmap(
            z=values,
            x=shown,
            y=shown,
            zmin=-1,
            zmax=1,
            colorscale=[[i / (len(colors) - 1), color] for i, color in enumerate(colors)],
            showscale=False,
            xgap=2,
            ygap=2,
            hovertemplate="%{y} – %{x}<br>ρ = %{z:.2f}<extra></extra>",
        )
    )
    for row in range(len(values)):
        for column in range(len(values)):
            value = values[row, column]
            if np.isnan(value):
                continue
            figure.add_annotation(
                x=column,
                y=row,
                text=write_signed(value),
                showarrow=False,
                font={
                    "size": 11,
                    "color": letters_on(theme, color_at(colors, (value + 1) / 2)),
                },
            )
    label_px = max(text_length(name, 11) for name in names)
    lay_out(figure, theme, title, 64 + label_px + 34 * len(values))
    figure.update_layout(margin={"l": 8, "r": 8, "t": 52 + label_px, "b": 8})
    figure.update_xaxes(side="top", tickangle=-90, tickfont={"size": 11}, **bare_axis())
    figure.update_yaxes(autorange="reversed", automargin=True, tickfont={"size": 11}, **bare_axis())
    return figure


def bare_axis() -> dict[str, Any]:
    """Return the settings of an axis that only names rows or columns."""
    return {"showgrid": False, "zeroline": False, "fixedrange": True, "ticks": ""}


def lay_out(figure: go.Figure, theme: ChartTheme, title: str, height: int) -> None:
    """Apply the common layout to a figure, with the title at the top."""
    figure.update_layout(base_layout(theme, title, height))
    figure.update_layout(title={"y": 1, "yref": "container", "yanchor": "top", "pad": {"t": 6}})
