"""Answers week by week, and reviews day by day."""

from collections.abc import Sequence

import plotly.graph_objects as go

from components.interface.charts.layout import legend, value_axis
from components.interface.charts.theme import ChartTheme, base_layout, plain
from components.records.progress import DueDay, Week

_HEIGHT_PX = 280


def answers_by_week(
    weeks: Sequence[Week],
    theme: ChartTheme,
    title: str,
    x_axis: str,
    y_axis: str,
    names: tuple[str, str],
) -> go.Figure:
    """Draw one bar per week: right answers, wrong ones above them.

    Args:
        weeks: In order.
        x_axis: Of the weeks.
        y_axis: Of the answers.
        names: Of right and wrong answers.
    """
    labels = [f"{week.monday:%Y-%m-%d}" for week in weeks]
    figure = go.Figure()
    for name, counts, color in (
        (names[0], [week.num_right for week in weeks], theme.positive),
        (names[1], [week.num_wrong for week in weeks], theme.negative),
    ):
        figure.add_bar(
            x=labels,
            y=counts,
            name=plain(name),
            marker={"color": color, "line": {"width": 0}},
            hovertemplate=f"%{{x}}<br>{plain(name)} %{{y}}<extra></extra>",
        )
    _lay_out(figure, theme, title, x_axis, y_axis)
    figure.update_layout(
        barmode="stack",
        legend=legend(xanchor="left", y=1.02, yanchor="bottom", traceorder="normal"),
    )
    return figure


def due_by_day(
    days: Sequence[DueDay], theme: ChartTheme, title: str, x_axis: str, y_axis: str
) -> go.Figure:
    """Draw one bar per day.

    Args:
        days: In order, today first.
        x_axis: Of the days.
        y_axis: Of the reviews.
    """
    figure = go.Figure(
        go.Bar(
            x=[f"{day.day:%m-%d}" for day in days],
            y=[day.num_due for day in days],
            marker={"color": theme.categorical[0], "line": {"width": 0}},
            hovertemplate="%{x}: %{y}<extra></extra>",
        )
    )
    _lay_out(figure, theme, title, x_axis, y_axis)
    return figure


def _lay_out(figure: go.Figure, theme: ChartTheme, title: str, x_axis: str, y_axis: str) -> None:
    figure.update_layout(base_layout(theme, title, _HEIGHT_PX))
    figure.update_layout(margin={"t": 80, "b": 52}, bargap=0.45)
    figure.update_xaxes(**value_axis(theme, x_axis), type="category", nticks=7, tickangle=0)
    figure.update_yaxes(
        **value_axis(theme, y_axis), rangemode="tozero", nticks=5, tickformat="d", automargin=True
    )
