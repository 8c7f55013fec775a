"""Curves of made-up models whose areas can be worked out by hand."""

import numpy as np
import pytest

from components.engine.inference.faithfulness.removal import (
    choose_steps,
    compute_probabilities,
    count_top,
    draw_curve,
    list_states,
    mean_curve,
    rank_tokens,
)


def curve_of(order, probability):
    states = list_states([order])
    return draw_curve(order, {state: probability(state) for state in states})


def test_a_model_that_counts_tokens_falls_in_a_line():
    curve = curve_of(tuple(range(10)), lambda kept: sum(kept) / 10)
    np.testing.assert_allclose(curve.deletion, np.linspace(1, 0, 11))
    np.testing.assert_allclose(curve.insertion, np.linspace(0, 1, 11))
    assert curve.area("deletion") == pytest.approx(0.5)
    assert curve.area("insertion") == pytest.approx(0.5)
    tops = [1, 1, 1, 2, 5]
    assert curve.comprehensiveness == pytest.approx(np.mean(tops) / 10)
    assert curve.sufficiency == pytest.approx(1 - np.mean(tops) / 10)


def test_the_token_that_matters_first_is_best_and_last_is_worst():
    def probability(kept):
        return 1.0 if kept[3] else 0.0

    best = curve_of((3, 0, 1, 2, 4), probability)
    worst = curve_of((0, 1, 2, 4, 3), probability)
    assert best.area("deletion") == pytest.approx(0.1)
    assert best.area("insertion") == pytest.approx(0.9)
    assert (best.comprehensiveness, best.sufficiency) == (1, 0)
    assert worst.area("deletion") == pytest.approx(0.9)
    assert (worst.comprehensiveness, worst.sufficiency) == (0, 1)


def test_states_are_listed_once_and_are_all_that_the_curves_need():
    orders = [tuple(np.random.default_rng(seed).permutation(40).tolist()) for seed in range(3)]
    states = list_states(orders)
    assert len(states) == len(set(states))
    reads = []

    def read(batch):
        reads.append(len(batch))
        return np.array([sum(state) / 40 for state in batch])

    told = []
    found = compute_probabilities(states, read, 16, told.append)
    assert sum(reads) == len(states)
    assert max(reads) == 16
    assert told == list(range(0, len(states), 16))
    for order in orders:
        curve = draw_curve(order, found)
        assert len(curve.deletion) == len(choose_steps(40)) == 17


@pytest.mark.parametrize(
    ("count", "share", "expected"), [(15, 0.01, 1), (15, 0.2, 3), (62, 0.5, 31), (7, 0.5, 4)]
)
def test_shares_are_rounded_up(count, share, expected):
    assert count_top(count, share) == expected


def test_tokens_are_ranked_by_signed_value_the_earlier_first():
    assert rank_tokens(np.array([0.1, -0.9, 0.5, 0.5])) == (2, 3, 0, 1)


def test_the_mean_of_random_orders():
    one = curve_of((0, 1, 2), lambda kept: float(kept[0]))
    other = curve_of((2, 1, 0), lambda kept: float(kept[0]))
    mean = mean_curve([one, other])
    np.testing.assert_allclose(mean.deletion, (one.deletion + other.deletion) / 2)
    assert mean.comprehensiveness == pytest.approx(0.5 * (1 + other.comprehensiveness))
