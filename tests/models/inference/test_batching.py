"""Every input once, little padding, and half a batch where memory does not suffice."""

import random

import pytest

from components.models.inference.batching import batch_by_length, run_halving


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


class OutOfMemoryError(Exception):
    pass


def is_out_of_memory(error):
    return isinstance(error, OutOfMemoryError)


def fits(limit, calls):
    def compute(batch):
        calls.append(list(batch))
        if len(batch) > limit:
            raise OutOfMemoryError
        return sum(batch)

    return compute


def test_a_batch_that_fits_is_computed_once():
    calls = []
    assert list(run_halving([1, 2, 3], fits(3, calls), is_out_of_memory)) == [([1, 2, 3], 6)]
    assert calls == [[1, 2, 3]]


def test_a_batch_that_does_not_fit_is_halved_once():
    calls = []
    done = list(run_halving([1, 2, 3], fits(2, calls), is_out_of_memory))
    assert done == [([1], 1), ([2, 3], 5)]
    with pytest.raises(OutOfMemoryError):
        list(run_halving([1, 2, 3, 4], fits(1, calls), is_out_of_memory))


def test_one_input_or_another_error_is_not_tried_again():
    calls = []
    with pytest.raises(OutOfMemoryError):
        list(run_halving([1], fits(0, calls), is_out_of_memory))
    assert len(calls) == 1

    def broken(batch):
        calls.append(batch)
        raise KeyError("of another kind")

    with pytest.raises(KeyError, match="another kind"):
        list(run_halving([1, 2], broken, is_out_of_memory))
    assert len(calls) == 2
