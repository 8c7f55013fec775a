"""Measures the quality of the app's answers on a labelled file.

`python -m benchmarks.quality sentiment FILE.csv [--model ID]` reads the columns `text` and
`label` (0 negative, 1 positive); `python -m benchmarks.quality qa FILE.json [--model ID]` reads
SQuAD's format, v1.1 or v2.0; `python -m benchmarks.quality embeddings [--model ID]` compares
lines of résumés with skills. All ask the model as the pages do; the last line on standard
output is JSON.
"""

import argparse
import csv
import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from benchmarks.embeddings import run_embeddings
from benchmarks.matching import run_matching
from benchmarks.reading import run_reading
from components.engine.serving import start_engine
from components.engine.worker import Engine
from components.measures.calibration import compute_expected_calibration_error, renormalise_pair
from components.measures.counts import compute_accuracy, compute_macro_f1
from components.models.catalog import models_for
from components.records.refusal import Refusal
from components.records.sentiment import SentimentRequest, SentimentResult
from components.service.readers import find_reader
from components.text.cleaning import clean_text

_LOG = logging.getLogger(__name__)
_UNREAD = -1
# What concerns one text. Any other refusal, such as a model that could not be fetched, would make
# every answer wrong and has to end the measurement instead.
_TEXT_REFUSALS = {
    "text_empty",
    "text_too_long",
    "tokens_unknown",
    "latin_unread",
    "han_unread",
    "other_unread",
}
Measures = dict[str, float | int | str | None]


class LabelledText(NamedTuple):
    """A text and whether it is positive (1) or negative (0)."""

    text: str
    label: int


def read_labelled(path: Path) -> list[LabelledText]:
    """Read a CSV file with the columns `text` and `label`.

    Raises:
        ValueError: If a column is missing, a label is neither 0 nor 1 or there is no row.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if not {"text", "label"} <= set(rows.fieldnames or ()):
            raise ValueError(f"{path.name} needs the columns text and label")
        items = [LabelledText(row["text"], int(row["label"])) for row in rows]
    if not items or any(item.label not in (0, 1) for item in items):
        raise ValueError(f"{path.name} needs rows, each with the label 0 or 1")
    return items


def ask(engine: Engine, text: str) -> SentimentResult | None:
    """Ask as the page does: cleaned text, through the engine's queue.

    Returns:
        The answer, or None if the model declines to read this text.

    Raises:
        Refusal: For every other reason.
    """
    try:
        job = engine.submit(SentimentRequest(clean_text(text).text), session="quality")
        for _event in engine.stream(job):
            pass
        result: SentimentResult = job.result()
    except Refusal as refusal:
        if refusal.key in _TEXT_REFUSALS:
            return None
        raise
    return result


def select_pair(result: SentimentResult) -> tuple[float, float]:
    """Negative and positive probability of the whole text, neutral renormalised away.

    Raises:
        ValueError: If the model has no label `negative` or `positive`.
    """
    pair = (result.labels.index("negative"), result.labels.index("positive"))
    negative, positive = renormalise_pair([result.whole.probabilities], pair)[0]
    return float(negative), float(positive)


def measure_sentiment(
    items: Sequence[LabelledText], results: Sequence[SentimentResult | None]
) -> Measures:
    """Measure answers between negative and positive.

    A text that the model declines to read counts as wrong in accuracy and macro-F1 and is counted
    in `unread`; it has no confidence, so ECE (15 bins) is over the texts that were read.

    Returns:
        `accuracy`, `macro_f1`, `ece`, `items` and `unread`.
    """
    labels = np.array([item.label for item in items])
    predicted: npt.NDArray[np.int64] = np.full(len(items), _UNREAD)
    confidences = np.zeros(len(items))
    for index, result in enumerate(results):
        if result is not None:
            pair = select_pair(result)
            predicted[index], confidences[index] = int(np.argmax(pair)), max(pair)
    read = predicted != _UNREAD
    ece = 0.0
    if read.any():
        ece = compute_expected_calibration_error(confidences[read], (predicted == labels)[read])
    return {
        "accuracy": compute_accuracy(predicted, labels),
        "macro_f1": compute_macro_f1(predicted, labels, (0, 1)),
        "ece": ece,
        "items": len(items),
        "unread": int((~read).sum()),
    }


def run_sentiment(path: Path, model_id: str | None) -> Measures:
    """Ask the model about every row of a file.

    Args:
        path: The labelled file.
        model_id: Id in the catalog; by default each text's own: the page's first model, or the
            first one bundled that reads the text where that does not.

    Returns:
        The measures and `model`, several joined by `+`.
    """
    items = read_labelled(path)
    cards = [card for card in models_for("sentiment") if card.is_bundled]
    chosen = [model_id or find_reader(cards[0], cards, [item.text]).id for item in items]
    engines = {name: start_engine(name) for name in dict.fromkeys(chosen)}
    results: list[SentimentResult | None] = []
    try:
        for name, item in zip(chosen, items, strict=True):
            results.append(ask(engines[name], item.text))
            if len(results) % 200 == 0:
                _LOG.info("%d of %d", len(results), len(items))
    finally:
        for engine in engines.values():
            engine.close()
    return measure_sentiment(items, results) | {"model": "+".join(engines)}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", choices=["sentiment", "qa", "embeddings", "matching"])
    parser.add_argument(
        "file", type=Path, nargs="?", help="CSV with text and label, or JSON as SQuAD's"
    )
    parser.add_argument("--model", help="id of a model of the catalog")
    options = parser.parse_args(arguments)
    if options.task == "embeddings":
        measures = run_embeddings(options.model)
    elif options.task == "matching":
        measures = run_matching()
    elif options.file is None:
        parser.error(f"{options.task} needs a file")
    else:
        run = run_sentiment if options.task == "sentiment" else run_reading
        measures = run(options.file, options.model)
    sys.stdout.write(json.dumps(measures) + "\n")


if __name__ == "__main__":
    main()
