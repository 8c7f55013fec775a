"""Softmax over the last axis, as plain numpy; the largest score is taken off first."""

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

F = TypeVar("F", np.float32, np.float64)


def softmax(scores: NDArray[F]) -> NDArray[F]:
    """Turn each row of scores into weights that sum to 1, in the scores' precision.

    Example:
        >>> softmax(np.array([[0.0, np.log(3.0)], [5.0, -np.inf]])).round(6).tolist()
        [[0.25, 0.75], [1.0, 0.0]]
    """
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights: NDArray[F] = powers / powers.sum(axis=-1, keepdims=True)
    return weights


def log_softmax(logits: Any) -> NDArray[np.float64]:
    """Return the logarithms of the softmax in nats, computed in float64 whatever comes in."""
    exact = np.asarray(logits, dtype=np.float64)
    shifted = exact - exact.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)))
