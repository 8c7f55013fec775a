"""What a decoder would say next, layer by layer."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from components.interface.charts.contrast import color_at, letters_on
from components.interface.charts.label_room import label_room
from components.interface.charts.percents import write_percent
from components.interface.charts.theme import ChartTheme, base_layout, plain
from components.interface.charts.token_labels import isolate
from components.records.layers import Lens
from components.text.graphemes import shorten_to_width

_ROW_PX = 24
_CELL_CELLS = 11
"""Width of a token in a cell, in Latin letters."""


def grid_width(num_tokens: int) -> int:
    """Return the narrowest width in pixels at which the tokens in the grid can be read."""
    return 84 * num_tokens + 130


def lens_grid(
    lens: Lens,
    columns: Sequence[str],
    theme: ChartTheme,
    *,
    title: str,
    layer: str,
    token: str,
    probability: str,
    chosen: int,
) -> go.Figure:
    """Draw the likeliest next token of every layer after every token, the last layer on top.

    Args:
        lens: What is drawn.
        columns: One label per token, safe for Plotly.
        theme: Colours: the stronger the tone, the likelier.
        title: What is shown, translated.
        layer: Name of the vertical axis, translated.
        token: Name of the horizontal axis, translated.
        probability: Name of the tone, translated.
        chosen: Column that is framed, from 0.
    """
    first = [[place[0] for place in row] for row in lens.top_texts]
    figure = _cells(
        lens.top_probabilities[:, :, 0], first, lens.top_texts, lens.top_probabilities, theme
    )
    figure.data[
        0
    ].hovertemplate = (
        f"{plain(layer)} %{{y}}, %{{x}}<br>{plain(probability)}:<br>%{{customdata}}<extra></extra>"
    )
    rows = len(first)
    figure.add_shape(
        type="rect",
        x0=chosen - 0.5,
        x1=chosen + 0.5,
        y0=-0.5,
        y1=rows - 0.5,
        line={"color": theme.ink, "width": 2},
    )
    _lay_out(figure, columns, rows, theme, title=title, layer=layer, axis=token)
    return figure


def lens_ladder(
    lens: Lens,
    place: int,
    theme: ChartTheme,
    *,
    title: str,
    layer: str,
    rank: str,
    probability: str,
) -> go.Figure:
    """Draw the candidates of every layer after one token, the last layer on top.

    The answer is framed from the first layer after which it stays on rank 1.

    Args:
        lens: What is drawn.
        place: Position of the token, from 0.
        title: What is shown, translated.
        layer: Name of the vertical axis, translated.
        rank: Name of the horizontal axis, translated.
        probability: Name of the tone, translated.
    """
    texts = [list(row[place]) for row in lens.top_texts]
    probabilities = lens.top_probabilities[:, place]
    details = [[(text,) for text in row] for row in texts]
    figure = _cells(
        probabilities, texts, details, probabilities[..., None], theme, has_numbers=True
    )
    figure.data[0].hovertemplate = (
        f"{plain(layer)} %{{y}}, {plain(rank)} %{{x}}<br>"
        f"{plain(probability)}:<br>%{{customdata}}<extra></extra>"
    )
    columns = [str(number + 1) for number in range(probabilities.shape[1])]
    _lay_out(figure, columns, len(texts), theme, title=title, layer=layer, axis=rank)
    start = int(lens.commitment[place])
    figure.add_shape(
        type="rect",
        x0=-0.5,
        x1=0.5,
        y0=start - 0.5,
        y1=len(texts) - 0.5,
        line={"color": theme.ink, "width": 2},
    )
    return figure


def _cells(
    probabilities: NDArray[np.float32],
    texts: Sequence[Sequence[str]],
    candidates: Sequence[Sequence[Sequence[str]]],
    all_probabilities: NDArray[np.float32],
    theme: ChartTheme,
    *,
    has_numbers: bool = False,
) -> go.Figure:
    details = [
        [
            "<br>".join(
                f"{plain(isolate(text))} {write_percent(float(share), digits=1)}"
                for text, share in zip(names, shares, strict=True)
            )
            for names, shares in zip(row, row_shares, strict=True)
        ]
        for row, row_shares in zip(candidates, all_probabilities, strict=True)
    ]
    figure = go.Figure(
        go.Heatmap(
            z=probabilities,
            customdata=details,
            zmin=0,
            zmax=1,
            colorscale=theme.colorscale(),
            showscale=False,
            xgap=1,
            ygap=1,
        )
    )
    places = [(int(row), int(column)) for row, column in np.ndindex(probabilities.shape)]
    fills = [color_at(theme.sequential, float(probabilities[place])) for place in places]
    figure.add_scatter(
        x=[column for _, column in places],
        y=[row for row, _ in places],
        mode="text",
        text=[
            _cell_text(texts[row][column], float(probabilities[row, column]), has_numbers)
            for row, column in places
        ],
        textfont={"size": 11, "color": [letters_on(theme, fill) for fill in fills]},
        hoverinfo="skip",
        showlegend=False,
    )
    return figure


def _cell_text(text: str, probability: float, has_number: bool) -> str:
    label = plain(isolate(shorten_to_width(text, _CELL_CELLS)))
    return f"{label}  {write_percent(probability)}" if has_number else label


def _lay_out(
    figure: go.Figure,
    columns: Sequence[str],
    rows: int,
    theme: ChartTheme,
    *,
    title: str,
    layer: str,
    axis: str,
) -> None:
    above = label_room(columns) + 8
    is_flat = above <= 84
    above = 22 if is_flat else above
    layout = base_layout(theme, title, 80 + above + _ROW_PX * rows + 8)
    layout["title"] |= {"y": 1, "yref": "container", "yanchor": "top", "pad": {"t": 6}}
    layout["margin"] |= {"t": 76 + above, "b": 8, "l": 56}
    ticks = {
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
        "fixedrange": True,
        "tickfont": {"size": 12},
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
            "title": {"text": plain(axis), "standoff": 6, "font": {"size": 12}},
        },
        yaxis=ticks
        | {
            "tickvals": list(range(rows)),
            "range": [-0.5, rows - 0.5],
            "title": {"text": plain(layer), "standoff": 6, "font": {"size": 12}},
        },
    )
