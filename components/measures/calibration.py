"""Calibration of class probabilities: temperature scaling and its measure.

Source: Guo, Pleiss, Sun and Weinberger 2017, "On Calibration of Modern Neural Networks".
"""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

_TEMPERATURE_RANGE = (0.05, 20.0)


def compute_nll(logits: npt.ArrayLike, labels: npt.ArrayLike, temperature: float = 1.0) -> float:
    """Return the mean negative log-likelihood of the labels under softmax(logits / temperature).

    Args:
        logits: Shape (items, classes).
        labels: Shape (items,), each from 0 to classes - 1.
        temperature: Positive divisor of the logits.

    Returns:
        The mean in nats.
    """
    scaled = np.asarray(logits, dtype=np.float64) / temperature
    chosen = np.asarray(labels, dtype=np.int64)
    peak = scaled.max(axis=1, keepdims=True)
    log_norm = peak[:, 0] + np.log(np.exp(scaled - peak).sum(axis=1))
    return float((log_norm - scaled[np.arange(len(chosen)), chosen]).mean())


def fit_temperature(
    terms: Sequence[tuple[npt.ArrayLike, npt.ArrayLike]], tolerance: float = 1e-5
) -> float:
    """Find the temperature with the least mean of the terms' negative log-likelihoods.

    Each likelihood is convex in 1 / temperature, so their mean has one minimum.

    Args:
        terms: Pairs of logits, shape (items, classes), and labels, shape (items,), of held-out
            data. Every pair weighs the same, whatever its number of items.
        tolerance: Width of the last interval on the logarithm of the temperature.

    Returns:
        The temperature, from 0.05 to 20.

    Raises:
        ValueError: If there is no term or a term is empty.
    """
    if not terms or any(len(np.asarray(labels)) == 0 for _, labels in terms):
        raise ValueError("Temperature needs at least one term, and every term held-out items")

    def compute_mean_nll(temperature: float) -> float:
        return float(np.mean([compute_nll(logits, y, temperature) for logits, y in terms]))

    return minimise_over_temperature(compute_mean_nll, tolerance)


def minimise_over_temperature(
    objective: Callable[[float], float], tolerance: float = 1e-5
) -> float:
    """Find the minimum of a unimodal objective.

    Args:
        objective: Takes a temperature.
        tolerance: Width of the last interval on the logarithm of the temperature.

    Returns:
        The temperature, from 0.05 to 20, by a bounded search over its logarithm.
    """
    from scipy.optimize import minimize_scalar

    low, high = (float(np.log(end)) for end in _TEMPERATURE_RANGE)
    found = minimize_scalar(
        lambda x: objective(float(np.exp(x))),
        bounds=(low, high),
        method="bounded",
        options={"xatol": tolerance},
    )
    return float(np.exp(found.x))


def compute_expected_calibration_error(
    confidences: npt.ArrayLike, correct: npt.ArrayLike, bins: int = 15
) -> float:
    """Expected calibration error over equal-width bins (Guo et al. 2017, equation 3).

    ECE = sum over bins of |items in bin| / items * |accuracy of bin - mean confidence of bin|.
    A bin holds the confidences above its lower edge up to its upper edge; 0 is in the first.

    Args:
        confidences: Shape (items,), the probability of each predicted class, from 0 to 1.
        correct: Shape (items,), whether each prediction is right.
        bins: Number of bins of equal width.

    Returns:
        The error from 0 (calibrated) to 1.

    Raises:
        ValueError: If there are no items, the shapes differ or a confidence is not from 0 to 1.
    """
    sure = np.asarray(confidences, dtype=np.float64)
    right = np.asarray(correct, dtype=np.float64)
    if sure.shape != right.shape or sure.ndim != 1 or sure.size == 0:
        raise ValueError("Confidences and outcomes must be two equally long, non-empty rows")
    if sure.min() < 0 or sure.max() > 1:
        raise ValueError("Confidences must be from 0 to 1")
    index: IntArray = np.clip(np.ceil(sure * bins).astype(np.int64) - 1, 0, bins - 1)
    gaps = np.bincount(index, weights=right - sure, minlength=bins)
    return float(np.abs(gaps).sum() / sure.size)


def renormalise_pair(probabilities: npt.ArrayLike, pair: tuple[int, int] = (0, 2)) -> FloatArray:
    """Probabilities of two classes with the other classes' mass left out.

    Args:
        probabilities: Shape (items, classes).
        pair: The two classes to keep.

    Returns:
        Shape (items, 2); each row sums to 1.
    """
    kept = np.asarray(probabilities, dtype=np.float64)[:, list(pair)]
    total = kept.sum(axis=1, keepdims=True)
    # Both can underflow to nothing when the left-out class takes all: then nothing is known.
    return np.where(total > 0, kept / np.where(total > 0, total, 1), 0.5)
