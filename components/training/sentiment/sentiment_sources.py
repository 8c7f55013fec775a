"""Readers of the public sentiment and question files, one function for each file layout."""

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from components.training.sentiment.sst_trees import Phrase, parse_tree
from components.training.text_keys import clean_tweet, text_key

_SENTENCE_END = re.compile(r"(?<=[a-z0-9)\]\"][.!?])\s+(?=[A-Z\"(])")


class Example(NamedTuple):
    """A text, its class (0 negative, 1 neutral, 2 positive) and the source it comes from."""

    text: str
    label: int
    source: str


def read_trees(path: Path) -> list[list[Phrase]]:
    """Read one tree per line; each becomes its phrases with the whole sentence first."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [parse_tree(line) for line in lines if line.strip()]


def read_sst2_train(path: Path) -> list[Example]:
    """Read SST-2's `text TAB label` lines (0 negative, 1 positive)."""
    examples = []
    for line in path.read_text(encoding="utf-8").splitlines():
        text, _, label = line.rpartition("\t")
        if label in {"0", "1"}:
            examples.append(Example(text.strip(), 2 * int(label), "sst2_train"))
    return examples


def read_customer_reviews(path: Path) -> list[Example]:
    """Read `label text` lines of customer reviews (0 negative, 1 positive)."""
    examples = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        label, _, text = line.partition(" ")
        if label in {"0", "1"} and text.strip():
            examples.append(Example(text.strip(), 2 * int(label), "custrev"))
    return examples


def read_tweets(texts: Path, labels: Path) -> list[Example]:
    """Read TweetEval's two parallel files (0 negative, 1 neutral, 2 positive).

    Raises:
        ValueError: If the files differ in their number of lines.
    """
    text_lines = texts.read_text(encoding="utf-8").rstrip("\n").split("\n")
    label_lines = labels.read_text(encoding="utf-8").split()
    if len(text_lines) != len(label_lines):
        raise ValueError(f"{texts.name} has {len(text_lines)} lines, labels {len(label_lines)}")
    return [
        Example(clean_tweet(text), int(label), "tweets")
        for text, label in zip(text_lines, label_lines, strict=True)
    ]


def split_sentences(passage: str) -> list[str]:
    """Cut a passage after `.`, `!` or `?` before a capital; keep 4 to 60 words."""
    sentences = (" ".join(part.split()) for part in _SENTENCE_END.split(passage))
    return [sentence for sentence in sentences if 4 <= len(sentence.split()) <= 60]


def read_passages(
    path: Path, split: Callable[[str], list[str]] = split_sentences
) -> tuple[list[list[str]], list[list[str]]]:
    """Read a file in SQuAD v1.1 format.

    Args:
        split: Cuts a passage into sentences.

    Returns:
        The sentences and the questions of each article, without repetitions.
    """
    articles = json.loads(path.read_text(encoding="utf-8"))["data"]
    sentences, questions = [], []
    for article in articles:
        paragraphs = article["paragraphs"]
        contexts = dict.fromkeys(paragraph["context"] for paragraph in paragraphs)
        parts = [part for context in contexts for part in split(context)]
        asked = [item["question"].strip() for paragraph in paragraphs for item in paragraph["qas"]]
        sentences.append(list(dict.fromkeys(parts)))
        questions.append(list(dict.fromkeys(asked)))
    return sentences, questions


def read_evaluation_keys(sentiment_folder: Path, neutral_csv: Path | None) -> set[str]:
    """Return the keys of all evaluation texts, which no training text may equal.

    Args:
        sentiment_folder: Folder with `sst2_dev.csv` and `stsa.fine.dev`.
        neutral_csv: The everyday neutral sentences (column `text`), if they are there.

    Returns:
        Keys by `text_key`.
    """
    texts = [row["text"] for row in _read_csv(sentiment_folder / "sst2_dev.csv")]
    for line in (sentiment_folder / "stsa.fine.dev").read_text(encoding="utf-8").splitlines():
        texts.append(line.partition(" ")[2])
    if neutral_csv is not None:
        texts.extend(row["text"] for row in _read_csv(neutral_csv))
    return {text_key(text) for text in texts if text.strip()}


def read_labelled_csv(path: Path) -> tuple[list[str], list[int]]:
    """Read an evaluation file with the columns `text` and `label`."""
    rows = _read_csv(path)
    return [row["text"] for row in rows], [int(row["label"]) for row in rows]


def read_texts(path: Path) -> list[str]:
    """Read the column `text` of a CSV file."""
    return [row["text"] for row in _read_csv(path)]


def _read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
