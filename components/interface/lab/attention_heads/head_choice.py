"""The atlas of all heads, and what is known of the one that is chosen."""

import math
from typing import Any

import streamlit as st

from components.interface.charts.head_atlas import AtlasLabels, head_atlas
from components.interface.charts.paired_bars import paired_bars
from components.interface.charts.percents import write_percent
from components.interface.charts.theme import CONFIG, ChartTheme
from components.interface.frame.i18n import Translator
from components.interface.frame.menu import SCRIPTS
from components.interface.frame.session import is_arrival
from components.interface.lab.attention_heads.head_words import (
    PAGE,
    describe_head,
    name_head,
    write_score,
)
from components.interface.lab.shared.lab_input import carried_head, carry_head
from components.records.attention_heads import ROLES, AttentionHeadsResult

_LAYER, _HEAD, _ATLAS = f"{PAGE}.layer", f"{PAGE}.head", f"{PAGE}.atlas"


def bring_head() -> None:
    """Take over the head that was looked at on another page of the lab."""
    head = carried_head()
    if is_arrival() and head != (0, 0):
        choose_head(*head)


def choose_head(layer: int, head: int) -> None:
    """Choose a head; both count from 0, the widgets from 1."""
    st.session_state[_LAYER], st.session_state[_HEAD] = layer + 1, head + 1


def show_choice(t: Translator, result: AttentionHeadsResult, theme: ChartTheme) -> tuple[int, int]:
    """Show the atlas beside the chosen head.

    Returns:
        Layer and head that are chosen, from 0.
    """
    layer = min(int(st.session_state.get(_LAYER, 1)), result.num_layers) - 1
    head = min(int(st.session_state.get(_HEAD, 1)), result.num_heads) - 1
    choose_head(layer, head)
    left, right = st.columns([6, 5], gap="large")
    with left:
        _show_atlas(t, result, (layer, head), theme)
    with right:
        _show_numbers(t, result)
        _show_head(t, result, (layer, head), theme)
    carry_head(layer, head)
    return layer, head


def _show_atlas(
    t: Translator, result: AttentionHeadsResult, chosen: tuple[int, int], theme: ChartTheme
) -> None:
    labels = AtlasLabels(
        title=t(f"{PAGE}.atlas_title"),
        layer=t(f"{PAGE}.layer_axis"),
        head=t(f"{PAGE}.head_axis"),
        score=t(f"{PAGE}.score_axis"),
        roles={role: t(f"{PAGE}.role.{role}") for role in ROLES},
    )
    st.plotly_chart(
        head_atlas(result, chosen, labels, theme),
        theme=None,
        config=CONFIG,
        alt=t(f"{PAGE}.atlas_alt", counts=count_roles(t, result)),
        key=_ATLAS,
        on_select=_take_clicked,
        selection_mode="points",
    )
    with st.container(width=720):
        st.caption(t(f"{PAGE}.atlas_read"))


def count_roles(t: Translator, result: AttentionHeadsResult) -> str:
    """Say how many heads play each role."""
    roles = [
        result.role(layer, head)
        for layer in range(result.num_layers)
        for head in range(result.num_heads)
    ]
    counts = [(role, roles.count(role)) for role in ROLES]
    return t("common.separator").join(
        f"{t(f'{PAGE}.role.{role}')} {count}" for role, count in counts if count
    )


def _take_clicked() -> None:
    event: Any = st.session_state.get(_ATLAS)
    points = event.selection.points if event else []
    if points:
        choose_head(int(points[0]["y"]) - 1, int(points[0]["x"]) - 1)


def _show_numbers(t: Translator, result: AttentionHeadsResult) -> None:
    counts = {"layer": result.num_layers, "head": result.num_heads}
    with st.container(horizontal=True, gap="small"):
        for name, count in counts.items():
            st.number_input(
                t(f"{PAGE}.{name}", count=count),
                1,
                count,
                key=f"{PAGE}.{name}",
                persist_state="session",
                width=150,
            )
    st.caption(t(f"{PAGE}.jump"))
    with st.container(horizontal=True, gap="small"):
        for pattern in (*result.patterns, "sink"):
            place = result.strongest_head(pattern)
            if place is not None and result.score(*place, pattern) > 0:
                st.button(
                    f"{t(f'{PAGE}.role.{pattern}')} {write_score(result.score(*place, pattern))}",
                    key=f"{PAGE}.jump_{pattern}",
                    on_click=choose_head,
                    args=place,
                )


def _show_head(
    t: Translator, result: AttentionHeadsResult, chosen: tuple[int, int], theme: ChartTheme
) -> None:
    name = name_head(t, *chosen)
    st.subheader(name, anchor=False)
    st.markdown(describe_head(t, result, *chosen))
    patterns = [p for p in (*result.patterns, "sink") if not math.isnan(result.score(*chosen, p))]
    on_text = [result.score(*chosen, p) for p in patterns]
    on_random = [result.score(*chosen, p, is_random=True) for p in patterns]
    st.plotly_chart(
        paired_bars(
            [t(f"{PAGE}.role.{pattern}") for pattern in patterns],
            ((t(f"{PAGE}.on_text"), on_text), (t(f"{PAGE}.on_random"), on_random)),
            theme,
            t(f"{PAGE}.scores_title"),
            t(f"{PAGE}.score_axis"),
        ),
        theme=None,
        config=CONFIG,
        alt=t(
            f"{PAGE}.scores_alt",
            head=name,
            values=t("common.separator").join(
                f"{t(f'{PAGE}.role.{p}')} {write_score(a)} / {write_score(b)}"
                for p, a, b in zip(patterns, on_text, on_random, strict=True)
            ),
        ),
        key=f"{PAGE}.scores",
    )
    measures = result.measures
    st.caption(
        t(
            f"{PAGE}.spread",
            entropy=f"{measures.entropy_bits[chosen]:.2f}",
            most=f"{math.log2(len(result.tokens)):.2f}",
            distance=f"{measures.distance_tokens[chosen]:.1f}",
            confidence=write_percent(measures.confidence[chosen]),
        )
    )
    st.page_link(
        SCRIPTS["attention"][0],
        label=t(f"{PAGE}.look"),
        icon=SCRIPTS["attention"][1],
        query_params={
            "model": result.provenance.model_id,
            "layer": str(chosen[0] + 1),
            "head": str(chosen[1] + 1),
        },
    )
