"""Choose heads: by their thumbnails, by numbers, by where their weight goes."""

import math
from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from components.interface.charts.percents import write_percent
from components.interface.charts.theme import ChartTheme
from components.interface.frame.i18n import Translator
from components.interface.frame.session import register_translated_options
from components.interface.lab.attention.head_grid import show_head_grid
from components.interface.lab.attention.page_state import (
    PAGE,
    POOLS,
    SCOPES,
    AttentionPageState,
)
from components.records.attention import AttentionResult


def show_scope(t: Translator, state: AttentionPageState) -> None:
    """Show which heads are looked at: one, several, all of a layer, all, or two compared."""
    st.pills(
        t(f"{PAGE}.scope_label"),
        SCOPES,
        format_func=lambda name: t(f"{PAGE}.scope.{name}"),
        key=AttentionPageState.scope.key,
        required=True,
        persist_state="session",
    )
    register_translated_options(AttentionPageState.scope.key)
    if state.scope not in ("head", "difference"):
        st.segmented_control(
            t(f"{PAGE}.pool_label"),
            POOLS,
            format_func=lambda name: t(f"{PAGE}.pool.{name}"),
            key=AttentionPageState.pool.key,
            required=True,
            persist_state="session",
        )
        register_translated_options(AttentionPageState.pool.key)


def _share_of(t: Translator, result: AttentionResult, role: str, message: str = "share") -> str:
    """Say how much of a head's weight goes to one role."""
    percent = write_percent(result.share(role))
    return t(f"{PAGE}.{message}", role=t(f"{PAGE}.role.{role}"), percent=percent)


def shares_of(t: Translator, result: AttentionResult, message: str = "share") -> str:
    """Say how much of a head's weight goes where, in one line.

    Args:
        result: Whose layer and head are meant.
        message: `share` names the role first, `share_to` the number.
    """
    roles = [role for role in result.roles if not math.isnan(result.share(role))]
    return t("common.separator").join(_share_of(t, result, role, message) for role in roles)


def show_head_choice(
    t: Translator, state: AttentionPageState, result: AttentionResult, theme: ChartTheme
) -> None:
    """Show all heads, and three ways to another one: the picture, the numbers, the roles."""
    st.subheader(t(f"{PAGE}.grid_title"), anchor=False)
    with st.container(width=720):
        st.caption(t(f"{PAGE}.grid_read"))
        if state.is_one_by_one:
            st.caption(t(f"{PAGE}.grid_several", count=state.max_chosen))
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
        is_several=state.is_one_by_one,
        on_choose=state.choose_head,
    )
    if state.scope in ("head", "layer"):
        _show_numbers(t, result, ("layer", "head") if state.scope == "head" else ("layer",))
    if state.scope == "head":
        _show_jumps(t, state, result)


def _show_numbers(t: Translator, result: AttentionResult, names: Sequence[str]) -> None:
    counts = {"layer": result.num_layers, "head": result.num_heads}
    with st.container(horizontal=True, gap="small"):
        for name in names:
            st.number_input(
                t(f"{PAGE}.{name}", count=counts[name]),
                1,
                counts[name],
                key=f"{PAGE}.{name}",
                persist_state="session",
                width=160,
            )


def _show_jumps(t: Translator, state: AttentionPageState, result: AttentionResult) -> None:
    """Show a button per role that leads to the head that plays it most."""
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
                on_click=state.set_head,
                args=place,
            )
