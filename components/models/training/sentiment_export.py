"""Chooses the epoch, folds in the temperature, writes the weights and measures them."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file, save_file

from components.models.calibration import (
    FloatArray,
    compute_expected_calibration_error,
    compute_nll,
    fit_temperature,
    renormalise_pair,
)
from components.models.training.measures import compute_accuracy, compute_macro_f1
from components.models.training.sentiment_data import Split
from components.models.training.sentiment_model import (
    LABELS,
    load_overlaid,
    predict_logits,
    tokenise,
)
from components.models.training.sentiment_sources import read_labelled_csv, read_texts

_PAD = 0
_MAX_TRAINED_TOKENS = 128
_SURE = 0.7


def choose_epoch(measures: Sequence[Mapping[str, float]]) -> int:
    """The epoch with the best mean of the two validation accuracies; the later of equal ones."""
    scores = [(epoch["accuracy"] + epoch["two_class_accuracy"]) / 2 for epoch in measures]
    return max(range(len(scores)), key=lambda index: (scores[index], index))


def fit_on_validation(logits: FloatArray, split: Split) -> dict[str, float]:
    """Fits the temperature on held-out texts only.

    The rule: equal weight for the three-class likelihood of all validation texts, because the
    app shows three classes, and for the two-class likelihood (neutral left out) of the
    held-out SST sentences that are not neutral, because the answer between negative and
    positive has to be as sure as it is right.

    Returns:
        ``temperature`` by this rule, and for the record each likelihood's own best value,
        ``three_class`` and ``two_class``.
    """
    labels = np.array([example.label for example in split.validation])
    is_sst = np.array([example.source == "sst" for example in split.validation])
    chosen = is_sst & (labels != 1)
    three_class = (logits, labels)
    two_class = (logits[chosen][:, [0, 2]], labels[chosen] // 2)
    return {
        "temperature": fit_temperature([three_class, two_class]),
        "three_class": fit_temperature([three_class]),
        "two_class": fit_temperature([two_class]),
    }


def fold_temperature(
    tensors: Mapping[str, torch.Tensor], temperature: float
) -> dict[str, torch.Tensor]:
    """Divides the classifier's weight and bias, so the plain softmax is calibrated already."""
    return {
        name: tensor / temperature if name.startswith("classifier.") else tensor
        for name, tensor in tensors.items()
    }


def export_sentiment(base: Path, weights: Path, split: Split, out: Path) -> dict[str, Any]:
    """Writes ``model.safetensors`` (float16, trained tensors only) and ``config.json``.

    Args:
        base: Folder of the base model.
        weights: Trained tensors of the chosen epoch.
        split: Gives the validation texts for the temperature.
        out: Folder to write to.

    Returns:
        The configuration that was written.
    """
    tensors = load_file(weights)
    logits = _predict(base, weights, [example.text for example in split.validation])
    fitted = fit_on_validation(logits, split)
    folded = fold_temperature(tensors, fitted["temperature"])
    out.mkdir(parents=True, exist_ok=True)
    target = out / "model.safetensors"
    halves = {name: tensor.to(torch.float16).contiguous() for name, tensor in folded.items()}
    save_file(halves, target, metadata={"format": "pt"})
    config = {
        "task": "sentiment",
        "language": "en",
        "base": "all-minilm-l6-v2",
        "architecture": "BertForSequenceClassification",
        "num_labels": len(LABELS),
        "id2label": {str(index): name for index, name in LABELS.items()},
        "temperature": round(fitted["temperature"], 4),
        "temperature_folded_in": True,
        "temperature_fits": {name: round(value, 4) for name, value in fitted.items()},
        "dtype": "float16",
        "trained_parameters": sum(tensor.numel() for tensor in halves.values()),
        "max_tokens": 512,
        "trained_max_tokens": _MAX_TRAINED_TOKENS,
        "sha256": hashlib.sha256(target.read_bytes()).hexdigest(),
    }
    (out / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    return config


def measure_export(
    base: Path, out: Path, split: Split, data: Path, neutral_csv: Path | None
) -> dict[str, Any]:
    """Measures the written weights over their base, on validation and evaluation texts.

    Returns:
        ``sst2_dev`` (two classes), ``validation`` (three classes, and by source) and, if the
        file is there, ``neutral`` (how many sentences are read as surely opinionated).
    """
    weights = out / "model.safetensors"
    labels = np.array([example.label for example in split.validation])
    sources = np.array([example.source for example in split.validation])
    logits = _predict(base, weights, [example.text for example in split.validation])
    held_out = (sources == "sst") & (labels != 1)
    texts, dev_labels = read_labelled_csv(data / "sentiment_en" / "sst2_dev.csv")
    measures: dict[str, Any] = {
        "sst2_dev": measure_two_classes(_predict(base, weights, texts), np.array(dev_labels)),
        "validation": {
            "items": len(labels),
            "three_class": measure_three_classes(logits, labels),
            "accuracy_by_source": {
                str(source): float((logits.argmax(1) == labels)[sources == source].mean())
                for source in np.unique(sources)
            },
            "two_class_sst": measure_two_classes(logits[held_out], labels[held_out] // 2),
        },
    }
    if neutral_csv is not None:
        neutral_texts = read_texts(neutral_csv)
        measures["neutral"] = measure_neutral(
            neutral_texts, softmax(_predict(base, weights, neutral_texts))
        )
    return measures


def softmax(logits: FloatArray) -> FloatArray:
    """Class probabilities of each row."""
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(axis=1, keepdims=True), dtype=np.float64)


def measure_two_classes(logits: FloatArray, labels: np.ndarray) -> dict[str, float]:
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


def measure_three_classes(logits: FloatArray, labels: np.ndarray) -> dict[str, float]:
    """Accuracy, macro-F1, negative log-likelihood and ECE (15 bins) over the three classes."""
    probabilities = softmax(logits)
    predicted = probabilities.argmax(axis=1)
    return {
        "accuracy": compute_accuracy(predicted, labels),
        "macro_f1": compute_macro_f1(predicted, labels, LABELS),
        "nll": compute_nll(logits, labels),
        "ece": compute_expected_calibration_error(probabilities.max(axis=1), predicted == labels),
    }


def measure_neutral(texts: Sequence[str], probabilities: FloatArray) -> dict[str, Any]:
    """Counts neutral sentences whose negative or positive probability is above 0.7."""
    opinion = probabilities[:, [0, 2]].max(axis=1)
    return {
        "items": len(texts),
        "opinion_above_0.7": int((opinion > _SURE).sum()),
        "labelled_neutral": int((probabilities.argmax(axis=1) == 1).sum()),
        "failed": [
            {"text": text, "negative": round(float(row[0]), 3), "positive": round(float(row[2]), 3)}
            for text, row, sure in zip(texts, probabilities, opinion, strict=True)
            if sure > _SURE
        ],
    }


def _predict(base: Path, weights: Path, texts: Sequence[str]) -> FloatArray:
    model = load_overlaid(base, weights)
    ids = tokenise(base, texts, _MAX_TRAINED_TOKENS)
    return predict_logits(model, ids, _PAD).numpy().astype(np.float64)
