"""What a learner claims, has demonstrated and retains, skill by skill."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from components.interface.charts.layout import legend, value_axis
from components.interface.charts.theme import ChartTheme, base_layout, blend, plain
from components.records.mastery import SkillMastery
from components.text.graphemes import shorten_to_width

ROW_PX = 44
_HEAD_PX, _FOOT_PX = 84, 52
_NAME_CELLS = 44


@dataclass(frozen=True)
class MasteryLabels:
    """The chart's words, translated.

    Attributes:
        title: Of the chart.
        axis: Of the levels.
        claimed: Name of the marks.
        demonstrated: Name of the pale bars.
        retained: Name of the full bars.
    """

    title: str
    axis: str
    claimed: str
    demonstrated: str
    retained: str


def skill_mastery(
    rows: Sequence[tuple[str, SkillMastery]], labels: MasteryLabels, theme: ChartTheme
) -> go.Figure:
    """Draw one row per skill: what is retained over what was demonstrated, and a mark at the claim.

    Args:
        rows: Name of the skill, translated, and its mastery; the first stands on top.
        labels: Words.
    """
    places = list(range(len(rows)))
    shown = [mastery.demonstrated or 0.0 for _, mastery in rows]
    kept = [mastery.retained or 0.0 for _, mastery in rows]
    figure = go.Figure()
    pale = blend(theme.categorical[0], theme.background, 0.35)
    for name, values, color in (
        (labels.demonstrated, shown, pale),
        (labels.retained, kept, theme.categorical[0]),
    ):
        figure.add_bar(
            name=plain(name),
            x=values,
            y=places,
            orientation="h",
            width=0.24,
            marker={"color": color, "line": {"width": 0}},
            hovertemplate=f"{plain(name)} %{{x:.1f}}<extra></extra>",
        )
    claims = [
        (y, m.claimed) for y, (_, m) in zip(places, rows, strict=True) if m.claimed is not None
    ]
    figure.add_scatter(
        name=plain(labels.claimed),
        x=[claim for _, claim in claims],
        y=[place for place, _ in claims],
        mode="markers",
        cliponaxis=False,
        marker={
            "symbol": "diamond-open",
            "size": 12,
            "color": theme.categorical[1],
            "line": {"width": 2},
        },
        hovertemplate=f"{plain(labels.claimed)} %{{x}}<extra></extra>",
    )
    figure.update_layout(base_layout(theme, labels.title, _HEAD_PX + _FOOT_PX + ROW_PX * len(rows)))
    figure.update_layout(
        barmode="overlay",
        margin={"l": 10, "r": 14, "t": _HEAD_PX, "b": _FOOT_PX},
        legend=legend(xanchor="left", y=1, yanchor="bottom", traceorder="reversed"),
        annotations=[
            {
                "x": 0,
                "y": place,
                "xref": "paper",
                "yshift": 15,
                "xanchor": "left",
                "showarrow": False,
                "text": plain(shorten_to_width(name, _NAME_CELLS)),
                "font": {"size": 13, "color": theme.ink},
            }
            for place, (name, _) in zip(places, rows, strict=True)
        ],
    )
    figure.update_xaxes(
        **value_axis(theme, labels.axis),
        range=[0, 3.06],
        tickvals=[0, 1, 2, 3],
    )
    figure.update_yaxes(visible=False, range=[len(rows) - 0.6, -0.75], fixedrange=True)
    return figure
