"""What is measured of the sentiment classifier's logits."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from components.engine.inference.softmax import softmax
from components.measures.calibration import (
    FloatArray,
    IntArray,
    compute_expected_calibration_error,
    compute_nll,
    renormalise_pair,
)
from components.measures.counts import compute_accuracy, compute_macro_f1
from components.training.sentiment.sentiment_sources import Example

_CLASSES = (0, 1, 2)
_SURE = 0.7


def measure_two_classes(logits: FloatArray, labels: IntArray) -> dict[str, float]:
    """Accuracy, macro-F1 and ECE (15 bins) between negative 0 and positive 1.

    The neutral probability is left out and the two others are renormalised.
    """
    pair = renormalise_pair(softmax(logits))
    predicted = pair.argmax(axis=1)
    return {
        "items": len(labels),
        "accuracy": compute_accuracy(predicted, labels),
        "macro_f1": compute_macro_f1(predicted, labels, (0, 1)),
        "ece": compute_expected_calibration_error(pair.max(axis=1), predicted == labels),
    }


def measure_three_classes(logits: FloatArray, labels: IntArray) -> dict[str, float]:
    """Accuracy, macro-F1, negative log-likelihood and ECE (15 bins) over the three classes."""
    probabilities = softmax(logits)
    predicted = probabilities.argmax(axis=1)
    return {
        "items": len(labels),
        "accuracy": compute_accuracy(predicted, labels),
        "macro_f1": compute_macro_f1(predicted, labels, _CLASSES),
        "nll": compute_nll(logits, labels),
        "ece": compute_expected_calibration_error(probabilities.max(axis=1), predicted == labels),
    }


def measure_validation(logits: FloatArray, validation: Sequence[Example]) -> dict[str, Any]:
    """Return measures over the validation texts.

    Returns:
        `three_class`; `accuracy_by_source` over three classes; and `two_class_sst`, between
        negative and positive on the SST sentences that are not neutral.
    """
    labels = np.array([example.label for example in validation])
    sources = np.array([example.source for example in validation])
    right = logits.argmax(axis=1) == labels
    chosen = (sources == "sst") & (labels != 1)
    return {
        "three_class": measure_three_classes(logits, labels),
        "accuracy_by_source": {
            str(source): float(right[sources == source].mean()) for source in np.unique(sources)
        },
        "two_class_sst": measure_two_classes(logits[chosen], labels[chosen] // 2),
    }


def measure_neutral(texts: Sequence[str], probabilities: FloatArray) -> dict[str, Any]:
    """Count neutral sentences whose negative or positive probability is above 0.7."""
    opinion = probabilities[:, [0, 2]].max(axis=1)
    return {
        "items": len(texts),
        "opinion_above_0.7": int((opinion > _SURE).sum()),
        "labelled_neutral": int((probabilities.argmax(axis=1) == 1).sum()),
        "failed": [
            {"text": text, "negative": round(float(row[0]), 3), "positive": round(float(row[2]), 3)}
            for text, row, most in zip(texts, probabilities, opinion, strict=True)
            if most > _SURE
        ],
    }
