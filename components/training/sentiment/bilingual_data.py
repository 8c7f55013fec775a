"""Puts together the sets of the English and Chinese sentiment classifier."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from components.training.sentiment.chinese_texts import (
    chinese_key,
    read_shop_reviews,
    read_takeaway_reviews,
    split_chinese_sentences,
    vary_characters,
)
from components.training.sentiment.everyday_sentences import compose_everyday_sentences
from components.training.sentiment.sentiment_data import Split, build_split
from components.training.sentiment.sentiment_sources import Example, read_passages

# Whole categories that no training text is of: what they measure is reviews of unknown things.
UNSEEN_CATEGORIES = ("计算机", "蒙牛")
HELD_OUT_TAKEAWAY = 1_000
HELD_OUT_ARTICLES = 0.1
HELD_OUT_SENTENCES = 400
EVERYDAY_HELD_OUT = 150
# How many texts of a source are trained on; a source that is not named is used whole. A pass holds
# about as many tokens of either language.
LIMITS = {
    "sst_phrases": 45_000,
    "wiki": 4_000,
    "policies": 1_000,
    "questions": 1_500,
    "everyday": 6_000,
    "zh_水果": 7_500,
    "zh_洗发水": 7_500,
    "zh_衣服": 7_500,
    "zh_平板": 9_000,
    "zh_sentences": 6_500,
    "zh_questions": 1_500,
}
EVERYDAY_NEUTRAL = 4_000
EVERYDAY_OPINIONS = 1_500
TRADITIONAL_SHARE = 0.25
SIMPLIFIED_SHARE = 0.5


class BilingualSplit(NamedTuple):
    """Three sets without a common text.

    Attributes:
        training: What the weights are trained on.
        validation: What the calibration is fitted on.
        measuring: What is only reported.
    """

    training: list[Example]
    validation: list[Example]
    measuring: list[Example]

    def count_sources(self) -> dict[str, dict[str, int]]:
        """Return the examples of each source in each of the three sets."""
        return {
            name: dict(Counter(example.source for example in examples))
            for name, examples in self._asdict().items()
        }


def is_chinese(example: Example) -> bool:
    """Return whether a text is Chinese, by its source."""
    return example.source.startswith("zh_")


def build_bilingual_split(data: Path, neutral_csv: Path | None, seed: int) -> BilingualSplit:
    """Read all sources and split them without leakage.

    Held-out texts are split at random into halves, one for calibration and one for measuring.

    Args:
        data: Folder with the subfolders `sentiment_en`, `sentiment_zh`, `qa_en` and
            `qa_zh`.
        neutral_csv: English evaluation sentences that must not be trained on, if they are there.
        seed: Seed of every random choice.

    Returns:
        The split; the same folder and seed give the same split.
    """
    rng = random.Random(seed)
    english = build_split(data, neutral_csv, seed)
    chinese = build_chinese_split(data, seed)
    training = limit_sources([*english.training, *chinese.training], LIMITS, rng)
    held_out = [*english.validation, *chinese.validation]
    rng.shuffle(held_out)
    return BilingualSplit(training, held_out[::2], held_out[1::2])


def build_chinese_split(data: Path, seed: int) -> Split:
    """Read the Chinese sources; a random part of the texts changes its characters.

    Validation holds whole shop categories, take-away reviews, sentences of articles and everyday
    sentences that training has nothing of.
    """
    rng = random.Random(seed)
    shop = read_shop_reviews(data / "sentiment_zh" / "online_shopping_7_categories.csv")
    takeaway = read_takeaway_reviews(data / "sentiment_zh" / "waimai.csv")
    rng.shuffle(takeaway)
    validation = [example for category in UNSEEN_CATEGORIES for example in shop.get(category, [])]
    validation += takeaway[:HELD_OUT_TAKEAWAY]
    training = takeaway[HELD_OUT_TAKEAWAY:]
    for category, reviews in shop.items():
        if category not in UNSEEN_CATEGORIES:
            training += reviews
    everyday = _split_everyday(seed)
    passages = _split_passages(data / "qa_zh", rng)
    training = vary_characters([*training, *everyday.training], TRADITIONAL_SHARE, True, rng)
    training += passages.training
    validation += everyday.validation + passages.validation
    held_out = {chinese_key(example.text) for example in validation}
    return Split(
        [
            example
            for example in drop_doubtful(training)
            if chinese_key(example.text) not in held_out
        ],
        drop_doubtful(validation),
    )


def drop_doubtful(examples: Iterable[Example]) -> list[Example]:
    """Drop duplicates, texts that are labelled in two classes, and texts without letters."""
    labels: dict[str, set[int]] = {}
    first: dict[str, Example] = {}
    for example in examples:
        key = chinese_key(example.text)
        labels.setdefault(key, set()).add(example.label)
        first.setdefault(key, example)
    return [example for key, example in first.items() if key and len(labels[key]) == 1]


def limit_sources(
    examples: Iterable[Example], limits: Mapping[str, int], rng: random.Random
) -> list[Example]:
    """Draw examples from each source, at most its limit."""
    sources: dict[str, list[Example]] = {}
    for example in examples:
        sources.setdefault(example.source, []).append(example)
    drawn = []
    for source, members in sources.items():
        limit = min(limits.get(source, len(members)), len(members))
        drawn += rng.sample(members, limit)
    return drawn


def _split_passages(folder: Path, rng: random.Random) -> Split:
    """Return neutral sentences and questions of encyclopedias, split by article."""
    training: list[Example] = []
    validation: list[Example] = []
    # DRCD is written in traditional characters, CMRC in simplified ones.
    for name, share, traditional in (
        ("cmrc_dev.json", TRADITIONAL_SHARE, True),
        ("drcd_dev.json", SIMPLIFIED_SHARE, False),
        ("drcd_test.json", SIMPLIFIED_SHARE, False),
    ):
        sentences, questions = read_passages(folder / name, split_chinese_sentences)
        order = list(range(len(sentences)))
        rng.shuffle(order)
        cut = max(1, round(HELD_OUT_ARTICLES * len(order)))
        for part, indices in ((validation, order[:cut]), (training, order[cut:])):
            read = [Example(text, 1, "zh_sentences") for i in indices for text in sentences[i]]
            if part is training:
                read += [Example(text, 1, "zh_questions") for i in indices for text in questions[i]]
            part += vary_characters(read, share, traditional, rng)
    return Split(training, rng.sample(validation, min(HELD_OUT_SENTENCES, len(validation))))


def _split_everyday(seed: int) -> Split:
    training, validation = [], []
    for label in (0, 1, 2):
        count = EVERYDAY_NEUTRAL if label == 1 else EVERYDAY_OPINIONS
        for text in compose_everyday_sentences(label, count, seed, language="zh"):
            training.append(Example(text, label, "zh_everyday"))
        for text in compose_everyday_sentences(label, EVERYDAY_HELD_OUT, seed, True, "zh"):
            validation.append(Example(text, label, "zh_everyday"))
    return Split(training, validation)
