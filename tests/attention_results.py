"""Attention results made by hand."""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from components.records.answer import Provenance
from components.records.attention import AttentionResult, HeadComparison
from components.records.token import Token


def make_result(
    names: Sequence[str],
    weights: NDArray[np.float32] | None = None,
    *,
    segments: tuple[int, ...] | None = None,
    special: Collection[int] = (),
    is_causal: bool = False,
    comparison: HeadComparison | None = None,
    text: str = "",
) -> AttentionResult:
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
