"""What is said about an answer: marks, bars and the verdict agree with each other."""

import pytest

from components.interface.charts.theme import chart_theme
from components.interface.demos.question_answering.question_input import (
    count_examples,
    find_example,
)
from components.interface.frame.i18n import Translator
from components.interface.shared.answer_words import (
    describe_bars,
    describe_spans,
    shown_answers,
    write_verdict,
)
from components.records.answer import Provenance
from components.records.question_answering import (
    AnswerSpan,
    QuestionAnsweringResult,
    WindowLogits,
)

EN, THEME = Translator("en"), chart_theme("light")
TEXT = "Ida built it, Tom lit it."


def make(best=0.7, null=0.1, null_score=-1.0):
    answers = (
        AnswerSpan(0, 14, 17, "Tom", best, -null_score),
        AnswerSpan(0, 0, 3, "Ida", 0.05, -2.0),
        AnswerSpan(0, 22, 24, "it", 0.0001, -9.0),
    )
    window = WindowLogits(0, (), (), ())
    here = Provenance("m", "cpu", "torch", 0.1, 9, 9)
    return QuestionAnsweringResult(answers, null, null_score, 0.0, window, 1, here)


def test_spans_follow_the_text_and_carry_their_rank():
    spans = describe_spans(EN, make(), THEME)
    assert [(TEXT[s.start : s.end], s.mark) for s in spans] == [("Ida", "2"), ("Tom", "1")]
    best = spans[1]
    assert best.is_sought
    assert best.is_underlined
    assert best.strength > spans[0].strength
    assert "70.0%" in best.note
    assert not best.is_hatched


def test_hardly_probable_spans_are_left_out_but_for_the_best():
    assert [answer.text for answer in shown_answers(make())] == ["Tom", "Ida"]
    assert [answer.text for answer in shown_answers(make(best=0.0002))] == ["Tom", "Ida"]


def test_bars_are_ranked_with_no_answer_at_its_place():
    bars = describe_bars(EN, make(), THEME)
    assert [bar.text for bar in bars] == ["Tom", "The text does not say", "Ida"]
    assert [bar.mark for bar in bars] == ["1", "", "2"]
    assert [bar.percent for bar in bars] == ["70.0%", "10.0%", "5.0%"]


def test_no_answer_stands_on_top_where_it_is_the_answer():
    result = make(best=0.3, null=0.2, null_score=0.4)
    assert describe_bars(EN, result, THEME)[0].text == "The text does not say"
    assert all(span.is_hatched for span in describe_spans(EN, result, THEME))
    assert write_verdict(EN, result) == "The text does not say (20%)"


@pytest.mark.parametrize(
    ("best", "words"),
    [(0.995, "very likely (> 99%)"), (0.6, "probably"), (0.4, "not sure (40%)")],
)
def test_the_verdict_says_how_sure(best, words):
    assert words in write_verdict(EN, make(best=best))


def test_every_example_is_found_by_its_passage_in_any_language():
    assert count_examples() == 8
    for language in ("en", "zh"):
        t = Translator(language)
        for number in range(1, 9):
            stem = f"question_answering.example.{number}"
            text, question = t(f"{stem}.text"), t(f"{stem}.question")
            assert find_example(text, question) == (str(number), True)
            assert find_example(text, "Why?") == (str(number), False)
    assert find_example("another text", "") == ("", False)
