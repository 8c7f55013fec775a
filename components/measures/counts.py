"""Accuracy and macro-F1 of a classifier, for recipes and benchmarks."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt


def compute_accuracy(predicted: npt.ArrayLike, labels: npt.ArrayLike) -> float:
    """Share of the predictions that equal their labels.

    Args:
        predicted: Shape (items,). A value that is no class, such as -1, counts as wrong.
        labels: Shape (items,).

    Returns:
        From 0 to 1.

    Raises:
        ValueError: If there are no items or the shapes differ.
    """
    guesses, truth = _as_rows(predicted, labels)
    return float((guesses == truth).mean())


def compute_macro_f1(
    predicted: npt.ArrayLike, labels: npt.ArrayLike, classes: Iterable[int]
) -> float:
    """Return the mean over the classes of F1 = 2 TP / (2 TP + FP + FN).

    Args:
        predicted: Shape (items,). A value that is no class takes part in no true positive.
        labels: Shape (items,).
        classes: The classes averaged over; one that is neither predicted nor true counts 0.

    Returns:
        From 0 to 1.

    Raises:
        ValueError: If there are no items or the shapes differ.
    """
    guesses, truth = _as_rows(predicted, labels)
    scores = []
    for label in classes:
        hits = int(((guesses == label) & (truth == label)).sum())
        total = int((guesses == label).sum()) + int((truth == label).sum())
        scores.append(2 * hits / total if total else 0.0)
    return float(np.mean(scores))


def _as_rows(
    predicted: npt.ArrayLike, labels: npt.ArrayLike
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    guesses = np.asarray(predicted, dtype=np.int64)
    truth = np.asarray(labels, dtype=np.int64)
    if guesses.shape != truth.shape or guesses.ndim != 1 or guesses.size == 0:
        raise ValueError("Predictions and labels must be two equally long, non-empty rows")
    return guesses, truth
