"""One line a quantity over the layers of a model."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from components.interface.charts.theme import ChartTheme, base_layout, plain
from components.interface.charts.token_labels import isolate

MOST_LINES = 8
"""So many lines have a colour of their own."""


def layer_lines(
    lines: Mapping[str, Sequence[float]],
    theme: ChartTheme,
    *,
    title: str,
    layer: str,
    axis: str,
    is_rank: bool = False,
    is_log: bool = False,
    low: float | None = None,
    high: float | None = None,
    mark: int | None = None,
    mark_text: str = "",
    digits: str = ".3f",
) -> go.Figure:
    """Draw lines over the layers, from before the first (0) to after the last.

    Args:
        lines: Name → one number a row of the model; at most `MOST_LINES`.
        theme: Colours.
        title: What is shown, translated.
        layer: Name of the horizontal axis, translated.
        axis: Name of the vertical axis with its unit, translated.
        is_rank: True draws ranks: 1 on top, steps of ten equally high.
        is_log: True makes steps of ten equally high.
        low: Lower end of the axis; by default the data's.
        high: Upper end; by default the data's.
        mark: Layer marked by a vertical line; None for none.
        mark_text: What stands at it, translated.
        digits: Format of the numbers in the hover text.
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
            hovertemplate=f"%{{fullData.name}}<br>{plain(layer)} %{{x}}: %{{y:{digits}}}"
            "<extra></extra>",
        )
    if mark is not None:
        figure.add_vline(
            x=mark,
            line={"color": theme.muted, "width": 1, "dash": "dot"},
            annotation={
                "text": plain(mark_text),
                "font": {"size": 11, "color": theme.muted},
                "yref": "paper",
            },
        )
    has_names = len(lines) > 1
    layout = base_layout(theme, title, 320 if has_names else 280)
    layout["margin"] |= {"t": 56, "b": 80 if has_names else 44, "l": 60}
    vertical: dict[str, object] = {
        "title": {"text": plain(axis), "font": {"size": 12}},
        "gridcolor": theme.line,
        "zeroline": False,
        "fixedrange": True,
    }
    if is_rank:
        vertical |= {
            "type": "log",
            "autorange": "reversed",
            "tickvals": [1, 10, 100, 1_000, 10_000, 100_000],
            "ticktext": ["1", "10", "100", "1,000", "10,000", "100,000"],
        }
    elif is_log:
        vertical |= {"type": "log", "dtick": 1}
    elif low is not None or high is not None:
        vertical |= {"range": [low, high]}
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
