"""Measures readers side by side, on the same held-out questions and each with its own threshold.

Run it as `python -m components.training.reader.qa_comparison --data DATA --base BASE READER …`,
where a READER is a folder with `model.safetensors` and `config.json`. Prints a table in
Markdown. The questions are the recipe's measuring set: no reader of this recipe was trained on
their articles, fitted to them or chosen by them.
"""

import argparse
import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from safetensors.torch import load_file
from transformers import AutoTokenizer

from components.engine.inference.span_windows import READ_TOKENS
from components.training.reader.qa_data import QaExample
from components.training.reader.qa_measures import measure_sets, read_examples
from components.training.reader.qa_model import compute_span_logits, load_reader
from components.training.reader.qa_split import build_qa_split

_LOG = logging.getLogger(__name__)
COLUMNS = {
    "Unanswerable noticed": "no_answer_accuracy",
    "Has answer, F1": "has_answer_f1",
    "Has answer, abstained": "abstained",
    "Best span, F1": "forced_f1",
    "F1": "f1",
}


def measure_reader(base: Path, folder: Path, examples: Sequence[QaExample]) -> dict[str, Any]:
    """Read the examples with a reader's weights over the base, with the threshold it ships.

    Args:
        base: Folder of the base model.
        folder: The reader's.
        examples: Of any sources.

    Returns:
        Measures by set, as by `measure_sets`.
    """
    model = load_reader(base, load_file(folder / "model.safetensors"))
    compute = partial(compute_span_logits, model, pad=model.config.pad_token_id)
    tokenizer = AutoTokenizer.from_pretrained(base, local_files_only=True)
    readings = read_examples(compute, tokenizer, examples, READ_TOKENS)
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    threshold = float(config["no_answer_threshold"])
    return measure_sets(readings, examples, threshold)


def render_table(measures: Mapping[str, Mapping[str, Any]]) -> str:
    """Write a row for each set and reader.

    Args:
        measures: Name of a reader → its measures by set.
    """
    lines = [f"| Set | Questions | Reader | {' | '.join(COLUMNS)} | ECE |"]
    lines.append("|" + "---|" * (len(COLUMNS) + 4))
    for name in _unite(found for found in measures.values()):
        for reader, found in measures.items():
            values = found[name]
            cells = [f"{values[key]:.1f}" for key in COLUMNS.values()]
            row = [name, str(values["items"]), reader, *cells, f"{values['ece']:.3f}"]
            lines.append(f"| {' | '.join(row)} |")
    return "\n".join(lines)


def _unite(mappings: Iterable[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for mapping in mappings for name in mapping))


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure the readers and prints the table."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public data")
    parser.add_argument("--base", type=Path, required=True, help="folder of the base")
    parser.add_argument("--seed", type=int, default=20, help="the recipe's")
    parser.add_argument("readers", type=Path, nargs="+", help="folders of trained readers")
    options = parser.parse_args(arguments)
    examples = build_qa_split(options.data, options.seed).measuring
    measures = {
        folder.name: measure_reader(options.base, folder, examples) for folder in options.readers
    }
    _LOG.info("%s", render_table(measures))


if __name__ == "__main__":
    main()
