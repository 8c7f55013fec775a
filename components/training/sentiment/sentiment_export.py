"""Averages the runs' weights, folds in the calibration, writes the result and measures it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from safetensors.torch import load_file, save_file

from components.engine.inference.softmax import softmax
from components.measures.calibration import FloatArray
from components.training.sentiment.polarity_scaling import (
    Temperatures,
    fit_temperatures,
    fold_temperatures,
)
from components.training.sentiment.sentiment_data import Split
from components.training.sentiment.sentiment_measures import (
    measure_neutral,
    measure_two_classes,
    measure_validation,
)
from components.training.sentiment.sentiment_model import (
    LABELS,
    apply_overlay,
    build_classifier,
    predict_logits,
    tokenise,
)
from components.training.sentiment.sentiment_sources import read_labelled_csv, read_texts

_MAX_TRAINED_TOKENS = 128
_REVIEWS = ("sst", "custrev")
Tensors = Mapping[str, torch.Tensor]


class Candidate(NamedTuple):
    """Weights that may be shipped, and their validation logits."""

    name: str
    tensors: Tensors
    logits: FloatArray


def average_tensors(members: Sequence[Tensors]) -> dict[str, torch.Tensor]:
    """Return the means of the tensors of several runs that began from the same weights.

    Source: Wortsman et al. 2022, "Model soups".
    """
    return {
        name: torch.stack([member[name].float() for member in members]).mean(dim=0)
        for name in members[0]
    }


def read_candidates(base: Path, folders: Sequence[Path], split: Split) -> list[Candidate]:
    """Predict the validation texts with every run's last weights and with their average.

    Args:
        base: Folder of the base model.
        folders: One folder per run, each with `weights.safetensors`.
        split: Gives the validation texts.
    """
    members = [load_file(folder / "weights.safetensors") for folder in folders]
    named: list[tuple[str, Tensors]] = [
        (f"run {number}", tensors) for number, tensors in enumerate(members, start=1)
    ]
    if len(members) > 1:
        named.append(("average", average_tensors(members)))
    texts = [example.text for example in split.validation]
    return [
        Candidate(name, tensors, predict_texts(base, tensors, texts)) for name, tensors in named
    ]


def score_candidate(measures: Mapping[str, Any]) -> float:
    """Return the mean of three-class accuracy on validation and two-class accuracy on SST."""
    three, two = measures["three_class"]["accuracy"], measures["two_class_sst"]["accuracy"]
    return float(three + two) / 2


def choose_candidate(candidates: Sequence[Candidate], split: Split) -> Candidate:
    """Return the candidate with the best score on validation; of equal ones the later."""
    scores = [
        score_candidate(measure_validation(candidate.logits, split.validation))
        for candidate in candidates
    ]
    return candidates[max(range(len(scores)), key=lambda index: (scores[index], index))]


def calibrate(logits: FloatArray, split: Split) -> Temperatures:
    """Fit the two temperatures on the validation texts; reviews are SST and customer reviews."""
    labels = np.array([example.label for example in split.validation])
    is_review = np.array([example.source in _REVIEWS for example in split.validation])
    return fit_temperatures(logits, labels, is_review)


def write_weights(
    tensors: Tensors,
    temperatures: Temperatures,
    out: Path,
    base: str = "all-minilm-l6-v2",
    language: str | list[str] = "en",
) -> dict[str, Any]:
    """Write `model.safetensors` (float16, trained tensors only) and `config.json`.

    Args:
        tensors: The chosen candidate's.
        temperatures: Folded into the classifier.
        out: Folder to write to.
        base: Id of the base in the catalog.
        language: Code of the language, or of several, that the classifier reads.

    Returns:
        The configuration that was written.
    """
    out.mkdir(parents=True, exist_ok=True)
    target = out / "model.safetensors"
    folded = fold_temperatures(tensors, temperatures)
    halves = {name: tensor.to(torch.float16).contiguous() for name, tensor in folded.items()}
    save_file(halves, target, metadata={"format": "pt"})
    # safetensors makes files that only their owner reads; a repository's files are for everyone.
    target.chmod(0o644)
    config = {
        "task": "sentiment",
        "language": language,
        "base": base,
        "architecture": "BertForSequenceClassification",
        "num_labels": len(LABELS),
        "id2label": {str(index): name for index, name in LABELS.items()},
        "temperature": round(temperatures.polarity, 4),
        "neutral_temperature": round(temperatures.neutral, 4),
        "temperature_folded_in": True,
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
    """Measure the written weights over their base, on validation and evaluation texts.

    Returns:
        `sst2_dev` (two classes), `validation` as by `measure_validation` and, if the file is
        there, `neutral` (how many sentences are read as surely opinionated).
    """
    tensors = load_file(out / "model.safetensors")
    texts, labels = read_labelled_csv(data / "sentiment_en" / "sst2_dev.csv")
    logits = predict_texts(base, tensors, [example.text for example in split.validation])
    measures = {
        "sst2_dev": measure_two_classes(predict_texts(base, tensors, texts), np.array(labels)),
        "validation": measure_validation(logits, split.validation),
    }
    if neutral_csv is not None:
        neutral = read_texts(neutral_csv)
        probabilities = softmax(predict_texts(base, tensors, neutral))
        measures["neutral"] = measure_neutral(neutral, probabilities)
    return measures


def predict_texts(base: Path, tensors: Tensors, texts: Sequence[str]) -> FloatArray:
    """Return the logits of the texts, shape (texts, 3), with the tensors laid over the base."""
    model = build_classifier(base, seed=0)
    apply_overlay(model, tensors)
    token_ids = tokenise(base, texts, _MAX_TRAINED_TOKENS)
    logits = predict_logits(model, token_ids, model.config.pad_token_id)
    return np.asarray(logits.numpy(), dtype=np.float64)
