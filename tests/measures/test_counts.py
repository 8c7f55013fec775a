import pytest

from components.measures.counts import compute_accuracy, compute_macro_f1


def test_accuracy_counts_what_is_no_class_as_wrong() -> None:
    assert compute_accuracy([0, 1, -1, 1], [0, 0, 1, 1]) == 0.5


def test_macro_f1_of_a_hand_made_example() -> None:
    # Class 0: 1 hit, 1 predicted, 2 true; class 1: 1 hit, 2 predicted, 2 true; -1 is no class.
    score = compute_macro_f1([0, 1, -1, 1], [0, 0, 1, 1], classes=(0, 1))

    assert score == pytest.approx((2 / 3 + 2 / 4) / 2)


def test_macro_f1_of_an_absent_class_is_zero() -> None:
    assert compute_macro_f1([0, 0], [0, 0], classes=(0, 1)) == 0.5


def test_measures_refuse_rows_of_different_length() -> None:
    with pytest.raises(ValueError, match="equally long"):
        compute_accuracy([0, 1], [0])
    with pytest.raises(ValueError, match="non-empty"):
        compute_macro_f1([], [], classes=(0, 1))
