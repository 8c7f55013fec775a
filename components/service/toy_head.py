"""An attention head of four words and four numbers that one can follow by hand."""

from collections.abc import Sequence

import numpy as np

from components.engine.inference.head_steps import compute_head
from components.records.attention_steps import HeadSteps

WORDS, WIDTH = 4, 4
QUERIES = ((1, 0, 0, 0), (2, 0, 0, 0), (3, 0, 0, 0), (2, 0, 0, 2))
KEYS = ((2, 0, 0, 0), (0, 2, 0, 0), (1, 0, 0, 1), (0, 1, 2, 0))
VALUES = ((4, 0, 0, 0), (0, 4, 0, 0), (2, 0, 0, 2), (0, 0, 4, 0))


def compute_toy(
    queries: Sequence[Sequence[float]],
    keys: Sequence[Sequence[float]],
    values: Sequence[Sequence[float]],
    is_causal: bool,
) -> HeadSteps:
    """Compute the toy head.

    Example:
        The third word's query (3, 0, 0, 0) meets the keys with 6, 0, 3 and 0; halved, as √4 is 2,
        that is 3, 0, 1.5 and 0. e³ = 20.09, e⁰ = 1, e^1.5 = 4.48 and e⁰ = 1 add up to 26.57, so the
        weights are 0.756, 0.038, 0.169 and 0.038.

        >>> toy = compute_toy(QUERIES, KEYS, VALUES, is_causal=False)
        >>> toy.products[2].tolist(), toy.scaled[2].tolist()
        ([6.0, 0.0, 3.0, 0.0], [3.0, 0.0, 1.5, 0.0])
        >>> [f"{weight:.3f}" for weight in toy.weights[2]]
        ['0.756', '0.038', '0.169', '0.038']

        The first number of the sum: 0.756 · 4 + 0.038 · 0 + 0.169 · 2 + 0.038 · 0.

        >>> [f"{number:.2f}" for number in toy.outputs[2]]
        ['3.36', '0.15', '0.15', '0.34']

        With the mask the third word cannot look at the fourth; 20.09 + 1 + 4.48 = 25.57.

        >>> toy = compute_toy(QUERIES, KEYS, VALUES, is_causal=True)
        >>> [f"{weight:.3f}" for weight in toy.weights[2]]
        ['0.786', '0.039', '0.175', '0.000']
    """
    q, k, v = (np.array(rows, dtype=np.float32) for rows in (queries, keys, values))
    return compute_head(q, k, v, is_causal)
