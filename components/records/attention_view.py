"""The part of an attention map that is shown: ordinary tokens, one text looking at another."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from components.records.attention import AttentionResult

Direction = Literal["all", "a_a", "a_b", "b_a", "b_b"]
"""Which text of a pair looks at which, the one that looks named first."""


@dataclass(frozen=True, eq=False)
class AttentionView:
    """Some rows and columns of a result.

    Attributes:
        queries: Places of the tokens that look, from 0, in `AttentionResult.tokens`.
        keys: Places of the tokens that are looked at.
        weights: float32, (query, key).
        each: float32, (head, query, key), as `AttentionResult.each`.
        is_rescaled: True if rows were divided by their sums.
    """

    queries: tuple[int, ...]
    keys: tuple[int, ...]
    weights: NDArray[np.float32]
    each: NDArray[np.float32]
    is_rescaled: bool


def take_view(
    result: AttentionResult, *, hide_special: bool, direction: Direction, rescale: bool
) -> AttentionView:
    """Choose the rows and columns to show.

    Args:
        result: What there is.
        hide_special: True leaves special tokens out, unless there is nothing else.
        direction: Which text of a pair looks at which; without effect if there is one text.
        rescale: True divides each row by the sum of what is left of it, so that it sums to 1 again;
            rows without any weight, and differences of heads, stay as they are.

    Returns:
        The view; all of the result where a direction leaves no row or no column.
    """
    places = result.ordinary() if hide_special else list(range(len(result.tokens)))
    queries, keys = list(places), list(places)
    if direction != "all" and result.is_pair:
        looks, seen = (int(side == "b") for side in direction.split("_"))
        queries = [place for place in places if result.segments[place] == looks]
        keys = [place for place in places if result.segments[place] == seen]
    if not queries or not keys:
        queries, keys = list(places), list(places)
    weights, each = (stack[..., queries, :][..., keys] for stack in (result.weights, result.each))
    is_rescaled = rescale and result.comparison is None
    if is_rescaled:
        weights, each = _rescale(weights), _rescale(each)
    return AttentionView(tuple(queries), tuple(keys), weights, each, is_rescaled)


def _rescale(weights: NDArray[np.float32]) -> NDArray[np.float32]:
    sums = weights.sum(axis=-1, keepdims=True)
    scaled: NDArray[np.float32] = np.divide(weights, sums, out=weights.copy(), where=sums > 0)
    return scaled
