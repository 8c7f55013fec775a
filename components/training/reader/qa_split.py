"""Parts the questions in what is trained on, what is fitted to and what is only reported."""

import hashlib
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from components.training.reader.qa_data import (
    QaExample,
    change_characters,
    limit_sources,
    read_all,
    read_squad,
    split_by_article,
)
from components.training.reader.qa_unanswerable import make_unanswerable

UNANSWERABLE_SHARE = 0.4
HELD_OUT_ITEMS = 600
SQUAD2 = "qa_en/squad2_articles.json"
# Whole articles of SQuAD 2.0 are kept back: its questions without an answer are by people.
SQUAD2_VALIDATION = {"Geology", "Scottish_Parliament"}
SQUAD2_MEASURING = {"Yuan_dynasty", "Pharmacy", "1973_oil_crisis"}
SQUAD2_PASSES = 3
WRITTEN = {"squad2", "zh_written"}
"""Sources whose questions without an answer were written one by one, not made by the recipe."""
_CHINESE = Path(__file__).parent / "chinese_unanswerable.json"


class QaSplit(NamedTuple):
    """Three sets without a common article.

    Attributes:
        training: What the weights are trained on.
        validation: What temperature and threshold are fitted on.
        measuring: What is only reported.
    """

    training: list[QaExample]
    validation: list[QaExample]
    measuring: list[QaExample]

    def count_sources(self) -> dict[str, dict[str, int]]:
        """Return the examples of each source in each set, those without an answer apart."""
        return {
            name: dict(Counter(e.source if e.answers else f"{e.source}, none" for e in examples))
            for name, examples in self._asdict().items()
        }


def build_qa_split(data: Path, seed: int) -> QaSplit:
    """Read all sets, splits them by article and adds questions without an answer.

    A random half of the Chinese examples changes its characters, simplified to traditional or the
    other way round. What people wrote for SQuAD 2.0 stands in training `SQUAD2_PASSES` times.

    Args:
        data: Folder with the subfolders `qa_en` and `qa_zh`.
        seed: The same folder and seed give the same split.
    """
    rng = random.Random(seed)
    everything = read_all(data)
    examples, held_out = split_by_article(everything, seed)
    examples = limit_sources(examples, rng)
    training = examples + make_unanswerable(examples, UNANSWERABLE_SHARE, rng)
    training = [_change_some(example, rng) for example in training]
    squad2 = _read_squad2(data)
    training += SQUAD2_PASSES * squad2.training
    rng.shuffle(training)
    rng.shuffle(held_out)
    parts = split_by_article(held_out, seed + 1, share=0.5)
    validation, measuring = (
        _limit_held_out(part, rng) + written + find_written(part)
        for part, written in zip(parts, squad2[1:], strict=True)
    )
    return QaSplit(training, validation, measuring)


def select_written(examples: Iterable[QaExample]) -> list[QaExample]:
    """Leave out the questions without an answer that the recipe made.

    Returns:
        All examples where the recipe made every one of them.
    """
    taken = list(examples)
    chosen = [example for example in taken if example.answers or example.source in WRITTEN]
    return chosen if any(not example.answers for example in chosen) else taken


def find_written(examples: Iterable[QaExample]) -> list[QaExample]:
    """Find the project's own Chinese questions without an answer about these passages."""
    found: dict[str, QaExample] = {}
    for example in examples:
        if example.is_chinese:
            found.setdefault(hash_passage(example.passage), example)
    return [
        found[key]._replace(question=question, answers=(), source="zh_written")
        for key, questions in read_chinese_questions().items()
        if key in found
        for question in questions
    ]


@cache
def read_chinese_questions() -> dict[str, list[str]]:
    """Read the project's own questions: hash of a passage → what it does not answer."""
    if not _CHINESE.exists():
        return {}
    written: dict[str, list[str]] = json.loads(_CHINESE.read_text(encoding="utf-8"))
    return written


def hash_passage(passage: str) -> str:
    """Return the key of a passage's questions; the passages themselves are not the project's."""
    return hashlib.sha256(passage.encode()).hexdigest()[:16]


def _read_squad2(data: Path) -> QaSplit:
    parts: dict[str, list[QaExample]] = defaultdict(list)
    for example in read_squad(data / SQUAD2, "squad2") if (data / SQUAD2).exists() else []:
        title = example.article.removeprefix("squad2 ")
        is_fitted, is_measured = title in SQUAD2_VALIDATION, title in SQUAD2_MEASURING
        parts["fitted" if is_fitted else "measured" if is_measured else "trained"].append(example)
    return QaSplit(parts["trained"], parts["fitted"], parts["measured"])


def _change_some(example: QaExample, rng: random.Random) -> QaExample:
    is_changed = example.is_chinese and rng.random() < 0.5
    return (change_characters(example) if is_changed else None) or example


def _limit_held_out(examples: Sequence[QaExample], rng: random.Random) -> list[QaExample]:
    """Sample equally many of either language, a third of them without an answer."""
    taken: list[QaExample] = []
    for is_chinese in (False, True):
        own = [example for example in examples if example.is_chinese == is_chinese]
        own = own[: HELD_OUT_ITEMS // 3]
        made = make_unanswerable(examples=own, share=1.0, rng=rng)[: HELD_OUT_ITEMS // 6]
        taken += [_change_some(example, rng) for example in own + made]
    rng.shuffle(taken)
    return taken
