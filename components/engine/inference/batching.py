"""Many texts in few forward passes: sorted by length, cut by a token budget."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from typing import TypeVar

from components.models.memory import is_out_of_memory
from components.records.answer import Emit, Progress

T = TypeVar("T")

TOKEN_BUDGET = 1024
"""Most tokens in a batch, padding included; larger batches gained nothing on a CPU."""


def batch_by_length(lengths: Sequence[int], token_budget: int = TOKEN_BUDGET) -> list[list[int]]:
    """Group inputs of similar length to minimise padding.

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


def run_batches(
    lengths: Sequence[int],
    compute: Callable[[list[int]], T],
    compute_each: Callable[[list[list[int]]], Generator[T]],
    emit: Emit,
) -> Generator[tuple[list[int], T]]:
    """Compute inputs in batches of similar length; in smaller ones if memory runs out.

    Args:
        lengths: Length of each input, in tokens.
        compute: Indices of the inputs of a batch → result.
        compute_each: The same for several batches, in their order; it may work ahead.
        emit: Takes progress by input, which is also where a cancelled job stops.

    Yields:
        Indices and their result.

    Raises:
        Exception: Whatever `compute` raises, except an out-of-memory error that a smaller batch
            avoids.
    """
    done = 0
    emit(Progress(done, len(lengths)))
    with closing(_run_each(batch_by_length(lengths), compute, compute_each)) as results:
        for indices, result in results:
            yield indices, result
            done += len(indices)
            emit(Progress(done, len(lengths)))


def _run_each(
    batches: list[list[int]],
    compute: Callable[[list[int]], T],
    compute_each: Callable[[list[list[int]]], Generator[T]],
) -> Generator[tuple[list[int], T]]:
    """Work ahead as long as memory suffices, then batch by batch."""
    done = 0
    try:
        with closing(compute_each(batches)) as results:
            for result in results:
                yield batches[done], result
                done += 1
    except Exception as error:
        if not is_out_of_memory(error):
            raise
    for batch in batches[done:]:
        yield from run_halving(batch, compute)


def run_halving(
    batch: list[int], compute: Callable[[list[int]], T]
) -> Iterator[tuple[list[int], T]]:
    """Compute a batch; if memory runs out, retry in two halves.

    Args:
        batch: Indices of the inputs.
        compute: Indices → result.

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
