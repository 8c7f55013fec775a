"""All heads of a model as thumbnails, one of them chosen."""

from collections.abc import Callable, Sequence
from pathlib import Path

import streamlit as st

from components.interface.browser.component import load_component
from components.interface.browser.packing import pack
from components.interface.charts.theme import ChartTheme
from components.records.attention import AttentionResult

_head_grid = load_component(Path(__file__))


def show_head_grid(
    result: AttentionResult,
    theme: ChartTheme,
    *,
    label: str,
    name: str,
    notes: Sequence[str],
    key: str,
    is_several: bool,
    on_choose: Callable[[int, int], None],
) -> None:
    """Show every head of a model; a click or Enter chooses one.

    Args:
        result: Whose `overview` is drawn; its selected heads are outlined.
        label: What this is and how the keyboard works, for screen readers.
        name: How a head is called, with `{layer}` and `{head}`, which count from 1.
        notes: One remark per head, layer by layer.
        is_several: True if a click adds a head or takes it away again, also the last one.
        on_choose: Called with layer and head, from 0, before the next run of the page.
    """

    def take() -> None:
        place = parse_place(st.session_state[key].chosen, result.num_layers, result.num_heads)
        if place is not None:
            on_choose(*place)

    data = pack_heads(result, theme, label=label, name=name, notes=notes, is_several=is_several)
    _head_grid(key=key, data=data, on_chosen_change=take)


def parse_place(value: object, num_layers: int, num_heads: int) -> tuple[int, int] | None:
    """Read what the browser sent: layer and head from 0; None for anything else.

    Example:
        >>> parse_place([1, 2], 6, 12), parse_place([6, 0], 6, 12), parse_place("x", 6, 12)
        ((1, 2), None, None)
    """
    if not isinstance(value, list | tuple) or len(value) != 2:
        return None
    if not all(isinstance(number, int) for number in value):
        return None
    layer, head = value
    is_there = 0 <= layer < num_layers and 0 <= head < num_heads
    return (int(layer), int(head)) if is_there else None


def pack_heads(
    result: AttentionResult,
    theme: ChartTheme,
    *,
    label: str,
    name: str,
    notes: Sequence[str],
    is_several: bool,
) -> bytes:
    """Put header and pictures into one run of bytes."""
    header = {
        "layers": result.num_layers,
        "heads": result.num_heads,
        "side": result.overview.shape[-1],
        "layer": result.layer,
        "head": result.head,
        "causal": result.is_causal,
        "scale": theme.sequential,
        "masked": theme.masked,
        "accent": theme.accent,
        "ink": theme.ink,
        "muted": theme.muted,
        "line": theme.line,
        "label": label,
        "name": name,
        "notes": list(notes),
        # An outline around every head would say nothing.
        "selected": result.selected if len(result.selected) <= result.num_heads else (),
        "several": is_several,
    }
    return pack(header, result.overview.tobytes())
