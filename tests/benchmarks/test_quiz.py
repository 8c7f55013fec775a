"""Simulated learners: what the quiz of one skill says of those who know all, and nothing."""

from benchmarks.quiz import run_quizzes, take_quiz
from components.career.assessment import demonstrated_level
from components.career.content import load_content


def test_who_knows_all_stands_above_who_knows_nothing():
    questions = load_content().questions_of("attention")
    knows_all = take_quiz(questions, lambda question: True)
    knows_nothing = take_quiz(questions, lambda question: False)
    assert knows_all.theta > 0 > knows_nothing.theta
    assert demonstrated_level(knows_nothing) == 0
    assert knows_all.num_answers == knows_nothing.num_answers == min(len(questions), 12)


def test_the_figures_follow_the_seed_and_lie_in_their_range():
    figures = run_quizzes(2, seed=3)
    assert figures == run_quizzes(2, seed=3)
    assert figures["quizzes"] == 2 * len(load_content().skills)
    assert 0 < figures["correlation"] < 1
    assert 0 <= figures["overclaimed_half"] <= figures["overclaimed"] <= 1
