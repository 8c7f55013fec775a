"""Fine-tunes the English sentiment classifier: negative, neutral or positive.

Run it as ``python -m components.models.training.sentiment --data DATA --base BASE --checkpoints
DIR``. DATA holds the subfolders ``sentiment_en`` and ``qa_en``. The same command continues an
interrupted run, and after the last step it writes weights, card and measures.
"""

import argparse
import json
import logging
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from safetensors.torch import save_file

from components.models.calibration import compute_nll
from components.models.training.batches import MAX_TOKENS
from components.models.training.checkpoints import name_trained_parameters
from components.models.training.fine_tuning import Recipe, TokenisedSet, fine_tune
from components.models.training.sentiment_card import render_card
from components.models.training.sentiment_data import Split, build_split
from components.models.training.sentiment_export import (
    choose_epoch,
    export_sentiment,
    measure_export,
)
from components.models.training.sentiment_model import (
    build_classifier,
    predict_logits,
    tokenise,
)

_LOG = logging.getLogger(__name__)
_PAD = 0


def parse_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Reads the command line."""
    defaults = Recipe()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public data")
    parser.add_argument("--base", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--checkpoints", type=Path, required=True, help="folder to continue from")
    parser.add_argument("--out", type=Path, default=Path("assets/models/sentiment-en"))
    parser.add_argument("--neutral", type=Path, default=Path("benchmarks/data/neutral_en.csv"))
    parser.add_argument("--epochs", type=int, default=defaults.epochs)
    parser.add_argument("--rate", type=float, default=defaults.peak_rate)
    parser.add_argument("--seed", type=int, default=defaults.seed)
    return parser.parse_args(arguments)


def measure_validation(model: Any, split: Split, token_ids: list[list[int]]) -> dict[str, Any]:
    """Validation measures of one epoch.

    Returns:
        ``accuracy`` and ``nll`` over three classes, ``accuracy_<source>`` for each source, and
        ``two_class_accuracy`` between negative and positive on held-out SST sentences.
    """
    logits = predict_logits(model, token_ids, _PAD)
    labels = [example.label for example in split.validation]
    right = (logits.argmax(dim=1).numpy() == labels).tolist()
    measures = {"accuracy": sum(right) / len(right), "nll": compute_nll(logits.numpy(), labels)}
    for source in sorted({example.source for example in split.validation}):
        hits = [
            hit
            for hit, example in zip(right, split.validation, strict=True)
            if example.source == source
        ]
        measures[f"accuracy_{source}"] = sum(hits) / len(hits)
    pairs = [
        bool(row[2] > row[0]) == (example.label == 2)
        for row, example in zip(logits, split.validation, strict=True)
        if example.source == "sst" and example.label != 1
    ]
    return measures | {"two_class_accuracy": sum(pairs) / len(pairs)}


def main(arguments: Sequence[str] | None = None) -> None:
    """Trains, or continues, and writes the result."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    options = parse_arguments(arguments)
    recipe = Recipe(epochs=options.epochs, peak_rate=options.rate, seed=options.seed)
    neutral = options.neutral if options.neutral.exists() else None
    split = build_split(options.data, neutral, recipe.seed)
    _LOG.info("examples %s", split.count_sources())
    training = TokenisedSet(
        tokenise(options.base, [example.text for example in split.training], MAX_TOKENS),
        [example.label for example in split.training],
        _PAD,
    )
    validation = tokenise(options.base, [item.text for item in split.validation], MAX_TOKENS)
    model = build_classifier(options.base, recipe.seed)

    def after_epoch(epoch: int) -> dict[str, Any]:
        measures = measure_validation(model, split, validation)
        _LOG.info("epoch %d: %s", epoch + 1, measures)
        tensors = {
            name: parameter.detach().contiguous()
            for name, parameter in name_trained_parameters(model).items()
        }
        save_file(tensors, options.checkpoints / f"epoch-{epoch}.safetensors")
        return measures

    options.checkpoints.mkdir(parents=True, exist_ok=True)
    progress = fine_tune(model, training, recipe, options.checkpoints, after_epoch)
    _LOG.info("training finished after %.0f s", progress["seconds"])
    write_result(options, recipe, split, progress)


def write_result(
    options: argparse.Namespace, recipe: Recipe, split: Split, progress: dict[str, Any]
) -> None:
    """Exports the chosen epoch and writes ``metrics.json`` and the card beside the weights."""
    epoch = choose_epoch(progress["epochs"])
    weights = options.checkpoints / f"epoch-{epoch}.safetensors"
    config = export_sentiment(options.base, weights, split, options.out)
    neutral = options.neutral if options.neutral.exists() else None
    measures = measure_export(options.base, options.out, split, options.data, neutral)
    run = {"epoch": epoch, "steps": progress["steps"], "seconds": round(progress["seconds"])}
    counts = split.count_sources()
    report = {
        **measures,
        "temperature": config["temperature_fits"],
        "run": run | asdict(recipe),
        "epochs": progress["epochs"],
        "examples": counts,
    }
    text = json.dumps(report, indent=2)
    (options.out / "metrics.json").write_text(text + "\n", encoding="utf-8")
    card = render_card(config, measures, counts, recipe, run)
    (options.out / "README.md").write_text(card, encoding="utf-8")
    _LOG.info("result %s", text)


if __name__ == "__main__":
    main()
