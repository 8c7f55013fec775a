"""Calibrates the bilingual sentiment classifier and measures its written weights."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.torch import load_file

from components.engine.inference.softmax import softmax
from components.measures.calibration import FloatArray
from components.training.sentiment.bilingual_data import BilingualSplit
from components.training.sentiment.bilingual_measures import (
    CHINESE_REVIEWS,
    ENGLISH_REVIEWS,
    UNSEEN_SOURCES,
    measure_bilingual,
)
from components.training.sentiment.chinese_texts import to_traditional
from components.training.sentiment.polarity_scaling import Temperatures, fit_temperatures
from components.training.sentiment.sentiment_export import predict_texts
from components.training.sentiment.sentiment_measures import (
    measure_neutral,
    measure_two_classes,
)
from components.training.sentiment.sentiment_sources import Example, read_labelled_csv, read_texts


def calibrate_both(logits: FloatArray, examples: Sequence[Example]) -> Temperatures:
    """Fit the two temperatures on held-out texts, with as many reviews of either language.

    Reviews of categories that were not trained on stand for what the app's users paste.

    Args:
        logits: Shape (items, 3).
        examples: The texts, with their classes and sources.
    """
    labels = np.array([example.label for example in examples])
    sources = np.array([example.source for example in examples])
    english = np.flatnonzero(np.isin(sources, ENGLISH_REVIEWS))
    chinese = np.flatnonzero(np.isin(sources, CHINESE_REVIEWS))
    others = np.flatnonzero(~np.isin(sources, (*ENGLISH_REVIEWS, *CHINESE_REVIEWS)))
    repeats = max(1, round(len(chinese) / max(1, len(english))))
    rows = np.concatenate([np.tile(english, repeats), chinese, others])
    is_review = (np.arange(len(rows)) < len(rows) - len(others)).astype(np.float64)
    return fit_temperatures(logits[rows], labels[rows], is_review)


def measure_bilingual_export(
    base: Path, out: Path, split: BilingualSplit, data: Path, neutral_csv: Path | None
) -> dict[str, Any]:
    """Measure the written weights over their base.

    Args:
        base: Folder of the base model.
        out: Folder with `model.safetensors`.
        split: Gives the held-out texts.
        data: Folder of the public data, for SST-2's dev set.
        neutral_csv: English everyday sentences, if they are there.

    Returns:
        `sst2_dev` (two classes); `validation` and `measuring` as by `measure_bilingual`;
        `traditional`, two classes on the unseen categories of `measuring`, written in
        traditional characters; and `neutral` (how many sentences are read as surely
        opinionated), if the file is there.
    """
    tensors = load_file(out / "model.safetensors")

    def predict(texts: Sequence[str]) -> FloatArray:
        return predict_texts(base, tensors, texts)

    texts, labels = read_labelled_csv(data / "sentiment_en" / "sst2_dev.csv")
    measures: dict[str, Any] = {"sst2_dev": measure_two_classes(predict(texts), np.array(labels))}
    for name, examples in (("validation", split.validation), ("measuring", split.measuring)):
        logits = predict([example.text for example in examples])
        measures[name] = measure_bilingual(logits, examples)
    unseen = [example for example in split.measuring if example.source in UNSEEN_SOURCES]
    measures["traditional"] = measure_two_classes(
        predict([to_traditional(example.text) for example in unseen]),
        np.array([example.label // 2 for example in unseen]),
    )
    if neutral_csv is not None:
        sentences = read_texts(neutral_csv)
        measures["neutral"] = measure_neutral(sentences, softmax(predict(sentences)))
    return measures
