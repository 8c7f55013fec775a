"""Measures of the bilingual sentiment classifier's logits."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from components.measures.calibration import FloatArray
from components.training.sentiment.bilingual_data import UNSEEN_CATEGORIES, is_chinese
from components.training.sentiment.sentiment_measures import (
    measure_three_classes,
    measure_two_classes,
)
from components.training.sentiment.sentiment_sources import Example

ENGLISH_REVIEWS = ("sst", "custrev")
UNSEEN_SOURCES = tuple(f"zh_{category}" for category in UNSEEN_CATEGORIES)
CHINESE_REVIEWS = (*UNSEEN_SOURCES, "zh_takeaway")


def measure_bilingual(logits: FloatArray, examples: Sequence[Example]) -> dict[str, Any]:
    """Return measures over held-out texts of both languages.

    Args:
        logits: Shape (items, 3).
        examples: The texts, with their classes and sources.

    Returns:
        `three_class` over everything, `en` and `zh`; `two_class` between negative and
        positive on `sst`, `zh_unseen` (categories without training texts) and `zh_takeaway`;
        and `accuracy_by_source` over three classes.
    """
    labels = np.array([example.label for example in examples])
    sources = np.array([example.source for example in examples])
    chinese = np.array([is_chinese(example) for example in examples])
    right = logits.argmax(axis=1) == labels
    reviews = {
        "sst": sources == "sst",
        "zh_unseen": np.isin(sources, UNSEEN_SOURCES),
        "zh_takeaway": sources == "zh_takeaway",
    }
    three_class = {
        name: measure_three_classes(logits[chosen], labels[chosen])
        for name, chosen in (("en", ~chinese), ("zh", chinese))
    }
    two_class = {}
    for name, chosen in reviews.items():
        opinions = chosen & (labels != 1)
        two_class[name] = measure_two_classes(logits[opinions], labels[opinions] // 2)
    return {
        "three_class": measure_three_classes(logits, labels) | three_class,
        "two_class": two_class,
        "accuracy_by_source": {
            str(source): float(right[sources == source].mean()) for source in np.unique(sources)
        },
    }
