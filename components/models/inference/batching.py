"""Many texts in few forward passes: sorted by length, cut by a token budget."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

TOKEN_BUDGET = 1024
"""Tokens of a batch, padding included; larger batches gained nothing on a CPU."""


def batch_by_length(lengths: Sequence[int], token_budget: int = TOKEN_BUDGET) -> list[list[int]]:
    """Group inputs of like length so that little is padded.

    Args:
        lengths: Length of each input, in tokens.
        token_budget: Most tokens of a batch, each input counted with the batch's longest; an input
            longer than that is a batch of its own.

    Returns:
        Batches of indices; together every index once, the shortest inputs first.

    Example:
        >>> batch_by_length([9, 2, 3], token_budget=9)
        [[1, 2], [0]]
    """
    batches: list[list[int]] = []
    for index in sorted(range(len(lengths)), key=lambda i: (lengths[i], i)):
        if batches and (len(batches[-1]) + 1) * lengths[index] <= token_budget:
            batches[-1].append(index)
        else:
            batches.append([index])
    return batches


def run_halving(
    batch: list[int],
    compute: Callable[[list[int]], T],
    is_out_of_memory: Callable[[Exception], bool],
) -> Iterator[tuple[list[int], T]]:
    """Compute a batch; where memory does not suffice, once more in two halves.

    Args:
        batch: Indices of the inputs.
        compute: Indices → result.
        is_out_of_memory: Tells whether an exception means that.

    Yields:
        Indices and their result.

    Raises:
        Exception: Whatever `compute` raises for another reason, or for a half.
    """
    try:
        result = compute(batch)
    except Exception as error:
        if len(batch) < 2 or not is_out_of_memory(error):
            raise
    else:
        yield batch, result
        return
    # Not inside `except`: the exception holds on to what was allocated until it is gone.
    middle = len(batch) // 2
    yield batch[:middle], compute(batch[:middle])
    yield batch[middle:], compute(batch[middle:])
