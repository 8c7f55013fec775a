"""One attention head, step by step, in plain numpy: softmax(QKᵀ/√d)V (arXiv:1706.03762).

The walk-through of a real model and the toy that one follows by hand are both computed here.
"""

import math

import numpy as np
from numpy.typing import NDArray

from components.engine.inference.softmax import softmax
from components.records.attention_steps import HeadSteps

Floats = NDArray[np.float32]


def compute_head(queries: Floats, keys: Floats, values: Floats, is_causal: bool) -> HeadSteps:
    """Compute one head and keep everything on the way.

    Args:
        queries: float32, (query, d).
        keys: float32, (key, d).
        values: float32, (key, value dimension).
        is_causal: True lets query i look at keys 0 … i only.

    Example:
        Two tokens, d = 4, so √d = 2. The first query meets the first key with 2·1 + 2·1 = 4, which
        is 2 after scaling, and the second key with 0; e² : e⁰ is 0.881 : 0.119.

        >>> q = np.array([[2.0, 2, 0, 0], [0, 0, 0, 0]])
        >>> k = np.array([[1.0, 1, 0, 0], [0, 0, 1, 1]])
        >>> v = np.array([[10.0, 0], [0, 10]])
        >>> steps = compute_head(q, k, v, is_causal=False)
        >>> steps.products.tolist(), steps.scaled.tolist()
        ([[4.0, 0.0], [0.0, 0.0]], [[2.0, 0.0], [0.0, 0.0]])
        >>> steps.weights.round(3).tolist()
        [[0.881, 0.119], [0.5, 0.5]]
        >>> steps.outputs.round(2).tolist()
        [[8.81, 1.19], [5.0, 5.0]]
    """
    products = queries @ keys.T
    scaled = products / math.sqrt(keys.shape[-1])
    masked = mask_later(scaled) if is_causal else scaled
    weights = softmax(masked)
    return HeadSteps(queries, keys, values, products, scaled, masked, weights, weights @ values)


def mask_later(scores: Floats) -> Floats:
    """Set scores to −∞ where a key comes after its query.

    Example:
        >>> mask_later(np.array([[1.0, 2.0], [3.0, 4.0]])).tolist()
        [[1.0, -inf], [3.0, 4.0]]
    """
    later = np.triu(np.ones(scores.shape, dtype=bool), k=1)
    return np.where(later, -np.inf, scores).astype(scores.dtype)
