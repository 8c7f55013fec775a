"""Length of the texts in one language relative to the other, kind by kind."""

from collections.abc import Sequence

import plotly.graph_objects as go

from components.interface.charts.fit import name_rows
from components.interface.charts.layout import value_axis
from components.interface.charts.theme import ChartTheme, base_layout, plain
from components.records.coverage import FolderParity

_ROW_PX = 40
_TICKS = (0.5, 0.75, 1.0, 1.33, 2.0)


def parity_ranges(
    names: Sequence[str],
    kinds: Sequence[FolderParity],
    theme: ChartTheme,
    title: str,
    axis: str,
    hover: str,
) -> go.Figure:
    """Draw one row per kind: from the smallest ratio to the largest, the middle half, the median.

    Args:
        names: Kinds, translated; the first stands on top.
        kinds: Their ratios; each has some.
        axis: Of the ratios, which is logarithmic, so that half and double lie equally far from 1.
        hover: Hover text of a row, with {name}, {count}, {low}, {median} and {high}.
    """
    figure = go.Figure()
    for row, (name, kind) in enumerate(zip(names, kinds, strict=True)):
        low, middle, high = kind.quartiles or (1.0, 1.0, 1.0)
        told = hover.format(
            name=name,
            count=len(kind.ratios),
            low=f"{kind.ratios[0]:.2f}",
            median=f"{middle:.2f}",
            high=f"{kind.ratios[-1]:.2f}",
        )
        for ends, width in (((kind.ratios[0], kind.ratios[-1]), 2), ((low, high), 10)):
            figure.add_scatter(
                x=ends,
                y=[row, row],
                mode="lines",
                line={"color": theme.categorical[0], "width": width},
                opacity=1.0 if width == 2 else 0.55,
                hoverinfo="skip",
            )
        figure.add_scatter(
            x=[middle],
            y=[row],
            mode="markers",
            marker={
                "color": theme.categorical[0],
                "size": 13,
                "line": {"color": theme.background, "width": 2},
            },
            hovertemplate=f"{plain(told)}<extra></extra>",
        )
    figure.update_layout(base_layout(theme, title, 110 + _ROW_PX * len(names)))
    figure.update_layout(showlegend=False, margin={"b": 52})
    figure.add_vline(x=1, line={"color": theme.muted, "width": 1, "dash": "dot"}, layer="below")
    figure.update_xaxes(
        type="log",
        tickvals=_TICKS,
        ticktext=[f"{tick:g}×" for tick in _TICKS],
        range=[-0.32, 0.32],
        **value_axis(theme, axis, tick_size=None, standoff=6),
    )
    figure.update_yaxes(**name_rows(names), showgrid=False)
    return figure
