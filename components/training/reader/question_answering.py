"""Fine-tunes the English and Chinese reader: the answer in a passage, or that it is not there.

Run it as `python -m components.training.reader.question_answering --data DATA --base BASE
--checkpoints DIR`. DATA holds the subfolders `qa_en` and `qa_zh`; BASE is the prepared
multilingual-e5-small. The same command continues an interrupted run, and after the last step it
writes weights, card and measures. `--device cuda`
trains on a GPU, where a larger `--items` keeps it busy. `--steps` or `--minutes` ends the
run, and the decay of its learning rate, early. `--start` begins with the weights of a reader that
was trained before.
"""

import argparse
import hashlib
import json
import logging
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from transformers import AutoTokenizer

from components.engine.inference.span_windows import OVERLAP_TOKENS, READ_TOKENS
from components.training.batches import plan_batches
from components.training.checkpoints import name_trained_parameters
from components.training.fine_tuning import Recipe, follow_schedule
from components.training.reader.qa_card import render_card
from components.training.reader.qa_data import QaExample
from components.training.reader.qa_export import fold_temperature, write_reader
from components.training.reader.qa_features import (
    MAX_WINDOW_TOKENS,
    WIDTHS,
    build_features,
    collate_spans,
)
from components.training.reader.qa_measures import (
    ComputeLogits,
    choose_threshold,
    cool_readings,
    fit_span_temperature,
    measure_languages,
    measure_sets,
    read_examples,
)
from components.training.reader.qa_model import (
    build_reader,
    compute_span_logits,
    compute_span_loss,
    load_reader,
)
from components.training.reader.qa_split import QaSplit, build_qa_split, select_written
from components.training.sentiment.sentiment_model import apply_overlay

_LOG = logging.getLogger(__name__)
BASE_ID = "multilingual-e5-small"
TRACED_ITEMS = 60
MOST_ABSTAINED = 0.15
"""Of the answerable questions of either language, by the shipped threshold on held-out ones."""


def parse_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public data")
    parser.add_argument("--base", type=Path, required=True, help=f"folder of {BASE_ID}")
    parser.add_argument("--checkpoints", type=Path, required=True, help="folder to continue from")
    parser.add_argument("--start", type=Path, help="folder of an earlier reader to begin with")
    parser.add_argument("--out", type=Path, default=Path("assets/models/reader-multi"))
    parser.add_argument("--device", default="cpu", help="cpu, cuda or mps")
    parser.add_argument("--frozen", type=int, default=0, help="lowest layers that are not trained")
    parser.add_argument("--rate", type=float, default=2e-4, help="peak learning rate")
    parser.add_argument("--dropout", type=float, default=0.0, help="of the hidden states")
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--items", type=int, default=16, help="windows in a batch")
    parser.add_argument("--epochs", type=int, default=2, help="passes over the data, if not cut")
    parser.add_argument("--steps", type=int, help="cuts the passes")
    parser.add_argument("--minutes", type=float, help="ends the run by the clock")
    parser.add_argument("--save-every", type=int, default=100, help="steps between checkpoints")
    parser.add_argument("--trace-every", type=int, default=500, help="steps between measures")
    return parser.parse_args(arguments)


def train(options: argparse.Namespace, recipe: Recipe, split: QaSplit) -> dict[str, Any]:
    """Train to the end, or continue where the checkpoint ends.

    Returns:
        The progress; under `tensors` the weights that differ from the base's, under `passes`
        how often the data was gone through, under `windows` and `tokens` how many a pass has,
        and under `epochs` measures on a part of the validation set.
    """
    started = time.monotonic()
    features = build_features(options.base, split.training, random.Random(recipe.seed))
    lengths = [len(feature.input_ids) for feature in features]
    _LOG.info("%d windows in %.0f s", len(features), time.monotonic() - started)
    model = build_reader(options.base, recipe.seed, options.frozen, options.device, options.dropout)
    earlier = load_file(options.start / "model.safetensors") if options.start else {}
    apply_overlay(model, earlier)
    pad = model.config.pad_token_id
    passes = [
        plan_batches(lengths, recipe.items, recipe.token_budget, recipe.seed, epoch, WIDTHS)
        for epoch in range(recipe.epochs)
    ]
    batches = [batch for one_pass in passes for batch in one_pass][: recipe.max_steps]
    schedule = [(step // options.trace_every, batch) for step, batch in enumerate(batches)]
    traced = _choose_traced(split.validation)
    tokenizer = AutoTokenizer.from_pretrained(options.base, local_files_only=True)
    compute_logits = partial(compute_span_logits, model, pad=pad)

    def compute_loss(indices: Sequence[int]) -> torch.Tensor:
        return compute_span_loss(model, collate_spans([features[i] for i in indices], pad))

    def trace(part: int) -> dict[str, Any]:
        readings = read_examples(compute_logits, tokenizer, traced, READ_TOKENS)
        measures = measure_languages(readings, traced, choose_threshold(readings, traced))
        step = min(len(batches), (part + 1) * options.trace_every)
        _LOG.info("after step %d: %s", step, json.dumps(measures))
        return {"step": step, **measures}

    options.checkpoints.mkdir(parents=True, exist_ok=True)
    progress = follow_schedule(model, schedule, compute_loss, recipe, options.checkpoints, trace)
    trained = {name: value.detach().cpu() for name, value in name_trained_parameters(model).items()}
    return progress | {
        "tensors": earlier | trained,
        "passes": progress["step"] / len(passes[0]),
        "windows": len(features),
        "tokens": sum(lengths),
    }


def _choose_traced(examples: Sequence[QaExample]) -> list[QaExample]:
    english = [example for example in examples if not example.is_chinese]
    chinese = [example for example in examples if example.is_chinese]
    return [*english[:TRACED_ITEMS], *chinese[:TRACED_ITEMS]]


def write_result(
    options: argparse.Namespace, recipe: Recipe, split: QaSplit, progress: dict[str, Any]
) -> None:
    """Calibrate on the validation set, export, and measure what was exported.

    What is fitted to are questions with an answer and those without one that were written as such;
    the recipe's own are easier and only reported.
    """
    tokenizer = AutoTokenizer.from_pretrained(options.base, local_files_only=True)

    def read(tensors: dict[str, torch.Tensor], examples: Sequence[QaExample]) -> Any:
        model = load_reader(options.base, tensors, options.device)
        compute: ComputeLogits = partial(compute_span_logits, model, pad=model.config.pad_token_id)
        return read_examples(compute, tokenizer, examples, READ_TOKENS)

    readings = read(progress["tensors"], split.validation)
    chosen = {id(example) for example in select_written(split.validation)}
    places = [i for i, example in enumerate(split.validation) if id(example) in chosen]
    fitted = [split.validation[i] for i in places]
    temperature = fit_span_temperature([readings[i] for i in places], fitted)
    readings = cool_readings(readings, temperature)
    threshold = choose_threshold([readings[i] for i in places], fitted, MOST_ABSTAINED)
    tensors = {
        name: tensor.half()
        for name, tensor in fold_temperature(progress["tensors"], temperature).items()
    }
    config = write_reader(
        tensors,
        {
            "base": BASE_ID,
            "temperature": round(temperature, 4),
            "no_answer_threshold": round(threshold, 4),
            "max_tokens": 512,
            "trained_max_tokens": MAX_WINDOW_TOKENS,
            "read_tokens": READ_TOKENS,
            "overlap_tokens": OVERLAP_TOKENS,
        },
        options.out,
    )
    report = {
        "measuring": measure_sets(read(tensors, split.measuring), split.measuring, threshold),
        "validation": measure_sets(readings, split.validation, threshold),
        "recipe": asdict(recipe)
        | {
            "frozen_layers": options.frozen,
            "base_layers": _count_base_layers(tensors),
            "dropout": options.dropout,
            "device": options.device,
            "start": _hash_start(options.start),
        },
        "steps": progress["step"],
        "passes": round(progress["passes"], 3),
        "seconds": round(progress["seconds"]),
        "windows": progress["windows"],
        "tokens": progress["tokens"],
        "losses": progress["losses"],
        "traced": progress["epochs"],
        "examples": split.count_sources(),
    }
    text = json.dumps(report, indent=2, ensure_ascii=False)
    (options.out / "metrics.json").write_text(text + "\n", encoding="utf-8")
    (options.out / "README.md").write_text(render_card(config, report), encoding="utf-8")
    _LOG.info("validation %s", json.dumps(report["validation"]))
    _LOG.info("measuring %s", json.dumps(report["measuring"]))


def _count_base_layers(tensors: Mapping[str, torch.Tensor]) -> int:
    """Count the lowest layers that are the base's: what a run leaves alone may be an earlier's."""
    return min(int(name.split("layer.")[1].split(".")[0]) for name in tensors if "layer." in name)


def _hash_start(start: Path | None) -> str | None:
    """Return the sha256 of the weights that a run began with; None for the base's."""
    if start is None:
        return None
    return hashlib.sha256((start / "model.safetensors").read_bytes()).hexdigest()


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, or continue, and write the result."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    options = parse_arguments(arguments)
    recipe = Recipe(
        epochs=options.epochs,
        peak_rate=options.rate,
        items=options.items,
        token_budget=options.items * MAX_WINDOW_TOKENS,
        seed=options.seed,
        save_every=options.save_every,
        max_steps=options.steps,
        most_minutes=options.minutes,
    )
    started = time.monotonic()
    split = build_qa_split(options.data, recipe.seed)
    _LOG.info("split took %.0f s: %s", time.monotonic() - started, split.count_sources())
    write_result(options, recipe, split, train(options, recipe, split))


if __name__ == "__main__":
    main()
