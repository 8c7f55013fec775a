"""A model's answer as distributions that can be read again and compared."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.models.backends.loaded import TokenCount
from components.records.head_knockout import AnswerKind

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Answers:
    """What a model answers to several copies of one input.

    Attributes:
        log_probabilities: Distributions that are independent of each other, each float64,
            (copy, outcome), in nats.
        vectors: float64, (copy, dimension), of a model without distributions; else None.
    """

    log_probabilities: tuple[Floats, ...] = ()
    vectors: Floats | None = None


@dataclass(frozen=True)
class Asked:
    """One input of a model, ready to be read again and again.

    Attributes:
        kind: What it answers.
        read: Number of copies → answers; the model reads them in one batch.
        weigh: Answers and index of a copy → probabilities, float64, (outcome,); none of a vector.
        spell: Index of an outcome → its name.
        rank: Probabilities and a number → indices of so many likely outcomes, the likeliest first.
        count: How much of the input is read.
    """

    kind: AnswerKind
    read: Callable[[int], Answers]
    weigh: Callable[[Answers, int], Floats]
    spell: Callable[[int], str]
    rank: Callable[[Floats, int], list[int]]
    count: TokenCount


def compute_kl_bits(before: Answers, after: Answers) -> Floats:
    """Kullback–Leibler divergence Σ p log2 (p / q) of each copy from one distribution.

    Args:
        before: p; one copy, or one for each of the others.
        after: q.

    Returns:
        float64, (copy,), in bits, at least 0; summed over independent distributions.

    Example:
        >>> half, quarter = np.log([[0.5, 0.5]]), np.log([[0.25, 0.75]])
        >>> compute_kl_bits(Answers((half,)), Answers((half,))).tolist()
        [0.0]
        >>> compute_kl_bits(Answers((half,)), Answers((quarter,))).round(4).tolist()
        [0.2075]
    """
    pairs = zip(before.log_probabilities, after.log_probabilities, strict=True)
    total = sum((np.exp(p) * (p - q)).sum(axis=-1) for p, q in pairs)
    return np.asarray(np.maximum(total, 0.0) / np.log(2), dtype=np.float64)


def log_softmax(logits: Any) -> Floats:
    """Logarithms of the softmax over the last axis, in nats."""
    exact = np.asarray(logits, dtype=np.float64)
    shifted = exact - exact.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)))


def rank_likely(probabilities: Floats, count: int) -> list[int]:
    """Indices of the largest probabilities, the largest first."""
    return [int(index) for index in np.argsort(-probabilities, kind="stable")[:count]]
