"""Counts of answers, confusion matrix and reliability diagram."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from components.interface.charts.contrast import color_at, letters_on
from components.interface.charts.layout import legend, value_axis
from components.interface.charts.percents import write_percent
from components.interface.charts.theme import ChartTheme, base_layout, plain
from components.records.evaluation import ReliabilityBin

_CELL_PX = 64


def answer_counts(
    names: Sequence[str],
    colors: Sequence[str],
    counts: Sequence[int],
    unread: int,
    theme: ChartTheme,
    title: str,
    axis: str,
    unread_name: str,
) -> go.Figure:
    """Draw one bar per label, and a hatched one for the rows that were not read.

    Args:
        names: Labels, translated; the first stands on top.
        colors: One per label.
        counts: Rows with each answer.
        unread: Rows without an answer; 0 leaves their bar out.
        axis: Of the counts, with its unit.
        unread_name: Of the hatched bar.
    """
    all_names = [*names, *([unread_name] if unread else [])]
    values = [*counts, *([unread] if unread else [])]
    total = sum(values) or 1
    hatched = ["", *[""] * (len(names) - 1), "/"][: len(all_names)]
    figure = go.Figure(
        go.Bar(
            x=values,
            y=list(range(len(values))),
            orientation="h",
            width=0.56,
            marker={
                "color": [*colors, theme.masked][: len(values)],
                "pattern": {"shape": hatched, "fgcolor": theme.muted, "size": 6, "solidity": 0.3},
            },
            text=[f"{value:,} · {write_percent(value / total)}" for value in values],
            textposition="outside",
            textfont={"color": theme.ink},
            cliponaxis=False,
            hoverinfo="skip",
        )
    )
    figure.update_layout(base_layout(theme, title, 100 + 44 * len(values)))
    figure.update_layout(margin_b=52)
    figure.update_xaxes(
        **value_axis(theme, axis, theme.ink), range=[0, 1.35 * max([*values, 1])], nticks=6
    )
    figure.update_yaxes(
        tickvals=list(range(len(values))),
        ticktext=[f"{plain(name)}  " for name in all_names],
        range=[len(values) - 0.5, -0.5],
        showgrid=False,
        zeroline=False,
        automargin=True,
        fixedrange=True,
    )
    return figure


def confusion_matrix(
    counts: NDArray[np.int64],
    rows: Sequence[str],
    columns: Sequence[str],
    theme: ChartTheme,
    title: str,
    row_axis: str,
    column_axis: str,
) -> go.Figure:
    """Draw counts as cells; the colour is the share of the row, so that rare classes show too.

    Args:
        counts: int64, (row, column).
        rows: Names of the rows, the first on top.
        columns: Names of the columns.
        row_axis: What the rows are.
        column_axis: What the columns are.
    """
    totals = counts.sum(axis=1, keepdims=True)
    shares = np.divide(counts, totals, out=np.zeros(counts.shape), where=totals > 0)
    places_x, places_y = list(range(counts.shape[1])), list(range(counts.shape[0]))
    figure = go.Figure(
        go.Heatmap(
            z=shares,
            x=places_x,
            y=places_y,
            zmin=0,
            zmax=1,
            colorscale=theme.colorscale(),
            showscale=False,
            xgap=2,
            ygap=2,
            hoverinfo="skip",
        )
    )
    for y in places_y:
        for x in places_x:
            fill = color_at(theme.sequential, float(shares[y, x]))
            figure.add_annotation(
                x=x,
                y=y,
                text=f"{int(counts[y, x]):,}<br>{write_percent(shares[y, x])}",
                showarrow=False,
                font={"size": 13, "color": letters_on(theme, fill)},
            )
    figure.update_layout(base_layout(theme, title, 130 + _CELL_PX * len(places_y)))
    figure.update_layout(margin={"b": 56, "t": 44})
    figure.update_xaxes(
        **value_axis(theme, column_axis, theme.ink),
        tickvals=places_x,
        ticktext=[plain(name) for name in columns],
        range=[-0.5, len(places_x) - 0.5],
        showgrid=False,
    )
    figure.update_yaxes(
        **value_axis(theme, row_axis, theme.ink),
        tickvals=places_y,
        ticktext=[f"{plain(name)} " for name in rows],
        range=[len(places_y) - 0.5, -0.5],
        showgrid=False,
        automargin=True,
    )
    return figure


def reliability_diagram(
    bins: Sequence[ReliabilityBin],
    theme: ChartTheme,
    title: str,
    x_axis: str,
    y_axis: str,
    ideal: str,
    measured: str,
) -> go.Figure:
    """Draw accuracy over confidence, with the diagonal of a perfectly calibrated model.

    The area of a dot grows with the number of answers behind it.

    Args:
        bins: Bins of the confidence; empty ones are left out.
        x_axis: Of the confidence, with its unit.
        y_axis: Of the share of right answers, with its unit.
        ideal: Name of the diagonal.
        measured: Name of the dots.
    """
    filled = [part for part in bins if part.count]
    most = max((part.count for part in filled), default=1)
    figure = go.Figure(
        go.Scatter(
            x=[0, 100],
            y=[0, 100],
            mode="lines",
            name=plain(ideal),
            line={"color": theme.muted, "dash": "dot", "width": 1.5},
            hoverinfo="skip",
        )
    )
    figure.add_scatter(
        x=[100 * part.confidence for part in filled],
        y=[100 * part.accuracy for part in filled],
        mode="markers+text",
        name=plain(measured),
        text=[f"{part.count:,}" for part in filled],
        textposition="top left",
        textfont={"color": theme.muted, "size": 11},
        marker={
            "color": theme.categorical[0],
            "size": [7 + 15 * (part.count / most) ** 0.5 for part in filled],
        },
        cliponaxis=False,
        hovertemplate=f"{plain(x_axis)}: %{{x:.1f}}<br>{plain(y_axis)}: %{{y:.1f}}<extra></extra>",
    )
    figure.update_layout(base_layout(theme, title, 380))
    figure.update_layout(
        margin={"b": 56, "t": 84, "r": 18},
        legend=legend(y=1.02, xanchor="left", yanchor="bottom"),
    )
    ticks = [0, 25, 50, 75, 100]
    figure.update_xaxes(**value_axis(theme, x_axis, theme.ink), range=[0, 103], tickvals=ticks)
    figure.update_yaxes(
        **value_axis(theme, y_axis, theme.ink), range=[-3, 108], tickvals=ticks, automargin=True
    )
    return figure
