"""Adaptive quiz by Elo ratings of skills and questions.

Pelánek (2016), Applications of the Elo rating system in adaptive educational systems, Computers &
Education 98: the chance to guess is part of the expected score, and steps shrink with the number
of answers.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from components.career.content.schema import Question
from components.records.learner import Answer

TARGET = 0.75
"""Expected probability of a right answer that a question is chosen for."""
FEWEST, MOST = 8, 12
"""Questions in one quiz."""
REST = timedelta(days=7)
"""A quiz does not repeat a question within this time."""
_LATEST, _SETTLED = 4, 0.3
LEVEL_SHARE = 2 / 3
"""A learner at a level answers this share of its typical questions."""


@dataclass(frozen=True)
class Ability:
    """What answers say about a skill.

    Attributes:
        theta: Elo rating in logits; 0 before the first answer.
        error: Its standard error in logits; 1 before the first answer.
        num_answers: How many answers it rests on.
    """

    theta: float = 0.0
    error: float = 1.0
    num_answers: int = 0


def sigmoid(x: float) -> float:
    """Compute 1 / (1 + e^−x), for x of any size.

    Example:
        >>> sigmoid(0.0), sigmoid(-800.0), sigmoid(800.0)
        (0.5, 0.0, 1.0)
    """
    return (1 + math.tanh(x / 2)) / 2


def expect_right(theta: float, difficulty: float, chance: float) -> float:
    """Compute the probability of a right answer: P = c + (1 − c) σ(θ − d).

    Args:
        theta: Ability in logits.
        difficulty: Of the question, in logits.
        chance: Probability c of guessing right, 0 to 1: 1/k with k choices.

    Example:
        >>> expect_right(0.0, 0.0, 0.25)
        0.625
    """
    return chance + (1 - chance) * sigmoid(theta - difficulty)


def guess_chance(question: Question) -> float:
    """Return the probability of guessing a question right.

    One of k choices: 1/k. Any set of k choices: 1/2^k. Any order of k steps: 1/k!. A number: 0.
    """
    if question.kind == "mcq":
        return 1 / len(question.choices)
    if question.kind == "multi":
        return 0.5 ** len(question.choices)
    if question.kind == "order":
        return 1 / math.factorial(len(question.steps))
    return 0.0


def estimate_ability(answers: Iterable[Answer]) -> Ability:
    """Replay answers to questions of one skill: θ ← θ + K (right − P), K = 1 / (1 + 0.05 n).

    Of several answers to a question the latest counts, so that a question asked again neither adds
    up nor hides what was forgotten. The standard error is that of an item response model with a
    standard normal prior: 1 / √(1 + Σ P′² / (P (1 − P))).

    Args:
        answers: In the order of time.
    """
    latest: dict[str, Answer] = {}
    for answer in answers:
        latest.pop(answer.question, None)
        latest[answer.question] = answer
    theta = 0.0
    for n, answer in enumerate(latest.values()):
        expected = expect_right(theta, answer.difficulty, answer.chance)
        theta += (answer.is_right - expected) / (1 + 0.05 * n)
    information = 1 + sum(_information(theta, a.difficulty, a.chance) for a in latest.values())
    return Ability(theta, 1 / math.sqrt(information), len(latest))


def _information(theta: float, difficulty: float, chance: float) -> float:
    known = sigmoid(theta - difficulty)
    expected = chance + (1 - chance) * known
    slope = (1 - chance) * known * (1 - known)
    variance = expected * (1 - expected)
    # Where the answer is certain it says nothing; the limit of the quotient is 0 as well.
    return slope**2 / variance if variance > 0 else 0.0


def level_of(theta: float) -> float:
    """Place an ability on the scale of levels.

    Typical questions of the levels 1, 2, 3 have the difficulties −1, 0, 1; a level is held where
    two thirds of them are known: level = θ + 2 − ln 2.

    Args:
        theta: In logits.

    Returns:
        0 to 3.
    """
    odds = math.log(LEVEL_SHARE / (1 - LEVEL_SHARE))
    return min(3.0, max(0.0, theta + 2 - odds))


def demonstrated_level(ability: Ability) -> float:
    """Return a cautious level: that of one standard error below the estimate."""
    return level_of(ability.theta - ability.error)


def choose_question(
    theta: float, questions: Sequence[Question], asked: Iterable[str]
) -> Question | None:
    """Choose the next question: the one whose expected success is closest to `TARGET`.

    Args:
        theta: Ability now.
        questions: Of one skill.
        asked: Ids that are not to be asked again.

    Returns:
        The question; None if none is left.
    """
    seen = set(asked)
    return min(
        (question for question in questions if question.id not in seen),
        key=lambda q: (abs(expect_right(theta, q.difficulty, guess_chance(q)) - TARGET), q.id),
        default=None,
    )


def recently_asked(answers: Iterable[Answer], at: datetime) -> set[str]:
    """Return the questions answered in the last week: asked again, they would test the explanation.

    Args:
        answers: Of the learner.
        at: Now.
    """
    return {answer.question for answer in answers if at - answer.at < REST}


def is_over(thetas: Sequence[float]) -> bool:
    """Return whether a quiz has asked enough.

    Args:
        thetas: Ability before the first answer of this quiz and after each of them.

    Returns:
        True after `MOST` answers, and from `FEWEST` on when the last four moved the ability by less
        than 0.3 in all.
    """
    count = len(thetas) - 1
    if count >= MOST:
        return True
    return count >= FEWEST and abs(thetas[-1] - thetas[-1 - _LATEST]) < _SETTLED


def is_right(question: Question, given: Sequence[str]) -> bool:
    """Check an answer.

    Args:
        question: What was asked.
        given: Indexes of the chosen choices; indexes of the steps in the learner's order; or the
            number as text.

    Returns:
        True only where all of it is right; a number that cannot be read is wrong.
    """
    if question.kind == "number":
        return _is_close(question, given[0] if given else "")
    if question.kind == "order":
        return list(given) == [str(index) for index in range(len(question.steps))]
    return set(given) == {str(i) for i, choice in enumerate(question.choices) if choice.is_right}


def _is_close(question: Question, given: str) -> bool:
    number = read_number(given)
    if number is None or question.answer is None:
        return False
    # Tolerances are decimal; 0.1 + 0.2 is not to fail at 0.3.
    return abs(number - question.answer) <= question.tolerance + 1e-9 * max(1, abs(number))


def read_number(text: str) -> float | None:
    """Read a number as people type it; None for anything else.

    Example:
        >>> read_number(" 1,024 "), read_number("１．５"), read_number("50%"), read_number("six")
        (1024.0, 1.5, 50.0, None)
    """
    plain = text.translate(_WIDE).strip().rstrip("%").replace(",", "").replace("−", "-")
    try:
        number = float(plain)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


_WIDE = str.maketrans("０１２３４５６７８９．，－％", "0123456789.,-%")
