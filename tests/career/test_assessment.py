"""Elo against numbers worked out by hand, and what the quiz does with them."""

import math
from datetime import UTC, datetime, timedelta

import pytest

from components.career.assessment import (
    FEWEST,
    MOST,
    REST,
    TARGET,
    Ability,
    choose_question,
    demonstrated_level,
    estimate_ability,
    expect_right,
    guess_chance,
    is_over,
    is_right,
    level_of,
    recently_asked,
)
from components.records.learner import Answer
from tests.career.studio_content import mcq, multi, number, order

START = datetime(2026, 1, 5, tzinfo=UTC)


def answers(*rows, difficulty=0.0, chance=0.25):
    """Make answers of (question, is right), a minute apart."""
    return [
        Answer("rag", q, (), right, difficulty, chance, "quiz", at=START + timedelta(minutes=n))
        for n, (q, right) in enumerate(rows)
    ]


def test_the_expected_score_rests_on_guessing():
    assert expect_right(0.0, 0.0, 0.0) == 0.5
    assert expect_right(0.0, 0.0, 0.25) == pytest.approx(0.625)
    assert expect_right(-50.0, 0.0, 0.25) == pytest.approx(0.25)
    assert expect_right(2.0, 1.0, 0.0) == pytest.approx(1 / (1 + math.exp(-1)))


def test_two_answers_worked_out_by_hand():
    """P = 0.625 → θ = 0.375; then P = 0.25 + 0.75 σ(0.375) = 0.69450, K = 1/1.05."""
    one = estimate_ability(answers(("a", True)))
    assert one.theta == pytest.approx(0.375)
    two = estimate_ability(answers(("a", True), ("b", False)))
    assert two.theta == pytest.approx(0.375 - 0.694499 / 1.05, abs=1e-5)
    assert two.num_answers == 2


def test_the_standard_error_is_that_of_the_model():
    """One answer at θ = d without guessing carries P (1 − P) = 1/4 of information, on a prior of 1.

    The ability moves to ±0.5 first, where the information is σ(0.5) σ(−0.5) = 0.235004.
    """
    ability = estimate_ability(answers(("a", True), chance=0.0))
    assert ability.theta == 0.5
    assert ability.error == pytest.approx(1 / math.sqrt(1.235004), abs=1e-6)
    assert estimate_ability([]) == Ability(0.0, 1.0, 0)


def test_errors_shrink_with_answers_and_guessing_tells_less():
    few = estimate_ability(answers(*[(str(n), n % 2 == 0) for n in range(4)]))
    many = estimate_ability(answers(*[(str(n), n % 2 == 0) for n in range(12)]))
    sure = estimate_ability(answers(*[(str(n), n % 2 == 0) for n in range(12)], chance=0.0))
    assert sure.error < many.error < few.error < 1


def test_the_latest_answer_to_a_question_counts():
    once = estimate_ability(answers(("b", True), ("a", False)))
    again = estimate_ability(answers(("a", True), ("b", True), ("a", False)))
    assert again == once
    repeated = estimate_ability(answers(*[("a", True)] * 20))
    assert repeated == estimate_ability(answers(("a", True)))


def test_levels_lie_where_two_thirds_of_their_questions_are_known():
    for level in (1, 2, 3):
        theta = level - 2 + math.log(2)
        assert expect_right(theta, level - 2, 0.0) == pytest.approx(2 / 3)
        assert level_of(theta) == pytest.approx(level)
    assert level_of(9) == 3
    assert level_of(-9) == 0
    assert demonstrated_level(Ability(1.0, 0.5, 5)) == pytest.approx(level_of(0.5))
    assert demonstrated_level(Ability()) < level_of(0.0)


def test_the_question_closest_to_the_target_is_asked():
    questions = [mcq(f"q{n}", difficulty) for n, difficulty in enumerate((-2, -1, 0, 1, 2))]
    for theta in (-1.5, 0.0, 1.5):
        chosen = choose_question(theta, questions, [])
        misses = {q.id: abs(expect_right(theta, q.difficulty, 0.25) - TARGET) for q in questions}
        assert misses[chosen.id] == min(misses.values())
    assert choose_question(0.0, questions, ["q1"]).id != "q1"
    assert choose_question(0.0, questions, [q.id for q in questions]) is None


def test_a_quiz_ends_after_eight_to_twelve_answers():
    settled = [0.0] * 30
    restless = [0.2 * n for n in range(30)]
    assert not is_over(settled[:FEWEST])
    assert is_over(settled[: FEWEST + 1])
    assert not is_over(restless[:MOST])
    assert is_over(restless[: MOST + 1])
    assert (FEWEST, MOST) == (8, 12)


def test_a_learner_is_found_out_by_the_quiz():
    """Whoever knows what lies below their ability ends near it, wherever they began."""
    questions = [number(f"q{n}").model_copy(update={"difficulty": n / 10 - 2}) for n in range(41)]
    found = {}
    for ability in (-1.0, 0.0, 1.0):
        given, thetas = [], [0.0]
        while not is_over(thetas):
            question = choose_question(thetas[-1], questions, [a.question for a in given])
            right = question.difficulty < ability
            given += [
                Answer("rag", question.id, (), right, question.difficulty, 0.0, "quiz", at=START)
            ]
            thetas.append(estimate_ability(given).theta)
        found[ability] = thetas[-1]
    assert found[-1.0] < found[0.0] < found[1.0]
    assert all(abs(found[ability] - ability) < 1 for ability in found)


def test_questions_rest_for_a_week():
    given = answers(("a", True), ("b", True))
    assert recently_asked(given, START + timedelta(hours=1)) == {"a", "b"}
    assert recently_asked(given, START + REST) == {"b"}
    assert recently_asked(given, START + 2 * REST) == set()


@pytest.mark.parametrize(
    ("question", "right", "wrong", "chance"),
    [
        (mcq("q"), ("1",), [("0",), (), ("0", "1")], 1 / 4),
        (multi("q"), ("2", "0"), [("0",), ("0", "1", "2"), ()], 1 / 16),
        (order("q"), ("0", "1", "2"), [("1", "0", "2"), ("0", "1")], 1 / 6),
        (number("q"), ("2.6",), [("2.61",), ("two",), (), ("nan",), ("inf",)], 0.0),
    ],
)
def test_answers_of_every_kind_are_checked(question, right, wrong, chance):
    assert is_right(question, right)
    assert not any(is_right(question, given) for given in wrong)
    assert guess_chance(question) == pytest.approx(chance)


def test_a_decimal_tolerance_is_kept():
    question = number("q").model_copy(update={"answer": 0.3, "tolerance": 0.1})
    assert is_right(question, ("0.4",))
    assert is_right(question, ("0.2",))
    assert not is_right(question, ("0.41",))
