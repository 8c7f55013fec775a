"""Does the answer depend on the tokens that a method names? Take them away, or keep them alone.

Deletion and insertion: Petsiuk et al. 2018 (arXiv:1806.07421). Comprehensiveness and sufficiency:
ERASER, DeYoung et al. 2020 (arXiv:1911.03429). Both papers take tokens or pixels out; here a token
that goes is replaced by [MASK], so that the others keep their places.
"""

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from components.records.attention_faithfulness import TOP_SHARES, RemovalCurve

Floats = NDArray[np.float64]
Kept = tuple[bool, ...]
"""One per token: whether it stays."""

MOST_STEPS = 16
"""Steps of a curve; short texts lose one token per step."""


def choose_steps(num_tokens: int) -> list[int]:
    """Return how many tokens are removed at each step of a curve, from none to all.

    Example:
        >>> choose_steps(3), len(choose_steps(60))
        ([0, 1, 2, 3], 17)
    """
    count = min(num_tokens, MOST_STEPS)
    return [int(step) for step in np.rint(np.linspace(0, num_tokens, count + 1))]


def count_top(num_tokens: int, share: float) -> int:
    """Return how many tokens a share is, rounded up, at least 1."""
    return max(1, math.ceil(num_tokens * share - 1e-9))


def rank_tokens(scores: Floats) -> tuple[int, ...]:
    """Return the indices of tokens, the strongest first; of equals, the earlier first."""
    return tuple(int(i) for i in np.argsort(-scores, kind="stable"))


def list_states(orders: Sequence[Sequence[int]]) -> list[Kept]:
    """List every state of the text that the curves of some orders need, each once."""
    states: dict[Kept, None] = {}
    for order in orders:
        count = len(order)
        numbers = {*choose_steps(count), *(count_top(count, share) for share in TOP_SHARES)}
        for number in sorted(numbers):
            states[_without(order, number)] = None
            states[_only(order, number)] = None
    return list(states)


def draw_curve(order: Sequence[int], probability_of: Mapping[Kept, float]) -> RemovalCurve:
    """Make the curves of one order.

    Args:
        order: Indices of all tokens, the strongest first.
        probability_of: State of the text → probability of the label explained.
    """
    count = len(order)
    steps = choose_steps(count)
    tops = [count_top(count, share) for share in TOP_SHARES]
    whole = probability_of[_without(order, 0)]
    return RemovalCurve(
        deletion=np.array([probability_of[_without(order, step)] for step in steps]),
        insertion=np.array([probability_of[_only(order, step)] for step in steps]),
        comprehensiveness=whole
        - float(np.mean([probability_of[_without(order, n)] for n in tops])),
        sufficiency=whole - float(np.mean([probability_of[_only(order, n)] for n in tops])),
    )


def mean_curve(curves: Sequence[RemovalCurve]) -> RemovalCurve:
    """Average curves of texts of the same length."""
    names = RemovalCurve.__dataclass_fields__
    means = {name: np.mean([getattr(c, name) for c in curves], axis=0) for name in names}
    return RemovalCurve(
        means["deletion"],
        means["insertion"],
        float(means["comprehensiveness"]),
        float(means["sufficiency"]),
    )


def compute_probabilities(
    states: Sequence[Kept],
    read: Callable[[list[Kept]], Floats],
    batch_size: int,
    on_batch: Callable[[int], None],
) -> dict[Kept, float]:
    """Read every state of a text.

    Args:
        states: Each once.
        read: States → probabilities of the label explained, (state,).
        batch_size: States that are read at once.
        on_batch: Told before each batch how many are done.
    """
    found: dict[Kept, float] = {}
    for begin in range(0, len(states), batch_size):
        on_batch(begin)
        batch = list(states[begin : begin + batch_size])
        found |= dict(zip(batch, read(batch).tolist(), strict=True))
    return found


def _without(order: Sequence[int], number: int) -> Kept:
    gone = set(order[:number])
    return tuple(place not in gone for place in range(len(order)))


def _only(order: Sequence[int], number: int) -> Kept:
    kept = set(order[:number])
    return tuple(place in kept for place in range(len(order)))
