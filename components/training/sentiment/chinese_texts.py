"""Chinese reviews and passages: readers, sentence ends, comparison keys, character forms."""

import csv
import random
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from components.training.sentiment.sentiment_sources import Example

if TYPE_CHECKING:
    from opencc import OpenCC

_SENTENCE_END = re.compile(r"(?<=[。！？!?])\s*(?![”」』）)])")
_LENGTHS = range(8, 91)


def read_takeaway_reviews(path: Path) -> list[Example]:
    """Read take-away reviews, columns `label` (0 negative, 1 positive) and `review`."""
    return [
        Example(row["review"].strip(), 2 * int(row["label"]), "zh_takeaway")
        for row in _read_csv(path)
        if row["review"].strip()
    ]


def read_shop_reviews(path: Path) -> dict[str, list[Example]]:
    """Read shop reviews, columns `category`, `text` and `label` (0 negative, 1 positive).

    Returns:
        Category, as the file names it → its reviews.
    """
    reviews: dict[str, list[Example]] = {}
    for row in _read_csv(path):
        if row["text"].strip():
            example = Example(row["text"].strip(), 2 * int(row["label"]), f"zh_{row['category']}")
            reviews.setdefault(row["category"], []).append(example)
    return reviews


def split_chinese_sentences(passage: str) -> list[str]:
    """Cut a passage after `。`, `！` or `？`; keep 8 to 90 characters."""
    sentences = (" ".join(part.split()) for part in _SENTENCE_END.split(passage))
    return [sentence for sentence in sentences if len(sentence) in _LENGTHS]


def chinese_key(text: str) -> str:
    """Return the form by which two texts count as the same: simplified letters and digits only."""
    normal = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"[\W_]", "", to_simplified(normal))


def to_simplified(text: str) -> str:
    """Write traditional characters as simplified ones."""
    return str(_converter("t2s").convert(text))


def to_traditional(text: str) -> str:
    """Write simplified characters as traditional ones, in the forms of Taiwan."""
    return str(_converter("s2tw").convert(text))


def vary_characters(
    examples: Iterable[Example], share: float, traditional: bool, rng: random.Random
) -> list[Example]:
    """Write a random share of the texts in the other characters.

    Args:
        examples: Chinese texts.
        share: From 0 to 1.
        traditional: Whether the texts become traditional, else simplified.
        rng: Chooses.
    """
    convert = to_traditional if traditional else to_simplified
    return [
        example._replace(text=convert(example.text)) if rng.random() < share else example
        for example in examples
    ]


@cache
def _converter(name: str) -> "OpenCC":
    from opencc import OpenCC

    return OpenCC(name)


def _read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
