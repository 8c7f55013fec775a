"""All heads of a model on one map, coloured by what they do."""

from collections.abc import Mapping
from dataclasses import dataclass

import plotly.graph_objects as go

from components.interface.charts.theme import ChartTheme, base_layout, plain
from components.records.attention_heads import ROLES, AttentionHeadsResult

_ROW_PX, _HEAD_PX, _FOOT_PX = 24, 78, 112
_SMALL_PX, _GROWTH_PX = 8, 10


@dataclass(frozen=True)
class AtlasLabels:
    """Translated words of the atlas.

    Attributes:
        title: What is shown.
        layer: Vertical axis.
        head: Horizontal axis.
        score: Of a head's role, in hover texts.
        roles: One of `ROLES` → its name.
    """

    title: str
    layer: str
    head: str
    score: str
    roles: Mapping[str, str]


def role_color(role: str, theme: ChartTheme) -> str:
    """Return a role's colour; heads that do nothing special recede."""
    colors = {
        "previous": theme.categorical[0],
        "next": theme.categorical[2],
        "itself": theme.categorical[3],
        "duplicate": theme.categorical[4],
        "induction": theme.categorical[1],
        "sink": theme.neutral,
    }
    return colors.get(role, theme.line)


def strength_of(result: AttentionHeadsResult, layer: int, head: int, role: str) -> float:
    """Return the score that made a head's role, 0 to 1; 0 for none."""
    return 0.0 if role == "mixed" else result.score(layer, head, role)


def head_atlas(
    result: AttentionHeadsResult, chosen: tuple[int, int], labels: AtlasLabels, theme: ChartTheme
) -> go.Figure:
    """Draw a square per head: colour is its role, size its score; x and y count from 1.

    Args:
        result: All heads.
        chosen: Layer and head, from 0, that get a ring.
    """
    places: dict[str, list[tuple[int, int]]] = {role: [] for role in ROLES}
    for layer in range(result.num_layers):
        for head in range(result.num_heads):
            places[result.role(layer, head)].append((layer, head))
    figure = go.Figure()
    for role in ROLES:
        _add_role(figure, result, role, places[role], labels, theme)
    figure.add_scatter(
        x=[chosen[1] + 1],
        y=[chosen[0] + 1],
        mode="markers",
        marker={
            "symbol": "square-open",
            "size": _SMALL_PX + _GROWTH_PX + 6,
            "color": theme.ink,
            "line": {"width": 2},
        },
        hoverinfo="skip",
        showlegend=False,
    )
    height = _HEAD_PX + _FOOT_PX + _ROW_PX * result.num_layers
    figure.update_layout(base_layout(theme, labels.title, height))
    figure.update_layout(
        margin={"l": 44, "r": 8, "t": _HEAD_PX, "b": _FOOT_PX},
        title={"y": 1, "yref": "container", "yanchor": "top", "pad": {"t": 6}},
        legend={
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": 0,
            "yref": "container",
            "yanchor": "bottom",
            "font": {"size": 12},
            "itemsizing": "constant",
        },
    )
    axis = {"showgrid": False, "zeroline": False, "fixedrange": True, "tickfont": {"size": 11}}
    figure.update_xaxes(
        **axis,
        side="top",
        title={"text": plain(labels.head), "standoff": 4, "font": {"size": 12}},
        tickvals=list(range(1, result.num_heads + 1)),
        tickangle=0,
        range=[0.4, result.num_heads + 0.6],
    )
    figure.update_yaxes(
        **axis,
        title={"text": plain(labels.layer), "standoff": 6, "font": {"size": 12}},
        tickvals=list(range(1, result.num_layers + 1)),
        range=[result.num_layers + 0.6, 0.4],
    )
    return figure


def _add_role(
    figure: go.Figure,
    result: AttentionHeadsResult,
    role: str,
    places: list[tuple[int, int]],
    labels: AtlasLabels,
    theme: ChartTheme,
) -> None:
    if not places:
        return
    scores = [strength_of(result, *place, role) for place in places]
    name = plain(labels.roles[role])
    score = "" if role == "mixed" else f"<br>{plain(labels.score)}: %{{customdata:.2f}}"
    figure.add_scatter(
        x=[head + 1 for _, head in places],
        y=[layer + 1 for layer, _ in places],
        customdata=scores,
        mode="markers",
        name=f"{name} ({len(places)})",
        marker={
            "symbol": "square",
            "size": [_SMALL_PX + _GROWTH_PX * score for score in scores],
            "color": role_color(role, theme),
            "opacity": 1,
        },
        # A click chooses a head; it must not pale the others.
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
        hovertemplate=(
            f"{plain(labels.layer)} %{{y}} · {plain(labels.head)} %{{x}}<br>{name}"
            f"{score}<extra></extra>"
        ),
    )
