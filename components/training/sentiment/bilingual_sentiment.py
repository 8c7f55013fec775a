"""Fine-tunes the English and Chinese sentiment classifier: negative, neutral or positive.

Run it as `python -m components.training.sentiment.bilingual_sentiment --data DATA --base BASE
--checkpoints DIR`. DATA holds the subfolders `sentiment_en`, `sentiment_zh`, `qa_en` and
`qa_zh`; BASE is the prepared multilingual-e5-small. The same command continues an interrupted
run, and after the last step it writes weights, card and measures.
"""

import argparse
import json
import logging
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from components.training.batches import MAX_TEXT_TOKENS, plan_batches
from components.training.checkpoints import name_trained_parameters
from components.training.fine_tuning import Recipe, TokenisedSet, fine_tune
from components.training.sentiment.bilingual_card import render_card
from components.training.sentiment.bilingual_data import BilingualSplit, build_bilingual_split
from components.training.sentiment.bilingual_export import calibrate_both, measure_bilingual_export
from components.training.sentiment.bilingual_measures import measure_bilingual
from components.training.sentiment.sentiment_export import predict_texts, write_weights
from components.training.sentiment.sentiment_model import build_classifier, tokenise

_LOG = logging.getLogger(__name__)
BASE_ID = "multilingual-e5-small"
LANGUAGES = ("en", "zh")
FROZEN_LAYERS = 4


def parse_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public data")
    parser.add_argument("--base", type=Path, required=True, help=f"folder of {BASE_ID}")
    parser.add_argument("--checkpoints", type=Path, required=True, help="folder to continue from")
    parser.add_argument("--out", type=Path, default=Path("assets/models/sentiment-multi"))
    parser.add_argument("--neutral", type=Path, default=Path("benchmarks/data/neutral_en.csv"))
    parser.add_argument("--rate", type=float, default=1.5e-4, help="peak learning rate")
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--epochs", type=int, default=2, help="passes over the data, if not cut")
    parser.add_argument("--steps", type=int, default=3_900, help="cuts the passes")
    return parser.parse_args(arguments)


def train(options: argparse.Namespace, recipe: Recipe, split: BilingualSplit) -> dict[str, Any]:
    """Train to the end, or continue where the checkpoint ends.

    Returns:
        The progress, under `tensors` the trained weights and under `passes` how often the data
        was gone through.
    """
    texts = [example.text for example in split.training]
    model = build_classifier(options.base, recipe.seed, FROZEN_LAYERS)
    data = TokenisedSet(
        tokenise(options.base, texts, MAX_TEXT_TOKENS),
        [example.label for example in split.training],
        model.config.pad_token_id,
    )
    options.checkpoints.mkdir(parents=True, exist_ok=True)
    progress = fine_tune(model, data, recipe, options.checkpoints)
    tensors = {name: value.detach() for name, value in name_trained_parameters(model).items()}
    lengths = [len(tokens) for tokens in data.token_ids]
    one_pass = len(plan_batches(lengths, recipe.items, recipe.token_budget, recipe.seed, 0))
    return progress | {"tensors": tensors, "passes": progress["steps"] / one_pass}


def write_result(
    options: argparse.Namespace, recipe: Recipe, split: BilingualSplit, progress: dict[str, Any]
) -> None:
    """Export the weights, calibrated, and write `metrics.json` and the card beside them."""
    texts = [example.text for example in split.validation]
    logits = predict_texts(options.base, progress["tensors"], texts)
    temperatures = calibrate_both(logits, split.validation)
    config = write_weights(progress["tensors"], temperatures, options.out, BASE_ID, list(LANGUAGES))
    neutral = options.neutral if options.neutral.exists() else None
    report = {
        **measure_bilingual_export(options.base, options.out, split, options.data, neutral),
        "validation_uncalibrated": measure_bilingual(logits, split.validation),
        "recipe": asdict(recipe) | {"frozen_layers": FROZEN_LAYERS},
        "steps": progress["steps"],
        "passes": progress["passes"],
        "seconds": round(progress["seconds"]),
        "examples": split.count_sources(),
    }
    text = json.dumps(report, indent=2, ensure_ascii=False)
    (options.out / "metrics.json").write_text(text + "\n", encoding="utf-8")
    (options.out / "README.md").write_text(render_card(config, report), encoding="utf-8")
    _LOG.info("result %s", text)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, or continue, and write the result."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    options = parse_arguments(arguments)
    recipe = Recipe(
        epochs=options.epochs,
        peak_rate=options.rate,
        seed=options.seed,
        save_every=150,
        max_steps=options.steps,
    )
    neutral = options.neutral if options.neutral.exists() else None
    started = time.monotonic()
    split = build_bilingual_split(options.data, neutral, recipe.seed)
    _LOG.info("split took %.0f s: %s", time.monotonic() - started, split.count_sources())
    write_result(options, recipe, split, train(options, recipe, split))


if __name__ == "__main__":
    main()
