"""An attention map on a canvas, or lines between two columns of tokens; a click tells Python."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import streamlit as st

from components.interface.browser.component import load_component
from components.interface.browser.packing import pack
from components.interface.charts.theme import ChartTheme
from components.interface.charts.token_labels import LONGEST_LABEL
from components.records.attention import AttentionResult
from components.records.attention_view import AttentionView
from components.text.graphemes import shorten

Mode = Literal["map", "lines"]

MOST_EXACT = 128
"""Up to this many tokens weights travel in single precision, else in half (three digits)."""

_attention_canvas = load_component(Path(__file__))


@dataclass(frozen=True)
class Drawing:
    """How a view is drawn.

    Attributes:
        mode: `map` draws the view's weights, `lines` each of its heads in a colour of its own.
        texts: Translated words; see the scripts for their names.
        names: One per head of the view.
        queries: Places of the queries to mark.
        keys: Places of the keys to mark.
    """

    mode: Mode
    texts: Mapping[str, str]
    names: Sequence[str]
    queries: Sequence[int]
    keys: Sequence[int]


def show_attention_canvas(
    result: AttentionResult,
    view: AttentionView,
    theme: ChartTheme,
    drawing: Drawing,
    *,
    key: str,
    on_pick: Callable[[int | None, int | None], None],
) -> None:
    """Show a map or lines. Hover, keys and zoom stay in the browser.

    Args:
        result: Whose tokens are the labels.
        view: Rows, columns and weights to show.
        drawing: How it is drawn.
        on_pick: Called with the places of a query and a key before the next run of the page: both
            where a cell was chosen, one and None if a token was.
    """

    def take() -> None:
        picked = parse_picked(st.session_state[key].picked, len(result.tokens))
        if picked is not None:
            on_pick(*picked)

    data = pack_view(result, view, theme, drawing)
    _attention_canvas(key=key, data=data, on_picked_change=take)


def parse_picked(value: object, count: int) -> tuple[int | None, int | None] | None:
    """Read what the browser sent: the places of a query and a key, one of them perhaps None.

    Example:
        >>> parse_picked([1, None], 4), parse_picked([4, 0], 4), parse_picked([None, None], 4)
        ((1, None), None, None)
    """
    if not isinstance(value, list | tuple) or len(value) != 2:
        return None
    places = [place for place in value if place is not None]
    if not places or not all(type(place) is int and 0 <= place < count for place in places):
        return None
    return value[0], value[1]


def pack_view(
    result: AttentionResult, view: AttentionView, theme: ChartTheme, drawing: Drawing
) -> bytes:
    """Put what the scripts draw into bytes: a header, then one matrix, or one per head.

    Returns:
        Header and numbers as `packing.pack` joins them: float32 up to `MOST_EXACT` tokens, else
        float16.
    """
    is_signed = result.comparison is not None
    is_lines = drawing.mode == "lines" and not is_signed
    matrices = view.each if is_lines else view.weights[None]
    is_exact = max(matrices.shape[1:]) <= MOST_EXACT
    labels = [shorten(token.text, LONGEST_LABEL) for token in result.tokens]
    header = {
        "mode": drawing.mode,
        "queries": [labels[place] for place in view.queries],
        "keys": [labels[place] for place in view.keys],
        "queryPlaces": view.queries,
        "keyPlaces": view.keys,
        "heads": len(matrices),
        "digits": 4 if is_exact else 2,
        "causal": result.is_causal,
        "signed": is_signed,
        "selectedQueries": list(drawing.queries),
        "selectedKeys": list(drawing.keys),
        "scale": theme.diverging if is_signed else theme.sequential,
        "ends": [theme.negative, theme.positive],
        "colours": theme.categorical if len(matrices) > 1 else [theme.sequential[6]],
        "bar": theme.sequential[5],
        "masked": theme.masked,
        "accent": theme.accent,
        "ink": theme.ink,
        "muted": theme.muted,
        "line": theme.line,
        "background": theme.background,
        "names": list(drawing.names),
        "texts": dict(drawing.texts),
        "file": "attention.png",
    }
    numbers = np.ascontiguousarray(matrices, dtype="<f4" if is_exact else "<f2")
    return pack(header, numbers.tobytes())
