"""Two numbers per row as bars: with and without, here and elsewhere, before and after."""

from collections.abc import Sequence

import plotly.graph_objects as go

from components.interface.charts.layout import inked_axis, legend
from components.interface.charts.percents import write_percent
from components.interface.charts.theme import ChartTheme, base_layout, plain
from components.interface.charts.token_labels import text_length

_ROW_PX, _HEAD_PX, _FOOT_PX = 46, 78, 56


def paired_bars(
    names: Sequence[str],
    series: tuple[tuple[str, Sequence[float]], tuple[str, Sequence[float]]],
    theme: ChartTheme,
    title: str,
    axis: str,
    *,
    is_percent: bool = False,
) -> go.Figure:
    """Draw two bars per row, the first in colour, the second muted.

    Args:
        names: One per row, as they are shown.
        series: Name and values, 0 to 1, of the first bars and of the second ones.
        axis: Of the values, with its unit.
        is_percent: True writes and draws percentages.
    """
    scale = 100 if is_percent else 1
    label_px = max((text_length(name, 11) for name in names), default=0)
    figure = go.Figure()
    for (name, values), color in zip(series, (theme.categorical[0], theme.neutral), strict=True):
        figure.add_bar(
            x=[scale * value for value in values],
            y=list(range(len(names))),
            orientation="h",
            name=plain(name),
            marker={"color": color},
            text=[write_percent(value, 1) if is_percent else f"{value:.2f}" for value in values],
            textposition="outside",
            textfont={"size": 11, "color": theme.ink},
            cliponaxis=False,
            hoverinfo="skip",
        )
    figure.update_layout(base_layout(theme, title, _HEAD_PX + _FOOT_PX + _ROW_PX * len(names)))
    figure.update_layout(
        barmode="group",
        bargap=0.3,
        bargroupgap=0.08,
        margin={"l": label_px + 12, "r": 8, "t": _HEAD_PX, "b": _FOOT_PX},
        title={"y": 1, "yref": "container", "yanchor": "top", "pad": {"t": 6}},
        legend=legend(xref="container", y=1.02, yanchor="bottom", font={"size": 12}),
    )
    largest = max((scale * value for _, values in series for value in values), default=1)
    figure.update_xaxes(
        range=[0, max(1.22 * largest, 0.12 * scale)],
        **inked_axis(theme, axis),
        nticks=6,
    )
    figure.update_yaxes(
        range=[len(names) - 0.5, -0.5],
        tickvals=list(range(len(names))),
        ticktext=[f"{plain(name)} " for name in names],
        showgrid=False,
        zeroline=False,
        fixedrange=True,
    )
    return figure
