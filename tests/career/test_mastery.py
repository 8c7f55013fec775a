"""Claimed, demonstrated, retained: what lifts a level, and what takes it away again."""

from datetime import UTC, datetime, timedelta

import pytest

from components.career.assessment import demonstrated_level, estimate_ability
from components.career.mastery import compute_mastery
from components.records.learner import Answer, Learning, Review, SelfRating
from components.records.mastery import SkillMastery

START = datetime(2026, 1, 5, tzinfo=UTC)


def quiz(question, right=True, day=0, place="quiz"):
    at = START + timedelta(days=day)
    return Answer("rag", question, ("1",), right, 0.5, 0.25, place, at=at)


TEN = tuple(quiz(f"q{n}") for n in range(10))


def test_nothing_is_known_of_who_left_nothing():
    assert compute_mastery(Learning(), START) == {}


def test_the_latest_claim_counts_and_shows_nothing():
    ratings = (SelfRating("rag", 3, at=START), SelfRating("rag", 1, at=START + timedelta(1)))
    mastery = compute_mastery(Learning(ratings=ratings), START)
    assert mastery == {"rag": SkillMastery("rag", 1)}
    assert mastery["rag"].level == 1


def test_right_answers_demonstrate_and_time_takes_away():
    learning = Learning(answers=TEN)
    fresh = compute_mastery(learning, START)["rag"]
    assert fresh.claimed is None
    assert fresh.demonstrated == pytest.approx(demonstrated_level(estimate_ability(TEN)))
    assert fresh.retained == fresh.demonstrated
    assert fresh.level == 2
    due = compute_mastery(learning, START + timedelta(days=2))["rag"]
    assert due.retained == pytest.approx(fresh.retained, abs=0.01), "until a review is due"
    late = compute_mastery(learning, START + timedelta(days=200))["rag"]
    assert late.demonstrated == fresh.demonstrated
    assert late.retained < due.retained
    assert late.level < fresh.level, "demotion"


def test_a_review_brings_back_what_had_faded():
    at = START + timedelta(days=200)
    reviews = tuple(Review(answer.question, "good", at=at) for answer in TEN)
    back = compute_mastery(Learning(answers=TEN, reviews=reviews), at)["rag"]
    assert back.retained == back.demonstrated


def test_a_lapse_takes_a_level_away():
    at = START + timedelta(days=20)
    lapses = tuple(quiz(f"q{n}", right=False, day=20, place="review") for n in range(5))
    after = compute_mastery(Learning(answers=TEN + lapses), at)["rag"]
    before = compute_mastery(Learning(answers=TEN), START)["rag"]
    assert after.demonstrated < before.demonstrated
    assert after.level < before.level


def test_what_was_shown_counts_before_what_is_claimed():
    learning = Learning(
        ratings=(SelfRating("rag", 3, at=START),), answers=(quiz("q", right=False),)
    )
    assert compute_mastery(learning, START)["rag"].level == 0
