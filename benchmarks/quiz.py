"""Measures the quiz on simulated learners: `python -m benchmarks.quiz [--learners 200]`.

A learner's true ability is drawn from a standard normal distribution, as the quiz assumes, and each
answer is right with the probability of that model. So this is an upper bound
for the question bank; only people's answers can show how well it measures them. The last line on
standard output is JSON.
"""

import argparse
import json
import random
import statistics
import sys
from collections.abc import Callable, Sequence
from functools import partial

from components.career.assessment import (
    Ability,
    choose_question,
    demonstrated_level,
    estimate_ability,
    expect_right,
    guess_chance,
    is_over,
    level_of,
)
from components.career.content import load_content
from components.career.content.schema import Question
from components.records.learner import Answer


def take_quiz(questions: Sequence[Question], knows: Callable[[Question], bool]) -> Ability:
    """Take one quiz of a skill from nothing, as the page asks it.

    Args:
        questions: Of one skill.
        knows: Whether the learner answers a question right.

    Returns:
        What the answers say.
    """
    answers: list[Answer] = []
    thetas = [0.0]
    while not is_over(thetas):
        question = choose_question(thetas[-1], questions, [a.question for a in answers])
        if question is None:
            break
        answers.append(
            Answer(
                "skill",
                question.id,
                (),
                knows(question),
                question.difficulty,
                guess_chance(question),
                "quiz",
            )
        )
        thetas.append(estimate_ability(answers).theta)
    return estimate_ability(answers)


def is_known(draw: random.Random, theta: float, question: Question) -> bool:
    """Draw whether a learner of an ability, in logits, gets a question right."""
    return draw.random() < expect_right(theta, question.difficulty, guess_chance(question))


def run_quizzes(learners: int, seed: int) -> dict[str, float | int]:
    """Let learners, and as many who only guess, take a quiz of every skill.

    Args:
        learners: Per skill.
        seed: Of everything drawn.

    Returns:
        `questions`: mean length of a quiz; `rmse` and `correlation` of the ability in logits;
        `within_error`: share of true abilities at most one standard error away; `overclaimed`:
        share of quizzes after which the level shown is above the true one, and by half a level
        (`overclaimed_half`); `guesser_level`: mean level shown to those who only guess.
    """
    content, draw = load_content(), random.Random(seed)
    true, found, guessed = list[float](), list[Ability](), list[Ability]()
    for skill_id in content.skills:
        questions = content.questions_of(skill_id)
        for _ in range(learners):
            theta = draw.gauss(0, 1)
            true.append(theta)
            found.append(take_quiz(questions, partial(is_known, draw, theta)))
            guessed.append(take_quiz(questions, lambda q: draw.random() < guess_chance(q)))
    off = [ability.theta - theta for ability, theta in zip(found, true, strict=True)]
    over = [
        demonstrated_level(ability) - level_of(theta)
        for ability, theta in zip(found, true, strict=True)
    ]
    return {
        "quizzes": len(found),
        "questions": round(statistics.mean(ability.num_answers for ability in found), 2),
        "rmse": round(statistics.mean(x * x for x in off) ** 0.5, 3),
        "correlation": round(statistics.correlation([a.theta for a in found], true), 3),
        "within_error": round(
            statistics.mean(abs(x) <= a.error for x, a in zip(off, found, strict=True)), 3
        ),
        "overclaimed": round(statistics.mean(x > 0 for x in over), 3),
        "overclaimed_half": round(statistics.mean(x > 0.5 for x in over), 3),
        "guesser_level": round(statistics.mean(demonstrated_level(a) for a in guessed), 3),
    }


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m benchmarks.quiz")
    parser.add_argument("--learners", type=int, default=200, help="per skill")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    sys.stdout.write(json.dumps(run_quizzes(options.learners, options.seed)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
