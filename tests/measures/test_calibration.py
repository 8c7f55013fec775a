import numpy as np
import pytest

from components.measures.calibration import (
    compute_expected_calibration_error,
    compute_nll,
    fit_temperature,
    renormalise_pair,
)


def _draw_labels(logits: np.ndarray, temperature: float, seed: int) -> np.ndarray:
    """Labels drawn from softmax(logits / temperature), by the Gumbel-max trick."""
    noise = np.random.default_rng(seed).gumbel(size=logits.shape)
    return (logits / temperature + noise).argmax(axis=1)


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.5])
def test_fit_temperature_recovers_the_one_that_made_the_labels(temperature: float) -> None:
    logits = np.random.default_rng(1).normal(scale=3, size=(40_000, 3))
    labels = _draw_labels(logits, temperature, seed=2)

    assert fit_temperature([(logits, labels)]) == pytest.approx(temperature, rel=0.03)


def test_fit_temperature_equals_the_closed_form_of_one_margin() -> None:
    # Every item has the margin 2 and three of four are right, so sigmoid(2 / T) = 3 / 4.
    logits = np.array([[0.0, 2.0]] * 4)
    labels = np.array([1, 1, 1, 0])

    assert fit_temperature([(logits, labels)]) == pytest.approx(2 / np.log(3), rel=1e-4)


def test_terms_weigh_the_same_whatever_their_size() -> None:
    sure = (np.array([[0.0, 2.0]] * 4), np.array([1, 1, 1, 0]))
    unsure = (np.array([[0.0, 2.0]] * 8), np.array([1, 1, 1, 1, 1, 0, 0, 0]))
    doubled = (np.repeat(unsure[0], 2, axis=0), np.repeat(unsure[1], 2))

    assert fit_temperature([sure, unsure]) == pytest.approx(fit_temperature([sure, doubled]))
    # Margins are equal, so the fit is that of the mean accuracy (3/4 + 5/8) / 2.
    assert fit_temperature([sure, unsure]) == pytest.approx(2 / np.log(11 / 5), rel=1e-4)


def test_fit_temperature_needs_items() -> None:
    with pytest.raises(ValueError, match="at least one term"):
        fit_temperature([])
    with pytest.raises(ValueError, match="held-out items"):
        fit_temperature([(np.zeros((0, 3)), np.zeros(0))])


def test_nll_of_equal_logits_is_the_logarithm_of_the_classes() -> None:
    assert compute_nll(np.full((5, 3), 1000.0), [0, 1, 2, 0, 1]) == pytest.approx(np.log(3))


def test_ece_of_a_hand_made_example() -> None:
    # Two bins: (0, 0.5] holds 0.4 and 0.5, half right; (0.5, 1] holds 0.8 and 1.0, all right.
    confidences = [0.4, 0.5, 0.8, 1.0]
    correct = [True, False, True, True]

    error = compute_expected_calibration_error(confidences, correct, bins=2)

    assert error == pytest.approx(0.5 * abs(0.5 - 0.45) + 0.5 * abs(1.0 - 0.9))


def test_ece_keeps_an_upper_edge_in_its_bin_and_cancels_inside_a_bin() -> None:
    # 0.5 and 0.3 share the first of two bins, where their gaps cancel.
    assert compute_expected_calibration_error([0.5, 0.5], [1, 0], bins=2) == pytest.approx(0)
    assert compute_expected_calibration_error([0.0, 1.0], [0, 1]) == pytest.approx(0)


@pytest.mark.parametrize(
    ("confidences", "correct"), [([], []), ([0.5], [1, 0]), ([1.2], [1]), ([-0.1], [1])]
)
def test_ece_refuses_what_is_no_probability(confidences: list[float], correct: list[int]) -> None:
    with pytest.raises(ValueError, match="Confidences"):
        compute_expected_calibration_error(confidences, correct)


def test_renormalise_pair_leaves_the_neutral_out() -> None:
    pair = renormalise_pair([[0.1, 0.6, 0.3], [0.0, 1.0, 0.0]])

    np.testing.assert_allclose(pair, [[0.25, 0.75], [0.5, 0.5]])
