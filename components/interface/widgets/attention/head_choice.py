"""Choose a head: by its thumbnail, by its numbers, by where its weight goes."""

import math
from dataclasses import replace

import streamlit as st

from components.interface.charts.theme import ChartTheme
from components.interface.i18n import Translator
from components.interface.widgets.attention.head_grid import show_head_grid
from components.records.attention import AttentionResult

PAGE = "attention"


def _choose_head(layer: int, head: int) -> None:
    """Show another head; both indices count from 0, the widgets from 1."""
    st.session_state[f"{PAGE}.layer"] = layer + 1
    st.session_state[f"{PAGE}.head"] = head + 1


def _share_of(t: Translator, result: AttentionResult, role: str, message: str = "share") -> str:
    """Say how much of a head's weight goes to one role."""
    percent = f"{100 * result.share(role):.0f}"
    return t(f"{PAGE}.{message}", role=t(f"{PAGE}.role.{role}"), percent=percent)


def shares_of(t: Translator, result: AttentionResult, message: str = "share") -> str:
    """Say how much of a head's weight goes where, in one line.

    Args:
        t: Translator.
        result: Whose layer and head are meant.
        message: `share` names the role first, `share_to` the number.
    """
    roles = [role for role in result.roles if not math.isnan(result.share(role))]
    return t("common.separator").join(_share_of(t, result, role, message) for role in roles)


def show_head_choice(t: Translator, result: AttentionResult, theme: ChartTheme) -> None:
    """Show all heads, and three ways to another one: the picture, the numbers, the roles.

    The widgets `attention.layer` and `attention.head` count from 1 and are always in step.
    """
    st.subheader(t(f"{PAGE}.grid_title"), anchor=False)
    with st.container(width=720):
        st.caption(t(f"{PAGE}.grid_read"))
        if len(result.tokens) > (side := result.overview.shape[-1]):
            st.caption(t(f"{PAGE}.grid_pooled", side=side))
    show_head_grid(
        result,
        theme,
        label=t(f"{PAGE}.grid_label", layers=result.num_layers, heads=result.num_heads),
        name=t(f"{PAGE}.head_name"),
        notes=[
            shares_of(t, replace(result, layer=layer, head=head))
            for layer in range(result.num_layers)
            for head in range(result.num_heads)
        ],
        key=f"{PAGE}.grid",
        on_choose=_choose_head,
    )
    _choose_head(result.layer, result.head)
    counts = {"layer": result.num_layers, "head": result.num_heads}
    with st.container(horizontal=True, gap="small"):
        for name, count in counts.items():
            st.number_input(
                t(f"{PAGE}.{name}", count=count),
                1,
                count,
                key=f"{PAGE}.{name}",
                persist_state="session",
                width=160,
            )
    _show_jumps(t, result)


def _show_jumps(t: Translator, result: AttentionResult) -> None:
    """Show a button a role, to the head that plays it most."""
    st.caption(t(f"{PAGE}.jump"))
    with st.container(horizontal=True, gap="small"):
        for role in result.roles:
            place = result.strongest_head(role)
            if place is None:
                continue
            strongest = replace(result, layer=place[0], head=place[1])
            st.button(
                _share_of(t, strongest, role),
                key=f"{PAGE}.jump_{role}",
                on_click=_choose_head,
                args=place,
            )
