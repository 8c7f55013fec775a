"""Choose what of a map is shown, and show it: filters, units, the canvas, how to read it."""

from collections.abc import Mapping
from typing import TypeVar

import streamlit as st

from components.interface.charts.percents import write_percent
from components.interface.charts.theme import ChartTheme
from components.interface.frame.i18n import Translator
from components.interface.frame.session import register_translated_options, theme_name
from components.interface.frame.session_field import SessionField
from components.interface.lab.attention.canvas.attention_canvas import (
    Drawing,
    Mode,
    show_attention_canvas,
)
from components.interface.lab.attention.head_choice import shares_of
from components.interface.lab.attention.page_state import (
    DIRECTIONS,
    MODES,
    PAGE,
    UNITS,
    AttentionPageState,
)
from components.records.attention import AttentionRequest, AttentionResult
from components.records.attention_view import AttentionView

Named = TypeVar("Named", bound=str)


def _show_choice(
    t: Translator, field: SessionField[Named], options: tuple[str, ...], help_: str = ""
) -> None:
    st.segmented_control(
        t(f"{PAGE}.{field.name}_label"),
        options,
        format_func=lambda option: t(f"{PAGE}.{field.name}.{option}"),
        key=field.key,
        required=True,
        help=help_ or None,
        persist_state="session",
    )
    register_translated_options(field.key)


def _show_filters(t: Translator, result: AttentionResult) -> None:
    with st.container(horizontal=True, gap="medium"):
        _show_choice(t, AttentionPageState.mode, MODES)
        _show_choice(t, AttentionPageState.unit, UNITS, t(f"{PAGE}.unit_help"))
        if result.is_pair:
            _show_choice(t, AttentionPageState.direction, DIRECTIONS)
    with st.container(horizontal=True, gap="medium"):
        has_special = any(token.is_special for token in result.tokens)
        for field, is_there in (
            (AttentionPageState.hide_special, has_special),
            (AttentionPageState.rescale, result.comparison is None),
        ):
            st.toggle(
                t(f"{PAGE}.{field.name}"),
                key=field.key,
                disabled=not is_there,
                help=t(f"{PAGE}.{field.name}_help"),
                persist_state="session",
            )


def name_head(t: Translator, place: tuple[int, int]) -> str:
    """Name a head as people count it."""
    return t(f"{PAGE}.head_name", layer=place[0] + 1, head=place[1] + 1)


def name_shown(t: Translator, request: AttentionRequest, result: AttentionResult) -> str:
    """Name what the map shows: a head, several pooled, or a difference."""
    names = [name_head(t, place) for place in result.selected]
    if len(names) == 1:
        return names[0]
    if request.scope == "difference":
        return t(f"{PAGE}.shown.difference", one=names[0], other=names[1])
    values: Mapping[str, str | int] = {
        "count": len(names),
        "layer": result.layer + 1,
        "pool": t(f"{PAGE}.pool_of.{request.pool}"),
        "names": t("common.separator").join(names[:6]),
    }
    return t(f"{PAGE}.shown.{request.scope}", **values)


def show_view(
    t: Translator,
    state: AttentionPageState,
    request: AttentionRequest,
    result: AttentionResult,
    theme: ChartTheme,
) -> AttentionView:
    """Show filters, canvas, and how to read it; return the rows and columns shown."""
    shown = name_shown(t, request, result)
    st.subheader(shown, anchor=False)
    _show_filters(t, result)
    view = state.view_of(result)
    words = ("sum", "mean", "masked", "query", "key", "more", "less")
    mode = state.mode
    tools = ("in", "out", "fit", "png")
    label = t(f"{PAGE}.canvas.label", title=shown, rows=len(view.queries), columns=len(view.keys))
    texts = {
        "title": shown,
        "label": label,
        **{name: t(f"{PAGE}.canvas.{name}") for name in words},
        "hint": t(f"{PAGE}.canvas.hint_{mode}"),
        **{tool: t(f"{PAGE}.canvas.{tool}") for tool in tools},
        **{f"{tool}_help": t(f"{PAGE}.canvas.{tool}_help") for tool in tools},
    }
    names = [name_head(t, place) for place in result.selected[: len(view.each)]]
    show_attention_canvas(
        result,
        view,
        theme,
        Drawing(mode, texts, names, state.queries, state.keys),
        key=f"{PAGE}.canvas",
        on_pick=state.pick_tokens,
    )
    _show_reading(t, request, result, view, mode)
    return view


def _show_reading(
    t: Translator,
    request: AttentionRequest,
    result: AttentionResult,
    view: AttentionView,
    mode: Mode,
) -> None:
    with st.container(width=720):
        if result.comparison is not None:
            values = {
                "percent": write_percent(result.comparison.total_variation),
                "distance": f"{result.comparison.jensen_shannon:.3f}",
            }
            st.markdown(t(f"{PAGE}.compared", **values))
        elif request.scope == "head":
            name = name_head(t, (result.layer, result.head))
            shares = shares_of(t, result, "share_to")
            st.markdown(t(f"{PAGE}.summary", name=name, shares=shares))
        notes = [f"{PAGE}.{name}" for name in _notes(request, result, view, mode)]
        # Chinese sets no space after a full stop.
        st.caption(" ".join(t(note) for note in notes).replace("。 ", "。"))


def _notes(
    request: AttentionRequest, result: AttentionResult, view: AttentionView, mode: Mode
) -> list[str]:
    """Name the sentences that say how to read what is shown."""
    is_difference = result.comparison is not None
    tone = "_dark" if theme_name() == "dark" else ""
    reading = "lines_read" if mode == "lines" else f"map_read{tone}"
    if is_difference:
        reading = f"difference_read_{mode}"
    is_partial = len(view.keys) < len(result.tokens)
    partial = "map_rescaled" if view.is_rescaled else "map_hidden"
    is_max = request.pool == "max" and request.scope not in ("head", "difference")
    conditions = {
        reading: True,
        "map_masked": result.is_causal and mode == "map",
        "map_max": is_max and len(result.selected) > 1,
        "map_merged": request.unit != "token",
        partial: is_partial and not is_difference,
        "no_second": request.scope == "difference" and not is_difference,
        "no_special": not any(token.is_special for token in result.tokens),
        "only_special": all(token.is_special for token in result.tokens),
        "half": max(view.weights.shape) > 128,
    }
    return [name for name, holds in conditions.items() if holds]
