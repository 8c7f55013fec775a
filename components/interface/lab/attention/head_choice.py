"""Choose heads: by their thumbnails, by numbers, by where their weight goes."""

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import get_args

import streamlit as st

from components.interface.charts.theme import ChartTheme
from components.interface.frame.i18n import Translator
from components.interface.frame.session import register_translated_options
from components.interface.lab.attention.head_grid import show_head_grid
from components.records.attention import (
    MAX_CHOSEN,
    AttentionResult,
    HeadPlace,
    Pool,
    Scope,
)

PAGE = "attention"
SCOPES: tuple[Scope, ...] = get_args(Scope)
POOLS: tuple[Pool, ...] = get_args(Pool)
_ONE_BY_ONE = ("chosen", "difference")


def number_of(place: HeadPlace) -> int:
    """Write a head as one number for links: layer 4, head 2 is 402; both count from 1.

    Example:
        >>> number_of((3, 1)), place_of(402)
        (402, (3, 1))
    """
    return 100 * (place[0] + 1) + place[1] + 1


def place_of(number: int) -> HeadPlace:
    """Read what `number_of` wrote."""
    return number // 100 - 1, number % 100 - 1


def chosen_heads() -> tuple[HeadPlace, ...]:
    """Give the heads that were chosen one by one; the single head where none was."""
    numbers = st.session_state.get(f"{PAGE}.chosen") or ()
    single = (st.session_state[f"{PAGE}.layer"] - 1, st.session_state[f"{PAGE}.head"] - 1)
    return tuple(map(place_of, numbers)) or (single,)


def _set_head(layer: int, head: int) -> None:
    """Set the single head; both indices count from 0, the widgets from 1."""
    st.session_state[f"{PAGE}.layer"] = layer + 1
    st.session_state[f"{PAGE}.head"] = head + 1


def _choose_head(scope: Scope, layer: int, head: int) -> None:
    """Take what was clicked: the head, or one more or one less of several."""
    if scope in _ONE_BY_ONE:
        most = 2 if scope == "difference" else MAX_CHOSEN
        heads = list(chosen_heads())
        if (layer, head) in heads and len(heads) > 1:
            heads.remove((layer, head))
        elif (layer, head) not in heads:
            heads = [*heads[-most + 1 :], (layer, head)]
        st.session_state[f"{PAGE}.chosen"] = tuple(map(number_of, heads))
    elif scope == "model":
        st.session_state[f"{PAGE}.scope"] = "head"
    _set_head(layer, head)


def show_scope(t: Translator) -> Scope:
    """Show which heads are looked at: one, several, all of a layer, all, or two compared."""
    chosen = st.pills(
        t(f"{PAGE}.scope_label"),
        SCOPES,
        format_func=lambda name: t(f"{PAGE}.scope.{name}"),
        key=f"{PAGE}.scope",
        required=True,
        persist_state="session",
    )
    register_translated_options(f"{PAGE}.scope")
    scope: Scope = chosen or SCOPES[0]
    if scope not in ("head", "difference"):
        st.segmented_control(
            t(f"{PAGE}.pool_label"),
            POOLS,
            format_func=lambda name: t(f"{PAGE}.pool.{name}"),
            key=f"{PAGE}.pool",
            required=True,
            persist_state="session",
        )
        register_translated_options(f"{PAGE}.pool")
    return scope


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
    scope: Scope = st.session_state[f"{PAGE}.scope"]
    st.subheader(t(f"{PAGE}.grid_title"), anchor=False)
    with st.container(width=720):
        st.caption(t(f"{PAGE}.grid_read"))
        if scope in _ONE_BY_ONE:
            most = 2 if scope == "difference" else MAX_CHOSEN
            st.caption(t(f"{PAGE}.grid_several", count=most))
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
        is_several=scope in _ONE_BY_ONE,
        on_choose=partial(_choose_head, scope),
    )
    _set_head(result.layer, result.head)
    if scope in ("head", "layer"):
        _show_numbers(t, result, ("layer", "head") if scope == "head" else ("layer",))
    if scope == "head":
        _show_jumps(t, result)


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
                on_click=_set_head,
                args=place,
            )
