"""Makes questions that a passage does not answer out of questions that it does.

Four ways, after what people did for SQuAD 2.0 (Rajpurkar et al. 2018, arXiv:1806.03822): the
question meets another paragraph of its article, its passage loses the sentences of the answer, the
question asks for another thing that its passage names, or it changes by a name or number of
elsewhere, a negation, an opposite or a wrong relation.
"""

import random
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from components.text.han import find_han_runs
from components.training.reader.qa_data import QaExample
from components.training.reader.qa_opposites import OPPOSED, OPPOSITE
from components.training.reader.qa_terms import Surroundings, swap_term

_SENTENCE = re.compile(r".+?(?:[.!?](?=\s)|[。！？]|\n|$)", re.DOTALL)
_NUMBER = re.compile(r"(?<![\d.,])\d{1,4}(?![\d.,])")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w'-]+(?: [A-Z][\w'-]+)*")
_CHINESE_NAME = re.compile(r"《[^》]{2,12}》|「[^」]{2,12}」|[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)*")
_VERB = re.compile(r"\b(is|was|are|were|did|does|do|can|could|will|would|has|have|had|should)\b")
_CHINESE_VERB = re.compile(r"(?<![不没沒])(可以|能够|能夠|属于|屬於|包括|是|有)")
# The likelier a way, the more often it stands here.
_WAYS = ("swapped", "swapped", "swapped", "changed", "changed", "elsewhere", "removed")
_SHORTEST_PASSAGE = 60
_PARAGRAPHS_LOOKED_AT = 20


def make_unanswerable(
    examples: Sequence[QaExample], share: float, rng: random.Random
) -> list[QaExample]:
    """Make a question without an answer of a random part of the examples.

    Args:
        examples: Answerable ones of any number of articles.
        share: How many of them are used, 0 to 1; a few allow none of the ways.
        rng: Chooses examples and ways.
    """
    passages: dict[str, list[str]] = defaultdict(list)
    for example in examples:
        passages[_group(example)].append(example.passage)
    unique = {group: list(dict.fromkeys(found)) for group, found in passages.items()}
    known = Surroundings.collect(examples)
    made = []
    for example in examples:
        if rng.random() < share:
            ways = list(_WAYS)
            rng.shuffle(ways)
            tries = (_apply(way, example, unique, known, rng) for way in ways)
            made += [next((found for found in tries if found), None)]
    return [example for example in made if example is not None]


def _group(example: QaExample) -> str:
    """Where to look for another paragraph: the article, or its source if it has only one."""
    return example.source if example.source in {"reddit", "zh_cmrc"} else example.article


def _apply(
    way: str,
    example: QaExample,
    passages: Mapping[str, list[str]],
    known: Surroundings,
    rng: random.Random,
) -> QaExample | None:
    if way == "swapped":
        return swap_term(example, known, rng)
    if way == "elsewhere":
        return move_elsewhere(example, passages[_group(example)], rng)
    return remove_answer(example) if way == "removed" else change_question(example, passages, rng)


def move_elsewhere(
    example: QaExample, passages: Sequence[str], rng: random.Random
) -> QaExample | None:
    """Pair the question with another passage, half of the time the most similar one.

    Args:
        example: Gives question and answers.
        passages: Of the same article.
        rng: Chooses.

    Returns:
        None if every other passage holds one of the answers.
    """
    some = rng.sample(passages, min(len(passages), _PARAGRAPHS_LOOKED_AT))
    others = [p for p in some if p != example.passage and not _holds_answer(p, example)]
    if not others:
        return None
    parts = _parts(example.question)
    nearest = max(others, key=lambda passage: len(parts & _parts(passage)))
    passage = nearest if rng.random() < 0.5 else rng.choice(others)
    return example._replace(passage=passage, answers=())


def remove_answer(example: QaExample) -> QaExample | None:
    """Cut the sentences with the answers out of the passage.

    Returns:
        None if hardly any text, or an answer, would remain.
    """
    kept = [
        match.group()
        for match in _SENTENCE.finditer(example.passage)
        if not any(
            answer.start < match.end() and match.start() < answer.start + len(answer.text)
            for answer in example.answers
        )
    ]
    passage = "".join(kept).strip()
    if len(passage) < _SHORTEST_PASSAGE or _holds_answer(passage, example):
        return None
    return example._replace(passage=passage, answers=())


def change_question(
    example: QaExample, passages: Mapping[str, list[str]], rng: random.Random
) -> QaExample | None:
    """Ask something else: another name or number, the opposite, or the negation.

    Returns:
        None if the question has nothing that could be changed.
    """
    ways = [_swap_name, _swap_number, _swap_antonym]
    rng.shuffle(ways)
    ways.insert(rng.randrange(2) * len(ways), _negate)
    for way in ways:
        question = way(example, passages, rng)
        if question is not None and question != example.question:
            return example._replace(question=question, answers=())
    return None


def _swap_name(
    example: QaExample, passages: Mapping[str, list[str]], rng: random.Random
) -> str | None:
    pattern = _CHINESE_NAME if example.is_chinese else _NAME
    names = [name for name in pattern.findall(example.question) if name in example.passage]
    other = rng.choice(passages[_group(example)])
    found = [name for name in pattern.findall(other) if name not in example.question]
    if not names or not found:
        return None
    return example.question.replace(rng.choice(names), rng.choice(found))


def _swap_number(
    example: QaExample, _passages: Mapping[str, list[str]], rng: random.Random
) -> str | None:
    numbers = [n for n in _NUMBER.findall(example.question) if n in example.passage]
    if not numbers:
        return None
    number = rng.choice(numbers)
    shifted = [int(number) + step for step in (-7, -3, -2, -1, 1, 2, 3, 5, 9)]
    others = [str(n) for n in shifted if n > 0 and str(n) not in example.passage]
    if not others:
        return None
    return re.sub(rf"(?<!\d){number}(?!\d)", rng.choice(others), example.question)


def _swap_antonym(
    example: QaExample, _passages: Mapping[str, list[str]], _rng: random.Random
) -> str | None:
    if OPPOSED.search(example.question) is None:
        return None
    return OPPOSED.sub(lambda match: OPPOSITE[match.group().lower()], example.question, count=1)


def _negate(
    example: QaExample, _passages: Mapping[str, list[str]], _rng: random.Random
) -> str | None:
    if not example.is_chinese:
        return _VERB.sub(r"\1 not", example.question, count=1)
    match = _CHINESE_VERB.search(example.question)
    if match is None:
        return None
    verb = match.group()
    negated = ("没" if verb == "有" else "不") + verb
    return example.question[: match.start()] + negated + example.question[match.end() :]


def _holds_answer(passage: str, example: QaExample) -> bool:
    lowered = passage.lower()
    return any(answer.text.lower() in lowered for answer in example.answers)


def _parts(text: str) -> set[str]:
    """Return the words of four letters and more, and pairs of Chinese characters."""
    words = set(re.findall(r"[a-z0-9]{4,}", text.lower()))
    return words | {run[i : i + 2] for run in find_han_runs(text) for i in range(len(run) - 1)}
