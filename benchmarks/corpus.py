"""English texts of natural lengths for timing; their labels do not matter."""

import csv
import random
import re
from pathlib import Path

from components.text.sentences import split_sentences

ROOT = Path(__file__).resolve().parents[1]
_NOT_PROSE = re.compile(r"^```.*?^```|^\|[^\n]*$|^#[^\n]*$", re.DOTALL | re.MULTILINE)
SENTENCES_A_TEXT = (1, 1, 1, 2, 4, 8)
"""Most pasted texts are one sentence, a few are paragraphs."""


def read_sentences() -> list[str]:
    """Sentences of the project's own prose and of the neutral test sentences."""
    with (ROOT / "benchmarks/data/neutral_en.csv").open(encoding="utf-8", newline="") as file:
        sentences = [row["text"] for row in csv.DictReader(file)]
    for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"):
        prose = _NOT_PROSE.sub("", (ROOT / name).read_text("utf-8"))
        for paragraph in prose.split("\n\n"):
            sentences += [s.text for s in split_sentences(" ".join(paragraph.split()))]
    return [sentence for sentence in sentences if 3 <= len(sentence.split()) <= 60]


def make_texts(count: int, seed: int = 0) -> list[str]:
    """Compose texts of one to eight sentences.

    Args:
        count: How many.
        seed: Start of the random numbers.
    """
    rng = random.Random(seed)
    sentences = read_sentences()
    return [" ".join(rng.sample(sentences, rng.choice(SENTENCES_A_TEXT))) for _ in range(count)]
