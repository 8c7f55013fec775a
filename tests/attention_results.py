"""Attention results made by hand."""

import numpy as np

from components.records.answer import Provenance
from components.records.attention import AttentionResult
from components.records.token import Token


def make_result(
    names, weights=None, *, segments=None, special=(), is_causal=False, comparison=None, text=""
):
    """One head of a model of one layer and one head; the weights at random where none are given."""
    count = len(names)
    if weights is None:
        weights = np.random.default_rng(0).random((count, count), dtype=np.float32)
    tokens = tuple(
        Token(i, name, i, i + 1, is_special=i in special) for i, name in enumerate(names)
    )
    return AttentionResult(
        text=text,
        tokens=tokens,
        starts=tuple(range(count)),
        segments=segments or (0,) * count,
        layer=0,
        head=0,
        selected=((0, 0),),
        weights=weights,
        each=weights[None],
        comparison=comparison,
        overview=np.rint(255 * np.sqrt(abs(weights))).astype(np.uint8)[None, None],
        shares=np.zeros((1, 1, 5), dtype=np.float32),
        is_causal=is_causal,
        provenance=Provenance("m", "cpu", "torch", 0.0, count, count),
    )
