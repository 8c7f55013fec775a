"""Measures against counts made by hand."""

import math

import numpy as np
import pytest

from components.measures.calibration import compute_expected_calibration_error
from components.measures.classification import (
    MAX_SLICES,
    compute_comparison,
    compute_evaluation,
    compute_reliability_bins,
    compute_slices,
    compute_wilson_interval,
)

LABELS = ("negative", "neutral", "positive")
TRUTH = ["negative", "negative", "positive", "positive", "positive", "neutral"]
PROBABILITIES = [
    [0.9, 0.05, 0.05],  # right
    [0.1, 0.2, 0.7],  # wrong: positive
    [0.05, 0.05, 0.9],  # right
    [0.2, 0.2, 0.6],  # right
    [0.8, 0.1, 0.1],  # wrong: negative
    [0.0, 0.95, 0.05],  # right
]


def test_the_measures_equal_those_counted_by_hand():
    found = compute_evaluation(LABELS, TRUTH, PROBABILITIES)
    assert found.num_rows == 6
    assert found.accuracy == pytest.approx(4 / 6)
    assert found.confusion.tolist() == [[1, 0, 1], [0, 1, 0], [1, 0, 2]]
    negative, neutral, positive = found.classes
    assert (negative.precision, negative.recall, negative.support) == (0.5, 0.5, 2)
    assert positive.precision == positive.recall == pytest.approx(2 / 3)
    assert neutral.f1 == 1
    assert found.macro_f1 == pytest.approx((0.5 + 1 + 2 / 3) / 3)
    assert found.hardest == (4, 1)
    assert found.rare == ("neutral",)


def test_the_calibration_error_is_the_one_of_its_bins():
    found = compute_evaluation(LABELS, TRUTH, PROBABILITIES)
    total = sum(part.count for part in found.bins)
    by_bins = sum(p.count / total * abs(p.accuracy - p.confidence) for p in found.bins if p.count)
    assert found.ece == pytest.approx(by_bins)
    rng = np.random.default_rng(7)
    sure, right = rng.uniform(0, 1, 500), rng.uniform(0, 1, 500) < 0.6
    bins = compute_reliability_bins(sure, right)
    assert sum(part.count for part in bins) == 500
    expected = sum(p.count / 500 * abs(p.accuracy - p.confidence) for p in bins if p.count)
    assert compute_expected_calibration_error(sure, right, 10) == pytest.approx(expected)


def test_edges_of_bins_belong_to_the_lower_one():
    bins = compute_reliability_bins([0.0, 0.1, 0.10001, 1.0], [0, 1, 1, 1])
    assert [part.count for part in bins] == [2, 1, 0, 0, 0, 0, 0, 0, 0, 1]
    assert math.isnan(bins[2].accuracy)


def test_classes_that_do_not_occur_do_not_enter_the_mean():
    found = compute_evaluation(LABELS, ["negative", "positive"], [[0.9, 0, 0.1], [0, 0.9, 0.1]])
    assert found.occurring == ("negative", "positive")
    assert found.macro_f1 == pytest.approx((1 + 0) / 2)
    neutral = found.classes[1]
    assert neutral.support == 0
    assert neutral.precision == 0
    unused = compute_evaluation(LABELS, ["negative"], [[0.9, 0, 0.1]]).classes[1]
    assert math.isnan(unused.precision)
    assert math.isnan(unused.recall)


def test_a_label_that_is_no_class_of_the_model_is_always_wrong():
    found = compute_evaluation(("negative", "positive"), ["neutral", "positive"], [[1, 0], [0, 1]])
    assert found.labels == ("negative", "positive", "neutral")
    assert found.accuracy == 0.5
    assert found.hardest == (0,)


def test_probabilities_a_rounding_error_above_one_are_taken():
    assert compute_evaluation(LABELS, ["negative"], [[1 + 1e-7, 0, 0]]).accuracy == 1


def test_nothing_to_evaluate_is_an_error():
    with pytest.raises(ValueError, match="at least one row"):
        compute_evaluation(LABELS, [], [])
    with pytest.raises(ValueError, match="one label a row"):
        compute_evaluation(LABELS, ["negative"], PROBABILITIES)


def test_slices_divide_the_rows():
    names = ["a", "b", "a", "a", "b", "c"]
    slices = compute_slices(names, LABELS, [*TRUTH[:5], None], PROBABILITIES)
    assert [(part.name, part.count) for part in slices] == [("a", 3), ("b", 2), ("c", 1)]
    first, second, third = slices
    assert first.accuracy == 1
    assert first.shares == pytest.approx((1 / 3, 0, 2 / 3))
    assert first.confidence == pytest.approx((0.9 + 0.9 + 0.6) / 3)
    assert second.accuracy == 0
    assert third.accuracy is third.interval is None
    ordered = compute_slices(names, LABELS, TRUTH, PROBABILITIES, order=["c", "x", "a"])
    assert [part.name for part in ordered] == ["c", "a", "b"]
    many = compute_slices([str(n) for n in range(30)], LABELS, [None] * 30, [PROBABILITIES[0]] * 30)
    assert len(many) == MAX_SLICES


def test_the_interval_holds_the_share_and_narrows():
    for right, total in ((0, 1), (1, 1), (3, 10), (300, 1000)):
        low, high = compute_wilson_interval(right, total)
        assert 0 <= low <= right / total <= high <= 1
    wide, narrow = compute_wilson_interval(3, 10), compute_wilson_interval(300, 1000)
    assert wide[1] - wide[0] > narrow[1] - narrow[0]


def test_two_models_are_compared_row_by_row():
    second = [[0.9, 0.1], [0.8, 0.2], [0.3, 0.7], [0.6, 0.4], [0.45, 0.55], [0.2, 0.8]]
    found = compute_comparison(
        (LABELS, PROBABILITIES), (("negative", "positive"), second), [*TRUTH[:5], None]
    )
    assert found.labels == LABELS
    assert found.agreement == pytest.approx(2 / 6)
    assert found.counts.tolist() == [[1, 0, 1], [0, 0, 1], [2, 0, 1]]
    assert found.num_both_right == 2
    assert found.num_first_right == 1
    assert found.num_second_right == 2
    assert found.num_none_right == 0
    assert found.disagreements == (5, 1, 4, 3)
    unlabelled = compute_comparison((LABELS, PROBABILITIES), (LABELS, PROBABILITIES), [None] * 6)
    assert unlabelled.agreement == 1
    assert unlabelled.num_both_right is None
