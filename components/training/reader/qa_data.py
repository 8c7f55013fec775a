"""Read question answering sets in SQuAD's format and splits them by article."""

import hashlib
import json
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from components.training.sentiment.chinese_texts import to_simplified, to_traditional

# File → source. Files of one source share their articles.
FILES = {
    "qa_en/squadshifts_new_wiki.json": "wiki",
    "qa_en/squadshifts_amazon_reviews.json": "amazon",
    "qa_en/squadshifts_reddit.json": "reddit",
    "qa_en/policyqa_dev.json": "policies",
    "qa_en/policyqa_test.json": "policies",
    "qa_zh/cmrc_dev.json": "zh_cmrc",
    "qa_zh/drcd_dev.json": "zh_drcd",
    "qa_zh/drcd_test.json": "zh_drcd",
}
# What the earlier weights were trained on already; half of a pass is left to SQuAD 2.0.
LIMITS = {
    "policies": 300,
    "amazon": 1_000,
    "reddit": 1_000,
    "wiki": 2_000,
    "zh_cmrc": 2_000,
    "zh_drcd": 3_500,
}
HELD_OUT_SHARE = 0.1


class Answer(NamedTuple):
    """A stretch of a passage: its text and its first code point."""

    text: str
    start: int


class QaExample(NamedTuple):
    """A question about a passage.

    Attributes:
        question: What is asked.
        passage: What is read.
        answers: What different people marked; empty if the passage does not say.
        source: Where it comes from; `zh_` begins the Chinese ones.
        article: Key of its article; questions of one article are never split.
    """

    question: str
    passage: str
    answers: tuple[Answer, ...]
    source: str
    article: str

    @property
    def is_chinese(self) -> bool:
        """True if its source is Chinese."""
        return self.source.startswith("zh_")


def read_squad(path: Path, source: str) -> list[QaExample]:
    """Read a file in SQuAD's format, v1.1 or v2.0.

    An answer that is not at its stated offset is searched for nearby; a question without any
    answer in its passage is dropped.

    Args:
        source: Name of the source.
    """
    examples = []
    for number, article in enumerate(json.loads(path.read_text(encoding="utf-8"))["data"]):
        title = str(article.get("title") or number)
        for place, paragraph in enumerate(article["paragraphs"]):
            passage = paragraph["context"]
            # One article holds all Reddit posts: there each post stands for itself.
            key = _name_article(source, f"{title} {place}" if source == "reddit" else title)
            for item in paragraph["qas"]:
                found = [locate(passage, a["text"], a["answer_start"]) for a in item["answers"]]
                answers = tuple(answer for answer in found if answer is not None)
                if answers or item.get("is_impossible"):
                    question = item["question"].strip()
                    examples.append(QaExample(question, passage, answers, source, key))
    return examples


def locate(passage: str, text: str, start: int) -> Answer | None:
    """Find the occurrence of an answer that is nearest to its stated position.

    Returns:
        None if the passage does not hold the text.
    """
    places, place = [], passage.find(text)
    while text and place >= 0:
        places.append(place)
        place = passage.find(text, place + 1)
    if not places:
        return None
    return Answer(text, min(places, key=lambda found: abs(found - start)))


def choose_answer(answers: Sequence[Answer]) -> Answer:
    """Return the answer that most people marked; of several, the shortest, then the first."""
    counts = Counter(answers)
    return min(answers, key=lambda answer: (-counts[answer], len(answer.text), answer.start))


def read_all(data: Path) -> list[QaExample]:
    """Read every file of `FILES` that the folder has.

    Raises:
        FileNotFoundError: If it has none.
    """
    examples = []
    for name, source in FILES.items():
        if (data / name).exists():
            examples += read_squad(data / name, source)
    if not examples:
        raise FileNotFoundError(f"{data} has none of {', '.join(FILES)}")
    return examples


def split_by_article(
    examples: Iterable[QaExample], seed: int, share: float = HELD_OUT_SHARE
) -> tuple[list[QaExample], list[QaExample]]:
    """Split examples into training and held-out ones by article.

    Args:
        examples: Of all sources.
        seed: Another seed holds out other articles.
        share: About how many articles are held out, 0 to 1.
    """
    training: list[QaExample] = []
    held_out: list[QaExample] = []
    for example in examples:
        digest = hashlib.sha256(f"{seed} {example.article}".encode()).digest()
        is_held_out = int.from_bytes(digest[:4], "big") < share * 2**32
        (held_out if is_held_out else training).append(example)
    return training, held_out


def limit_sources(examples: Sequence[QaExample], rng: random.Random) -> list[QaExample]:
    """Shuffle, and keep of each source what `LIMITS` allows."""
    shuffled = list(examples)
    rng.shuffle(shuffled)
    taken: Counter[str] = Counter()
    kept = []
    for example in shuffled:
        taken[example.source] += 1
        if taken[example.source] <= LIMITS.get(example.source, len(shuffled)):
            kept.append(example)
    return kept


def change_characters(example: QaExample) -> QaExample | None:
    """Write a simplified example in traditional characters, or the other way round.

    Returns:
        None if the passage changes its length, so that the answers' places would be lost.
    """
    convert = to_simplified if example.source == "zh_drcd" else to_traditional
    passage = convert(example.passage)
    if len(passage) != len(example.passage):
        return None
    answers = tuple(
        Answer(passage[a.start : a.start + len(a.text)], a.start) for a in example.answers
    )
    return example._replace(question=convert(example.question), passage=passage, answers=answers)


def _name_article(source: str, title: str) -> str:
    """Both Chinese sources are encyclopedias: an article of the same name is the same article."""
    return f"zh {to_simplified(title)}" if source.startswith("zh_") else f"{source} {title}"
