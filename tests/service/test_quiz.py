"""A quiz without a page: its questions, its answers, its end."""

from components.career.assessment import MOST
from components.career.content import load_content
from components.service.quiz import Quiz

SKILL = "attention"
QUESTIONS = list(load_content().questions.values())[: MOST + 5]


def question_of(quiz):
    return next(q for q in QUESTIONS if q.id == quiz.asked[-1])


def test_it_begins_with_a_question_and_counts_to_the_end():
    quiz = Quiz.begin(SKILL, [], QUESTIONS)
    assert len(quiz.asked) == len(quiz.abilities) == 1
    assert quiz.count(QUESTIONS) == MOST
    assert quiz.count(QUESTIONS[:3]) == 3


def test_nothing_to_ask_is_the_end():
    assert Quiz.begin(SKILL, [], []).is_ended


def test_no_question_comes_twice_and_it_ends_at_last():
    quiz = Quiz.begin(SKILL, [], QUESTIONS)
    while not quiz.is_ended:
        answer = quiz.answer_to(question_of(quiz), ("given",))
        quiz.take(answer, [answer])
        quiz.ask_next(QUESTIONS)
    assert 0 < len(set(quiz.asked)) == len(quiz.asked) <= MOST
    assert len(quiz.right) == len(quiz.asked) == len(quiz.abilities) - 1


def test_a_retry_saves_the_same_fact_and_the_next_question_has_another():
    quiz = Quiz.begin(SKILL, [], QUESTIONS)
    first, again = (quiz.answer_to(question_of(quiz), ("a",)) for _ in range(2))
    assert first.id == again.id
    quiz.take(first, [first])
    assert quiz.given == ("a",)
    quiz.ask_next(QUESTIONS)
    assert quiz.given is None
    assert quiz.fact != first.id
