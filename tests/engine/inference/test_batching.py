"""Every input once, little padding, and half a batch where memory does not suffice."""

import random

import pytest

from components.engine.inference.batching import batch_by_length, run_batches, run_halving


@pytest.mark.parametrize("budget", [1, 7, 64, 1024])
def test_every_input_is_in_one_batch_within_the_budget(budget):
    dice = random.Random(budget)
    for _ in range(50):
        lengths = [dice.randrange(1, 520) for _ in range(dice.randrange(60))]
        batches = batch_by_length(lengths, budget)
        assert sorted(i for batch in batches for i in batch) == list(range(len(lengths)))
        for batch in batches:
            padded = len(batch) * max(lengths[i] for i in batch)
            assert padded <= budget or len(batch) == 1
        ordered = [lengths[i] for batch in batches for i in batch]
        assert ordered == sorted(ordered)


def test_no_inputs_make_no_batch():
    assert batch_by_length([]) == []


def fits(limit, calls):
    """Something to compute batches of so many inputs at most with."""

    def compute(batch):
        calls.append(list(batch))
        if len(batch) > limit:
            raise MemoryError
        return sum(batch)

    return compute


def test_a_batch_that_fits_is_computed_once():
    calls = []
    assert list(run_halving([1, 2, 3], fits(3, calls))) == [([1, 2, 3], 6)]
    assert calls == [[1, 2, 3]]


def test_a_batch_that_does_not_fit_is_halved_once():
    calls = []
    assert list(run_halving([1, 2, 3], fits(2, calls))) == [([1], 1), ([2, 3], 5)]
    with pytest.raises(MemoryError):
        list(run_halving([1, 2, 3, 4], fits(1, calls)))


def test_one_input_or_another_error_is_not_tried_again():
    calls = []
    with pytest.raises(MemoryError):
        list(run_halving([1], fits(0, calls)))
    assert len(calls) == 1

    def broken(batch):
        calls.append(batch)
        raise KeyError("of another kind")

    with pytest.raises(KeyError, match="another kind"):
        list(run_halving([1, 2], broken))
    assert len(calls) == 2


LENGTHS = [400, 300, 500, 300, 400]
"""Three batches: the inputs 1, 3; 0, 4; 2."""


def one_by_one(compute, closed):
    def compute_each(batches):
        try:
            yield from map(compute, batches)
        finally:
            closed.append(True)

    return compute_each


def test_batches_come_in_order_with_progress_by_input():
    calls, closed, events = [], [], []
    compute = fits(2, calls)
    found = list(run_batches(LENGTHS, compute, one_by_one(compute, closed), events.append))
    assert found == [([1, 3], 4), ([0, 4], 4), ([2], 2)]
    assert [(event.done, event.total) for event in events] == [(0, 5), (2, 5), (4, 5), (5, 5)]
    assert closed == [True]


def test_where_memory_runs_out_while_working_ahead_the_rest_is_halved():
    calls, closed = [], []
    compute = fits(1, calls)
    found = list(run_batches(LENGTHS, compute, one_by_one(compute, closed), lambda event: None))
    assert found == [([1], 1), ([3], 3), ([0], 0), ([4], 4), ([2], 2)]
    assert closed == [True]


def test_a_cancelled_job_closes_what_works_ahead():
    calls, closed = [], []

    def stop(event):
        if event.done:
            raise InterruptedError

    compute = fits(2, calls)
    with pytest.raises(InterruptedError):
        list(run_batches(LENGTHS, compute, one_by_one(compute, closed), stop))
    assert calls == [[1, 3]]
    assert closed == [True]


def test_another_error_goes_out():
    def broken(batches):
        raise KeyError("of another kind")
        yield

    with pytest.raises(KeyError, match="another kind"):
        list(run_batches(LENGTHS, sum, broken, lambda event: None))
