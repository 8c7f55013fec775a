"""What methods of explanation say of a text's tokens, how far they agree, and whether they hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

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
        is_signed: True where negative values speak against the answer.
    """

    name: str
    values: Floats
    is_signed: bool


def write_signed(value: float) -> str:
    """Write a number with two digits, a true minus sign, and no minus before zero.

    Example:
        >>> write_signed(-0.5), write_signed(-0.001)
        ('−0.50', '0.00')
    """
    text = f"{value:.2f}"
    return "0.00" if text == "-0.00" else text.replace("-", "−")


def rows_width(num_tokens: int, names: Sequence[str]) -> int:
    """Give the narrowest width in pixels at which the rows of `method_rows` can be read."""
    return 22 * num_tokens + max(text_length(name, 12) for name in names) + 30


def method_rows(
    tokens: Sequence[Token], rows: Sequence[MethodRow], theme: ChartTheme, title: str, value: str
) -> go.Figure:
    """Draw one row a method and one column a token, each row on a scale of its own.

    The largest size of a row is 1; methods without sign use the positive half of the scale.

    Args:
        tokens: In the order of the text.
        rows: The methods.
        theme: Colours; the diverging scale stands for and against.
        title: What is shown.
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
    _lay_out(figure, theme, title, 54 + label_px + _CELL_PX * len(rows) + 12)
    figure.update_layout(margin={"l": 8, "r": 8, "t": 46 + label_px, "b": 12})
    figure.update_xaxes(
        side="top",
        tickvals=list(range(len(tokens))),
        ticktext=[token_label(token) for token in tokens],
        tickangle=-90 if label_px > 24 else 0,
        tickfont={"size": 12},
        **_quiet(),
    )
    figure.update_yaxes(autorange="reversed", automargin=True, tickfont={"size": 12}, **_quiet())
    return figure


def correlation_matrix(
    values: Floats, names: Sequence[str], theme: ChartTheme, title: str
) -> go.Figure:
    """Draw rank correlations with their numbers; what cannot be compared stays empty.

    Args:
        values: float64, (method, method), −1 to 1.
        names: One a method.
        theme: Colours of the diverging scale.
        title: What is shown.
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
                    "color": theme.background if abs(value) > 0.6 else theme.ink,
                },
            )
    label_px = max(text_length(name, 11) for name in names)
    _lay_out(figure, theme, title, 64 + label_px + 34 * len(values))
    figure.update_layout(margin={"l": 8, "r": 8, "t": 52 + label_px, "b": 8})
    figure.update_xaxes(side="top", tickangle=-90, tickfont={"size": 11}, **_quiet())
    figure.update_yaxes(autorange="reversed", automargin=True, tickfont={"size": 11}, **_quiet())
    return figure


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
    """Draw what becomes of a probability while tokens go or come.

    Args:
        shares: float64, (step,): share of the tokens, 0 to 1.
        lines: One a method.
        theme: Colours.
        title: What is shown.
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
            hovertemplate=f"{plain(line.name)}: %{{y:.1f}} %<extra></extra>",
        )
    _lay_out(figure, theme, title, 420)
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
            title={"text": plain(name), "standoff": 6, "font": {"size": 12}},
            gridcolor=theme.line,
            zeroline=False,
            fixedrange=True,
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
    """Draw a dot a method, and what chance gives as a line.

    Args:
        names: One a method.
        colors: One a method.
        values: One a method.
        random: Name and value of the random baseline.
        theme: Colours.
        title: What is shown.
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
    _lay_out(figure, theme, title, 128 + 26 * len(names))
    figure.update_layout(
        margin={"l": max(text_length(name, 11) for name in names) + 12, "r": 12, "t": 68, "b": 52},
        legend={
            "orientation": "h",
            "x": 0,
            "xref": "container",
            "y": 1.02,
            "yanchor": "bottom",
            "font": {"size": 12},
            "itemclick": False,
            "itemdoubleclick": False,
        },
    )
    low, high = min(random[1], *values), max(random[1], *values)
    room = 0.3 * max(high - low, 0.05)
    figure.update_xaxes(
        range=[low - room, high + room],
        title={"text": plain(axis), "standoff": 6, "font": {"size": 12}},
        gridcolor=theme.line,
        zeroline=False,
        fixedrange=True,
        nticks=6,
    )
    figure.update_yaxes(
        range=[len(names) - 0.4, -0.6],
        tickvals=rows,
        ticktext=[f"{plain(name)} " for name in names],
        tickfont={"size": 12},
        **_quiet(),
    )
    return figure


def _quiet() -> dict[str, Any]:
    return {"showgrid": False, "zeroline": False, "fixedrange": True, "ticks": ""}


def _lay_out(figure: go.Figure, theme: ChartTheme, title: str, height: int) -> None:
    figure.update_layout(base_layout(theme, title, height))
    figure.update_layout(title={"y": 1, "yref": "container", "yanchor": "top", "pad": {"t": 6}})
