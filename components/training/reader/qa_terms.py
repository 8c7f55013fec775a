"""Asks for something else that the passage names: its other names, dates and numbers.

Half of the questions that people wrote for SQuAD 2.0 without an answer name a thing that is in the
passage but of which it does not say what is asked. Those of other languages are made here after
the same pattern: a term of the question gives way to another of its kind.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from components.text.han import UNIFIED_HAN
from components.training.reader.qa_data import QaExample

_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_PATTERNS = {
    "date": re.compile(
        rf"{_MONTH}(?: \d{{1,2}}\b)?(?:,? \d{{4}}\b)?|\b1\d{{3}}s?\b|\b20\d\ds?\b"
        r"|\d{1,4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{1,2}月(?:\d{1,2}日)?"
        r"|[一二三四五六七八九十]{1,3}(?:月|世[纪紀])|\d{1,2}世[纪紀]"
    ),
    "number": re.compile(r"(?<![\d.,年])\d+(?:[.,]\d+)*(?![\d.,年月日])%?"),
    "quoted": re.compile(r"《[^》]{2,12}》|「[^」]{2,12}」|“[^”]{2,12}”"),
    "name": re.compile(
        rf"(?<=[a-z,] )(?!{_MONTH})[A-Z][\w-]+(?: (?:of |the |de )?[A-Z][\w-]+)*(?!')"
    ),
}
_TERM = re.compile(rf"[{UNIFIED_HAN}·]{{2,7}}|[A-Z][\w'-]+(?: [A-Z][\w'-]+){{0,3}}")
_ALMOST_THE_SAME = 0.75


class Surroundings(NamedTuple):
    """What is known about the passages of all examples.

    Attributes:
        terms: Passage → short names that some question about it has as its answer.
        questions: Passage → all questions about it.
        others: Article → names that are the answer to a question about it.
    """

    terms: dict[str, list[str]]
    questions: dict[str, list[str]]
    others: dict[str, list[str]]

    @classmethod
    def collect(cls, examples: Iterable[QaExample]) -> "Surroundings":
        """Gather them from answerable examples."""
        found = cls(defaultdict(list), defaultdict(list), defaultdict(list))
        for example in examples:
            found.questions[example.passage].append(example.question)
            for text in dict.fromkeys(answer.text for answer in example.answers):
                if _TERM.fullmatch(text) and not _find_kind(text):
                    found.terms[example.passage].append(text)
                    found.others[example.article].append(text)
        return found


def swap_term(example: QaExample, known: Surroundings, rng: random.Random) -> QaExample | None:
    """Ask about another name, date or number; most of the time one that is in the passage.

    Args:
        example: An answerable one.
        known: Names and questions of the passages.
        rng: Chooses the terms.

    Returns:
        None where the question names nothing, nothing else of its kind is named, or the new
        question is nearly one that the passage does answer.
    """
    answers = [answer.text for answer in example.answers]
    pairs = []
    for kind, pattern in _PATTERNS.items():
        pairs += _pair(
            [match.group() for match in pattern.finditer(example.question)],
            [match.group() for match in pattern.finditer(example.passage)],
        )
        if kind == "name":
            names = known.others[example.article]
            asked = [name for name in names if name in example.question]
            here = [name for name in names if name in example.passage]
            pairs += _pair(asked, here if here and rng.random() < 0.7 else names)
    rng.shuffle(pairs)
    for old, new in pairs:
        if any(new in answer or answer in new for answer in answers) or new in example.question:
            continue
        question = example.question.replace(old, new, 1)
        asked = [one for one in known.questions[example.passage] if one != example.question]
        if not any(_likeness(question, one) > _ALMOST_THE_SAME for one in asked):
            return example._replace(question=question, answers=())
    return None


def _find_kind(text: str) -> bool:
    return any(_PATTERNS[kind].search(text) for kind in ("date", "number"))


def _pair(asked: Sequence[str], named: Sequence[str]) -> list[tuple[str, str]]:
    unique = dict.fromkeys(named)
    return [(old, new) for old in dict.fromkeys(asked) for new in unique if old not in new]


def _likeness(one: str, other: str) -> float:
    """Return the share of pairs of characters that two questions have in common (Dice)."""
    pairs, others = ({text[i : i + 2] for i in range(len(text) - 1)} for text in (one, other))
    return 2 * len(pairs & others) / max(1, len(pairs) + len(others))
