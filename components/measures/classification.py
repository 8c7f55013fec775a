"""Measures of a classifier's answers; pure functions.

Precision, recall, F1 of a class and the confusion matrix are scikit-learn's.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from components.measures.calibration import compute_expected_calibration_error
from components.measures.counts import compute_accuracy, compute_macro_f1
from components.records.evaluation import (
    ClassMeasure,
    Comparison,
    Evaluation,
    ReliabilityBin,
    Slice,
)

NUM_BINS = 10
LENGTH_EDGES = (50, 100, 200, 500)
"""Upper ends of the slices by length, in characters; the last slice is open."""
MAX_SLICES = 12
_Z_95 = 1.959964


def compute_evaluation(
    labels: Sequence[str], truth: Sequence[str], probabilities: npt.ArrayLike
) -> Evaluation:
    """Compare answers with labels.

    Args:
        labels: The model's classes.
        truth: Label of each row; one that is no class of the model can only be answered wrongly.
        probabilities: Shape (rows, classes), each row summing to 1.

    Returns:
        The measures.

    Raises:
        ValueError: Where there are no rows, or the shapes differ.
    """
    from sklearn.metrics import confusion_matrix, precision_recall_fscore_support

    sure, answers = _answers(labels, probabilities)
    if not len(truth) or len(truth) != len(answers):
        raise ValueError("An evaluation needs one label a row, and at least one row")
    names = [*labels, *sorted(set(truth) - set(labels))]
    actual = np.array([names.index(label) for label in truth])
    right = actual == answers
    columns = precision_recall_fscore_support(
        actual, answers, labels=range(len(names)), zero_division=np.nan
    )
    classes = tuple(
        ClassMeasure(name, float(p), float(r), float(f), int(n))
        for name, p, r, f, n in zip(names, *columns, strict=True)
    )
    wrong = np.flatnonzero(~right)
    return Evaluation(
        labels=tuple(names),
        num_rows=len(truth),
        accuracy=compute_accuracy(answers, actual),
        macro_f1=compute_macro_f1(answers, actual, np.unique(actual)),
        classes=classes,
        confusion=confusion_matrix(actual, answers, labels=range(len(names))),
        bins=compute_reliability_bins(sure, right),
        ece=compute_expected_calibration_error(sure, right, NUM_BINS),
        hardest=tuple(int(i) for i in wrong[np.argsort(-sure[wrong], kind="stable")]),
    )


def compute_reliability_bins(
    confidences: npt.ArrayLike, correct: npt.ArrayLike, bins: int = NUM_BINS
) -> tuple[ReliabilityBin, ...]:
    """Group answers by their confidence, as the expected calibration error does.

    Args:
        confidences: Shape (rows,), 0 to 1.
        correct: Shape (rows,), whether each answer is right.
        bins: Number of bins of equal width.

    Returns:
        All bins, the empty ones too.
    """
    sure = np.asarray(confidences, dtype=np.float64)
    right = np.asarray(correct, dtype=np.float64)
    places = np.clip(np.ceil(sure * bins).astype(int) - 1, 0, bins - 1)
    found = []
    for index in range(bins):
        inside = places == index
        count = int(inside.sum())
        found.append(
            ReliabilityBin(
                low=index / bins,
                high=(index + 1) / bins,
                count=count,
                confidence=float(sure[inside].mean()) if count else float("nan"),
                accuracy=float(right[inside].mean()) if count else float("nan"),
            )
        )
    return tuple(found)


def compute_slices(
    names: Sequence[str],
    labels: Sequence[str],
    truth: Sequence[str | None],
    probabilities: npt.ArrayLike,
    order: Sequence[str] = (),
) -> tuple[Slice, ...]:
    """Summarise the answers slice by slice.

    Args:
        names: Part that each row belongs to.
        labels: The model's classes.
        truth: Label of each row; None if it has none.
        probabilities: Shape (rows, classes).
        order: Parts in the order wanted; those it does not name follow, the largest first.

    Returns:
        At most `MAX_SLICES` parts; the others are left out.
    """
    sure, answers = _answers(labels, probabilities)
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    rest = sorted((n for n in counts if n not in order), key=lambda name: -counts[name])
    chosen = [*(name for name in order if name in counts), *rest][:MAX_SLICES]
    all_names = np.array(names, dtype=object)
    return tuple(
        _slice(name, np.flatnonzero(all_names == name), labels, truth, sure, answers)
        for name in chosen
    )


def length_slice(text: str) -> int:
    """Return which slice by length a text falls into.

    Returns:
        Index into `LENGTH_EDGES`, or the number of edges for the longest texts.

    Example:
        >>> length_slice("a" * 50), length_slice("a" * 51), length_slice("a" * 501)
        (0, 1, 4)
    """
    return sum(len(text) > edge for edge in LENGTH_EDGES)


def compute_comparison(
    first: tuple[Sequence[str], npt.ArrayLike],
    second: tuple[Sequence[str], npt.ArrayLike],
    truth: Sequence[str | None],
) -> Comparison:
    """Compare two models' answers to the same rows.

    Args:
        first: Classes of the first model and its probabilities, shape (rows, classes).
        second: The same of the second.
        truth: Label of each row; None if it has none.

    Raises:
        ValueError: Where there are no rows.
    """
    if not len(truth):
        raise ValueError("A comparison needs at least one row")
    sure_one, one = _named(first)
    sure_two, two = _named(second)
    labels = tuple(dict.fromkeys([*first[0], *second[0]]))
    counts = np.zeros((len(labels), len(labels)), dtype=np.int64)
    for a, b in zip(one, two, strict=True):
        counts[labels.index(a), labels.index(b)] += 1
    differ = [i for i, (a, b) in enumerate(zip(one, two, strict=True)) if a != b]
    both = sure_one * sure_two
    known = [i for i, label in enumerate(truth) if label is not None]
    outcomes = [(one[i] == truth[i], two[i] == truth[i]) for i in known]

    def count(outcome: tuple[bool, bool]) -> int | None:
        return outcomes.count(outcome) if known else None

    return Comparison(
        labels=labels,
        num_rows=len(truth),
        agreement=1 - len(differ) / len(truth),
        counts=counts,
        num_both_right=count((True, True)),
        num_first_right=count((True, False)),
        num_second_right=count((False, True)),
        num_none_right=count((False, False)),
        disagreements=tuple(sorted(differ, key=lambda i: -float(both[i]))),
    )


def compute_wilson_interval(right: int, total: int) -> tuple[float, float]:
    """95% interval of a share (Wilson 1927), which stays meaningful for few rows.

    Args:
        right: How many.
        total: Of how many; at least 1.

    Example:
        >>> [round(end, 3) for end in compute_wilson_interval(8, 10)]
        [0.49, 0.943]
    """
    share, weight = right / total, _Z_95**2 / total
    middle = (share + weight / 2) / (1 + weight)
    half = (weight * (share * (1 - share) + weight / 4)) ** 0.5 / (1 + weight)
    return max(0.0, middle - half), min(1.0, middle + half)


def _answers(
    labels: Sequence[str], probabilities: npt.ArrayLike
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Return the confidence and the index of each row's answer."""
    table = np.asarray(probabilities, dtype=np.float64).reshape(-1, len(labels))
    # float32 probabilities can exceed 1 by a rounding error
    return np.clip(table.max(axis=1, initial=0), 0, 1), table.argmax(axis=1).astype(np.int64)


def _named(
    answer: tuple[Sequence[str], npt.ArrayLike],
) -> tuple[npt.NDArray[np.float64], list[str]]:
    sure, indices = _answers(*answer)
    return sure, [answer[0][index] for index in indices]


def _slice(
    name: str,
    places: npt.NDArray[np.int64],
    labels: Sequence[str],
    truth: Sequence[str | None],
    sure: npt.NDArray[np.float64],
    answers: npt.NDArray[np.int64],
) -> Slice:
    known = [int(i) for i in places if truth[i] is not None]
    right = sum(labels[answers[i]] == truth[i] for i in known)
    counts = np.bincount(answers[places], minlength=len(labels))
    return Slice(
        name=name,
        count=len(places),
        shares=tuple(float(count) / len(places) for count in counts),
        confidence=float(sure[places].mean()),
        num_labelled=len(known),
        accuracy=right / len(known) if known else None,
        interval=compute_wilson_interval(right, len(known)) if known else None,
    )
