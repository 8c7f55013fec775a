"""When each skill of a plan is learnt, and how a new skill changes the fit to roles."""

from collections.abc import Sequence
from datetime import date, timedelta

import plotly.graph_objects as go

from components.interface.charts.fit import name_rows
from components.interface.charts.layout import ruled, value_axis
from components.interface.charts.theme import ChartTheme, base_layout, plain
from components.records.plan import Plan

_ROW_PX = 32


def plan_timeline(
    plan: Plan,
    names: Sequence[str],
    notes: Sequence[str],
    kinds: tuple[str, str],
    theme: ChartTheme,
    title: str,
) -> go.Figure:
    """Draw one bar per step from the first to the last of its weeks.

    Args:
        plan: At least one week.
        names: Of the steps, translated; the first stands on top.
        notes: Hover text of the bars, one per step.
        kinds: Names of the two colours: asked for by the role, and prerequisite.
    """
    spans = _find_spans(plan)
    figure = go.Figure()
    for is_asked, kind, color in (
        (True, kinds[0], theme.categorical[0]),
        (False, kinds[1], theme.categorical[4]),
    ):
        rows = [row for row, step in enumerate(plan.steps) if step.is_asked == is_asked]
        figure.add_bar(
            base=[spans[row][0].isoformat() for row in rows],
            x=[86_400_000 * (spans[row][1] - spans[row][0]).days for row in rows],
            y=rows,
            orientation="h",
            width=0.56,
            name=plain(kind),
            marker={"color": color},
            customdata=[plain(notes[row]) for row in rows],
            hovertemplate="%{customdata}<extra></extra>",
        )
    figure.update_layout(base_layout(theme, title, 110 + _ROW_PX * len(names)))
    figure.update_layout(
        barmode="overlay",
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom"},
        margin={"t": 76, "b": 40, "r": 16},
    )
    figure.update_xaxes(
        type="date",
        tickformat="%Y-%m",
        nticks=6,
        **ruled(theme),
        tickfont={"color": theme.muted},
    )
    figure.update_yaxes(**name_rows(names), showgrid=False)
    return figure


def _find_spans(plan: Plan) -> list[tuple[date, date]]:
    """Return the first day of the first week and the last day of the last week of every step."""
    weeks = {step.skill_id: [] for step in plan.steps}  # type: dict[str, list[date]]
    for week in plan.weeks:
        for share in week.shares:
            weeks[share.skill_id].append(week.start)
    return [
        (weeks[step.skill_id][0], weeks[step.skill_id][-1] + timedelta(days=7))
        for step in plan.steps
    ]


def fit_moves(
    names: Sequence[str],
    before: Sequence[float],
    after: Sequence[float],
    labels: tuple[str, str],
    theme: ChartTheme,
    title: str,
    axis: str,
) -> go.Figure:
    """Draw how each role's fit changes: a ring before, a dot after.

    Args:
        names: Roles, translated; the first stands on top.
        before: Shares, 0 to 1.
        after: Likewise.
        labels: Names of ring and dot.
        axis: Of the shares, in percent.
    """
    rows = list(range(len(names)))
    figure = go.Figure()
    for row in rows:
        figure.add_scatter(
            x=[100 * before[row], 100 * after[row]],
            y=[row, row],
            mode="lines",
            line={"color": theme.positive, "width": 3},
            hoverinfo="skip",
            showlegend=False,
        )
    for values, label, is_after in ((before, labels[0], False), (after, labels[1], True)):
        figure.add_scatter(
            x=[100 * value for value in values],
            y=rows,
            mode="markers",
            name=plain(label),
            marker={
                "size": 12,
                "color": theme.positive if is_after else theme.background,
                "line": {"color": theme.positive if is_after else theme.muted, "width": 2},
            },
            hovertemplate=f"{plain(label)}: %{{x:.0f}}%<extra></extra>",
        )
    figure.update_layout(base_layout(theme, title, 150 + 38 * len(names)))
    figure.update_layout(
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom"},
        margin={"t": 76, "b": 52},
    )
    figure.update_xaxes(
        **value_axis(theme, axis, tick_size=None, standoff=6),
        range=[-3, 103],
        tickvals=[0, 25, 50, 75, 100],
    )
    figure.update_yaxes(**name_rows(names), gridcolor=theme.line)
    return figure
