"""FSRS against its published formulas, in whole days."""

import math
from datetime import UTC, datetime, timedelta

import pytest

from components.career.history import count_due, count_weeks
from components.career.review import (
    due_states,
    fold_reviews,
    next_state,
    preview_due,
    recall_probability,
)
from components.records.learner import Answer, Learning, Review

W = (
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835,
    0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
)  # fmt: skip
"""Default parameters of FSRS-6: https://github.com/open-spaced-repetition/fsrs4anki/wiki."""
START = datetime(2026, 1, 5, 9, tzinfo=UTC)


def first_difficulty(rating):
    return min(10, max(1, W[4] - math.exp(W[5] * (rating - 1)) + 1))


def recall(days, stability):
    factor = 0.9 ** (-1 / W[20]) - 1
    return (1 + factor * days / stability) ** -W[20]


def grown(difficulty, stability, recalled):
    """Stability after *good*: S (1 + e^w8 (11 − D) S^−w9 (e^(w10 (1 − R)) − 1))."""
    gain = math.exp(W[8]) * (11 - difficulty) * stability ** -W[9]
    return stability * (1 + gain * (math.exp(W[10] * (1 - recalled)) - 1))


@pytest.mark.parametrize(
    ("rating", "number"), [("again", 1), ("hard", 2), ("good", 3), ("easy", 4)]
)
def test_the_first_answer_gives_the_first_stability(rating, number):
    state = next_state("q", None, rating, START)
    assert state.stability_days == pytest.approx(W[number - 1])
    assert state.difficulty == pytest.approx(first_difficulty(number))
    assert state.due_at == START + timedelta(days=max(1, round(W[number - 1])))


def test_the_second_answer_follows_the_formula():
    one = next_state("q", None, "good", START)
    later = START + timedelta(days=5)
    two = next_state("q", one, "good", later)
    expected = grown(one.difficulty, one.stability_days, recall(5, one.stability_days))
    assert two.stability_days == pytest.approx(expected)
    assert two.due_at == later + timedelta(days=round(expected))


def test_a_golden_sequence():
    """Reviewed on the due day each time: intervals in days, with a lapse in the middle.

    The first three are those of py-fsrs's own golden test, which has learning steps before them.
    """
    state, at, intervals = None, START, []
    for rating in ("good", "good", "good", "again", "good", "hard", "easy", "easy", "easy"):
        state = next_state("q", state, rating, at)
        intervals.append((state.due_at - at).days)
        at = state.due_at
    assert intervals == [2, 11, 46, 3, 8, 14, 40, 113, 180]


def test_a_lapse_follows_the_formula():
    """Stability after *again*: w11 D^−w12 ((S + 1)^w13 − 1) e^(w14 (1 − R))."""
    one = next_state("q", None, "easy", START)
    two = next_state("q", one, "again", START + timedelta(days=8))
    recalled = recall(8, one.stability_days)
    expected = W[11] * one.difficulty ** -W[12] * ((one.stability_days + 1) ** W[13] - 1)
    assert two.stability_days == pytest.approx(expected * math.exp(W[14] * (1 - recalled)))


def test_recall_is_nine_tenths_when_a_review_is_due():
    state = next_state("q", None, "easy", START)
    at = START + timedelta(days=8)
    assert recall_probability(state, START) == 1
    assert recall_probability(state, at) == pytest.approx(recall(8, state.stability_days))
    assert recall_probability(state, at) == pytest.approx(0.9, abs=0.005)
    assert recall_probability(state, at + timedelta(days=30)) < 0.9


def test_a_clock_that_went_back_breaks_nothing():
    state = next_state("q", None, "good", START)
    again = next_state("q", state, "good", START - timedelta(days=3))
    assert again.last_at == START


def quiz(question, right, day, place="quiz"):
    return Answer("rag", question, ("1",), right, 0.0, 0.25, place, at=START + timedelta(days=day))


def test_what_happened_is_replayed_in_the_order_of_time():
    learning = Learning(
        answers=(quiz("a", True, 0), quiz("b", False, 0), quiz("a", False, 3, "review")),
        reviews=(Review("a", "hard", at=START + timedelta(days=3)),),
    )
    states = fold_reviews(learning)
    first = next_state("a", None, "good", START)
    assert states["a"] == next_state("a", first, "hard", START + timedelta(days=3))
    assert states["a"].num_reviews == 2
    assert states["b"] == next_state("b", None, "again", START)
    assert fold_reviews(Learning()) == {}


def test_the_longest_overdue_comes_first():
    states = fold_reviews(Learning(answers=(quiz("late", True, 0), quiz("later", True, 2))))
    assert due_states(states.values(), START) == []
    due = due_states(states.values(), START + timedelta(days=10))
    assert [state.question for state in due] == ["late", "later"]


def test_previews_are_what_the_ratings_do():
    state = next_state("q", None, "good", START)
    at = START + timedelta(days=2)
    previews = preview_due(state, "q", at)
    assert list(previews) == ["again", "hard", "good", "easy"]
    assert list(previews.values()) == sorted(previews.values())
    assert previews["good"] == next_state("q", state, "good", at).due_at


def test_weeks_without_answers_are_there_too():
    learning = Learning(answers=(quiz("a", True, 0), quiz("b", False, 1), quiz("c", True, 15)))
    weeks = count_weeks(learning, START + timedelta(days=16), UTC)
    assert [(w.num_right, w.num_wrong) for w in weeks] == [(1, 1), (0, 0), (1, 0)]
    assert str(weeks[0].monday) == "2026-01-05"
    assert count_weeks(Learning(), START, UTC) == ()


def test_overdue_reviews_count_for_today():
    states = fold_reviews(Learning(answers=(quiz("a", True, 0), quiz("b", True, 9))))
    days = count_due(states.values(), START + timedelta(days=10), UTC)
    assert [day.num_due for day in days] == [1, 1] + [0] * 12
