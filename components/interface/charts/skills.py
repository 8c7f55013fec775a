"""Levels that roles require beside one's own, and the graph of prerequisites."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from components.interface.charts.fit import name_rows, wrap_label
from components.interface.charts.layout import value_axis
from components.interface.charts.theme import ChartTheme, base_layout, plain

_ROW_PX = 30
_NODE_PX = 76
_BEND = [number / 16 for number in range(17)]
LEVELS = (1, 2, 3)


@dataclass(frozen=True)
class RoleLevels:
    """What one role requires, by row.

    Attributes:
        name: Of the role, translated.
        levels: Required level, one per row; 0 if the role does not require the skill.
        essential: Whether as essential, one per row.
    """

    name: str
    levels: Sequence[int]
    essential: Sequence[bool]


def level_bars(
    names: Sequence[str],
    roles: Sequence[RoleLevels],
    own: Sequence[int] | None,
    words: Mapping[str, str],
    theme: ChartTheme,
    title: str,
) -> go.Figure:
    """Draw a bar per skill and role up to the required level, and a diamond at one's own level.

    Args:
        names: Skills, translated; the first stands on top.
        roles: One or two.
        own: Own level per row; None if nothing is known.
        words: Translated: `optional` and `own` for the legend, `axis`, and `level.1` to `level.3`.
    """
    figure = go.Figure()
    height = 0.62 / len(roles)
    for place, role in enumerate(roles):
        shift = (place - (len(roles) - 1) / 2) * height
        for is_essential in (True, False):
            rows = [
                row
                for row, level in enumerate(role.levels)
                if level and role.essential[row] == is_essential
            ]
            label = role.name if is_essential else f"{role.name}, {words['optional']}"
            figure.add_bar(
                x=[role.levels[row] for row in rows],
                y=[row + shift for row in rows],
                orientation="h",
                width=height * 0.9,
                name=plain(label),
                marker=_role_marker(theme.categorical[place], is_essential, theme),
                hoverinfo="skip",
            )
    if own is not None:
        rows = [row for row, level in enumerate(own) if level]
        figure.add_scatter(
            x=[own[row] for row in rows],
            y=rows,
            mode="markers",
            name=plain(words["own"]),
            marker={
                "symbol": "diamond",
                "size": 11,
                "color": theme.ink,
                "line": {"color": theme.background, "width": 1.5},
            },
            hoverinfo="skip",
        )
    figure.update_layout(base_layout(theme, title, 170 + _ROW_PX * len(names)))
    figure.update_layout(
        barmode="overlay",
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom"},
        margin={"t": 116 if len(roles) > 1 else 96, "b": 48, "r": 24},
    )
    figure.update_xaxes(
        range=[0, 3.15],
        tickvals=list(LEVELS),
        ticktext=[plain(words[f"level.{level}"]) for level in LEVELS],
        **value_axis(theme, words["axis"], tick_size=None),
    )
    figure.update_yaxes(**name_rows(names), showgrid=False)
    return figure


def _role_marker(color: str, is_essential: bool, theme: ChartTheme) -> dict[str, Any]:
    if is_essential:
        return {"color": color}
    pattern = {"shape": "/", "fgcolor": color, "bgcolor": theme.background, "size": 6}
    return {"color": color, "pattern": pattern, "line": {"color": color, "width": 1}}


@dataclass(frozen=True)
class Node:
    """A skill in the graph around one of them.

    Attributes:
        skill_id: Which skill.
        name: Translated.
        column: -2 to 2: how many steps before or after the one in the middle.
        level: Own level, 0 to 3.
    """

    skill_id: str
    name: str
    column: int
    level: int


def skill_graph(
    nodes: Sequence[Node],
    edges: Sequence[tuple[str, str]],
    theme: ChartTheme,
    title: str,
    columns: Mapping[int, str],
) -> go.Figure:
    """Draw the skills around one: its prerequisites to the left, its dependents to the right.

    Args:
        nodes: The one of column 0 is in the middle.
        edges: Pairs of ids: a prerequisite, a skill that needs it.
        columns: Column → heading, translated.

    Returns:
        A figure whose last trace holds the nodes, with the skill's id as custom data.
    """
    places = _place(nodes)
    figure = go.Figure()
    for before, after in edges:
        (x0, y0), (x1, y1) = places[before], places[after]
        figure.add_scatter(
            x=[x0 + (x1 - x0) * u for u in _BEND],
            y=[y0 + (y1 - y0) * u * u * (3 - 2 * u) for u in _BEND],
            mode="lines",
            line={"color": theme.line, "width": 1.5},
            hoverinfo="skip",
            showlegend=False,
        )
    figure.add_scatter(
        x=[places[node.skill_id][0] for node in nodes],
        y=[places[node.skill_id][1] for node in nodes],
        mode="markers+text",
        text=[wrap_label(node.name) for node in nodes],
        textposition="bottom center",
        textfont={"size": 12, "color": theme.ink},
        marker={
            "size": [22 if node.column == 0 else 15 for node in nodes],
            "color": [theme.positive if node.level else theme.background for node in nodes],
            "line": {
                "color": [theme.accent if node.column == 0 else theme.positive for node in nodes],
                "width": [4 if node.column == 0 else 2 for node in nodes],
            },
            "opacity": 1,
        },
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}, "textfont": {"color": theme.ink}},
        customdata=[node.skill_id for node in nodes],
        hovertemplate="%{text}<extra></extra>",
        cliponaxis=False,
        showlegend=False,
    )
    used = sorted({node.column for node in nodes})
    rows = max(sum(node.column == column for node in nodes) for column in used)
    for column in used:
        figure.add_annotation(
            x=column,
            y=1.0,
            yref="paper",
            yanchor="bottom",
            text=plain(columns[column]),
            showarrow=False,
            font={"size": 12, "color": theme.muted},
        )
    figure.update_layout(base_layout(theme, title, 130 + _NODE_PX * rows))
    figure.update_layout(margin={"t": 72, "b": 24, "l": 48, "r": 48}, clickmode="event+select")
    figure.update_xaxes(visible=False, range=[used[0] - 0.45, used[-1] + 0.45], fixedrange=True)
    figure.update_yaxes(visible=False, range=[-rows / 2 - 0.25, rows / 2 - 0.15], fixedrange=True)
    return figure


def _place(nodes: Sequence[Node]) -> dict[str, tuple[float, float]]:
    """Assign each node its column and a row, with a column's rows centred."""
    places = {}
    for column in {node.column for node in nodes}:
        stack = [node for node in nodes if node.column == column]
        for row, node in enumerate(stack):
            places[node.skill_id] = (float(column), (len(stack) - 1) / 2 - row)
    return places
