"""Numbers of attention heads: which pattern they follow, and how they spread their weight.

A pattern's score is Σ(A ⊙ D) / ΣA over ordinary tokens, where D marks the places of the pattern
(the head detector of TransformerLens, github.com/TransformerLensOrg/TransformerLens). Induction is
measured where nothing but copying can help, on a random block that is repeated: Olsson et al. 2022
(arXiv:2209.11895).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from components.records.attention_heads import PATTERNS, HeadMeasures

Floats = NDArray[np.float32]


def mark_patterns(ids: Sequence[int], is_causal: bool) -> NDArray[np.bool_]:
    """Mark where each pattern looks in a text.

    Args:
        ids: Token ids of the text.
        is_causal: True leaves out what the causal mask hides.

    Returns:
        bool, (pattern, query, key) in the order of `PATTERNS`; induction is nowhere, see
        `measure_induction`.

    Example:
        >>> marks = mark_patterns([7, 8, 7], is_causal=True)
        >>> [np.argwhere(mark).tolist() for mark in marks]
        [[[1, 0], [2, 1]], [], [[0, 0], [1, 1], [2, 2]], [[2, 0]], []]
    """
    count = len(ids)
    numbers = np.asarray(ids)
    same = (numbers[:, None] == numbers) & ~np.eye(count, dtype=bool)
    marks = np.stack(
        [
            np.eye(count, k=-1, dtype=bool),
            np.eye(count, k=1, dtype=bool),
            np.eye(count, dtype=bool),
            same,
            np.zeros((count, count), dtype=bool),
        ]
    )
    return marks & np.tril(np.ones((count, count), dtype=bool)) if is_causal else marks


def measure_heads(
    weights: Floats, ids: Sequence[int], ordinary: Sequence[int], is_causal: bool
) -> HeadMeasures:
    """Measure every head on one text.

    Args:
        weights: float32, (layer, head, query, key), rows sum to 1.
        ids: Token ids of the text.
        ordinary: Indices of the tokens that count; the others are sinks.
        is_causal: True for a decoder.

    Returns:
        Scores without induction, which is NaN.
    """
    places = np.asarray(ordinary, dtype=int)
    rows = weights[:, :, places]
    own = rows[..., places]
    total = np.maximum(own.sum(axis=(-1, -2)), np.finfo(np.float32).tiny)
    scores = np.full((*weights.shape[:2], len(PATTERNS)), np.nan, dtype=np.float32)
    marks = mark_patterns(ids, is_causal)[:, places][..., places]
    for number, mark in enumerate(marks):
        if mark.any():
            scores[..., number] = own[..., mark].sum(axis=-1) / total
    distances = np.abs(places[:, None] - places)
    return HeadMeasures(
        scores=scores,
        sink_share=1 - own.sum(axis=-1).mean(axis=-1),
        entropy_bits=compute_entropy_bits(rows).mean(axis=-1),
        distance_tokens=(own * distances).sum(axis=(-1, -2)) / total,
        confidence=own.max(axis=-1).mean(axis=-1),
    )


def compute_entropy_bits(rows: Floats) -> Floats:
    """Entropy of distributions, −Σ a log2 a, in bits.

    Args:
        rows: float32, (…, key), summing to 1.

    Example:
        >>> compute_entropy_bits(np.full(8, 0.125, dtype=np.float32)).item()
        3.0
    """
    logs = np.log2(rows, out=np.zeros_like(rows), where=rows > 0)
    entropy: Floats = np.abs((rows * logs).sum(axis=-1))
    return entropy


def measure_induction(weights: Floats, length: int) -> Floats:
    """Return the mean weight from a block's second copy on what followed the token in the first.

    Args:
        weights: float32, (layer, head, query, key), of a block of `length` tokens and its copy.
        length: Of the block, in tokens.

    Returns:
        float32, (layer, head): mean of A[i, i − length + 1] over the second copy, 0 to 1.
    """
    queries = np.arange(length, 2 * length)
    mean: Floats = weights[..., queries, queries - length + 1].mean(axis=-1)
    return mean


def mean_measures(parts: Sequence[HeadMeasures]) -> HeadMeasures:
    """Average the measures of several texts."""
    names = HeadMeasures.__dataclass_fields__
    return HeadMeasures(
        **{name: np.mean([getattr(part, name) for part in parts], axis=0) for name in names}
    )
