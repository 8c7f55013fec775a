"""Fine-tunes the English sentiment classifier: negative, neutral or positive.

Run it as `python -m components.training.sentiment.sentiment --data DATA --base BASE --checkpoints
DIR`. DATA holds the subfolders `sentiment_en` and `qa_en`. The same command continues an
interrupted run, and after the last step it writes weights, card and measures.
"""

import argparse
import json
import logging
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from safetensors.torch import save_file

from components.training.batches import MAX_TEXT_TOKENS
from components.training.checkpoints import name_trained_parameters
from components.training.fine_tuning import Recipe, TokenisedSet, fine_tune
from components.training.sentiment.sentiment_card import render_card
from components.training.sentiment.sentiment_data import Split, build_split
from components.training.sentiment.sentiment_export import (
    calibrate,
    choose_candidate,
    measure_export,
    read_candidates,
    write_weights,
)
from components.training.sentiment.sentiment_measures import measure_validation
from components.training.sentiment.sentiment_model import build_classifier, predict_logits, tokenise

_LOG = logging.getLogger(__name__)
_PAD = 0


def parse_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    defaults = Recipe()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public data")
    parser.add_argument("--base", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--checkpoints", type=Path, required=True, help="folder to continue from")
    parser.add_argument("--out", type=Path, default=Path("assets/models/sentiment-en"))
    parser.add_argument("--neutral", type=Path, default=Path("benchmarks/data/neutral_en.csv"))
    parser.add_argument(
        "--epochs", type=int, nargs="+", default=[3, 2], help="passes over the data in each run"
    )
    parser.add_argument("--rate", type=float, default=defaults.peak_rate)
    parser.add_argument("--seed", type=int, default=defaults.seed)
    return parser.parse_args(arguments)


def train_runs(options: argparse.Namespace, recipe: Recipe, split: Split) -> list[dict[str, Any]]:
    """Train run after run, or continue where the checkpoints end.

    Every later run begins with the weights of the one before and a full learning rate again, in
    another order of the data. The ends of such runs lie close enough for their weights to be
    averaged (Izmailov et al. 2018, "Averaging weights leads to wider optima and better
    generalization").

    Returns:
        The progress of each run.
    """
    training = TokenisedSet(
        tokenise(options.base, [example.text for example in split.training], MAX_TEXT_TOKENS),
        [example.label for example in split.training],
        _PAD,
    )
    validation = tokenise(options.base, [item.text for item in split.validation], MAX_TEXT_TOKENS)
    model = build_classifier(options.base, recipe.seed)

    def measure_epoch(epoch: int) -> dict[str, Any]:
        logits = predict_logits(model, validation, _PAD).numpy().astype(float)
        measures = measure_validation(logits, split.validation)
        _LOG.info("epoch %d: %s", epoch + 1, measures)
        return measures

    progress = []
    for number, epochs in enumerate(options.epochs, start=1):
        own = replace(recipe, epochs=epochs, seed=recipe.seed + number - 1)
        folder = _name_folder(options, number)
        folder.mkdir(parents=True, exist_ok=True)
        progress.append(fine_tune(model, training, own, folder, measure_epoch))
        tensors = {
            name: parameter.detach().contiguous()
            for name, parameter in name_trained_parameters(model).items()
        }
        save_file(tensors, folder / "weights.safetensors")
        _LOG.info("run %d took %.0f s", number, progress[-1]["seconds"])
    return progress


def write_result(
    options: argparse.Namespace, recipe: Recipe, split: Split, progress: Sequence[dict[str, Any]]
) -> None:
    """Export the best weights and write `metrics.json` and the card beside them."""
    folders = [_name_folder(options, number) for number in range(1, len(progress) + 1)]
    candidates = read_candidates(options.base, folders, split)
    chosen = choose_candidate(candidates, split)
    config = write_weights(chosen.tensors, calibrate(chosen.logits, split), options.out)
    neutral = options.neutral if options.neutral.exists() else None
    measures = measure_export(options.base, options.out, split, options.data, neutral)
    report = {
        **measures,
        "candidates": {
            candidate.name: measure_validation(candidate.logits, split.validation)
            for candidate in candidates
        },
        "chosen": chosen.name,
        "recipe": asdict(recipe) | {"epochs": list(options.epochs)},
        "steps": [run["steps"] for run in progress],
        "seconds": [round(run["seconds"]) for run in progress],
        "examples": split.count_sources(),
    }
    text = json.dumps(report, indent=2)
    (options.out / "metrics.json").write_text(text + "\n", encoding="utf-8")
    (options.out / "README.md").write_text(render_card(config, report), encoding="utf-8")
    _LOG.info("result %s", text)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, or continue, and write the result."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    options = parse_arguments(arguments)
    recipe = Recipe(peak_rate=options.rate, seed=options.seed)
    neutral = options.neutral if options.neutral.exists() else None
    split = build_split(options.data, neutral, recipe.seed)
    _LOG.info("examples %s", split.count_sources())
    write_result(options, recipe, split, train_runs(options, recipe, split))


def _name_folder(options: argparse.Namespace, number: int) -> Path:
    folder: Path = options.checkpoints / f"run-{number}"
    return folder


if __name__ == "__main__":
    main()
