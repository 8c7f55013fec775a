"""The grader on vectors that can be worked out by hand, and on the bundled encoder."""

import numpy as np
import pytest

from components.career.grading import (
    BARS,
    Bars,
    count_words,
    grade_answer,
    is_list_of_terms,
    measure_grader,
    raise_bars,
    split_clauses,
)
from components.interface.frame import runtime
from tests.career.studio_content import INTERVIEW

SIMPLE = Bars(covered=0.7, not_found=0.3, echo=0.99)
WORDS = ["search", "collection", "passages", "prompt", "cite", "sources", "weights", "bananas"]


def embed_words(texts):
    """Vectors of word counts, of length 1: cosines that can be checked by eye."""
    rows = np.array([[text.casefold().count(w) for w in WORDS] for text in texts], np.float32)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def verdicts(answer, bars=SIMPLE):
    grades = grade_answer(answer, INTERVIEW, "en", embed_words, bars)
    return {grade.point: (grade.verdict, grade.doubt) for grade in grades}


def test_a_close_sentence_with_its_term_is_covered():
    found = verdicts("It does search a collection for passages. Bananas are yellow.")
    assert found["retrieve"] == ("covered", None)
    assert found["cite"] == ("not_found", None)


def test_the_closest_sentence_is_shown():
    answer = "Bananas. It does search a collection for passages."
    (grade, *_) = grade_answer(answer, INTERVIEW, "en", embed_words, SIMPLE)
    assert grade.sentence == "It does search a collection for passages."
    assert grade.similarity == pytest.approx(1.0)


def test_the_typical_mistake_is_left_to_the_learner():
    found = verdicts("Passages stand in the prompt, and the weights are updated.")
    assert found["ground"] == ("compare", "contradiction")


def test_a_close_sentence_without_any_expected_term_is_left_to_the_learner():
    assert verdicts("A collection of passages.")["retrieve"] == ("compare", "term_missing")


def test_a_term_alone_is_left_to_the_learner():
    assert verdicts("I retrieve bananas.")["retrieve"] == ("compare", "between")


def test_a_list_of_terms_covers_nothing():
    found = verdicts("search, collection, passages, retrieve, rerank")
    assert found["retrieve"] == ("compare", "stuffed")


def test_the_question_said_again_covers_nothing():
    bars = Bars(0.7, 0.3, 0.5)
    question = INTERVIEW.model_copy(
        update={"prompt": INTERVIEW.prompt.model_copy(update={"en": "Search a collection?"})}
    )
    grades = grade_answer("I search a collection.", question, "en", embed_words, bars)
    assert grades[0].verdict != "covered"


def test_long_answers_meet_a_higher_bar():
    assert raise_bars(SIMPLE, 8) == SIMPLE
    assert SIMPLE.covered < raise_bars(SIMPLE, 16).covered < raise_bars(SIMPLE, 200).covered < 1
    answer = "A search for passages in bananas and sources of a collection."
    padded = answer + " Bananas again." * 200
    bars = Bars(0.75, 0.3, 0.99)
    assert verdicts(answer, bars)["retrieve"] == ("covered", None)
    assert verdicts(padded, bars)["retrieve"] == ("compare", "between")


def test_an_answer_without_sentences_finds_nothing():
    assert set(verdicts("...").values()) == {("not_found", None)}


def test_sentences_are_split_at_semicolons_too():
    assert split_clauses("先检索；再生成。 Then cite; check it.") == [
        "先检索",
        "再生成。",
        "Then cite",
        "check it.",
    ]


def test_lists_are_told_from_sentences():
    assert is_list_of_terms("检索，向量，重排，提示词，引用")
    assert not is_list_of_terms("先从文档库里检索相关的段落，再把它们放进提示词，让模型据此回答。")
    assert not is_list_of_terms("chunks, embeddings")


def test_three_chinese_characters_count_as_a_word():
    """So that 检索增强生成 is as long as *retrieval augmentation*, and a list of such is a list."""
    assert count_words("检索增强生成") == count_words("retrieval augmentation") == 2
    assert is_list_of_terms("检索增强生成，向量数据库，提示词工程，引用来源")


def test_errors_are_counted_against_people():
    error = measure_grader([INTERVIEW], "en", embed_words, SIMPLE)
    assert (error.num_answers, error.num_points) == (1, 3)
    assert error.num_covered + error.num_not_found + error.num_abstained == 3
    assert error.num_missed == 0
    assert measure_grader([], "en", embed_words, SIMPLE).num_points == 0


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_bundled_encoder_tells_a_good_answer_from_one_about_something_else(language):
    def embed(texts):
        return runtime.embed(texts, "symmetric", lambda event, health: None).vectors

    good = {
        "en": "It searches the documents for passages that fit. They go into the prompt, and the "
        "model answers from them. The answer can cite its sources so people can check it.",
        "zh": "先从文档库检索与问题相关的段落。再把这些段落放进提示词，让模型据此回答。"
        "答案会标注出处，方便核对。",
    }[language]
    off = {
        "en": "Bananas are yellow. My cat sleeps on the sofa all day.",
        "zh": "香蕉是黄色的。我的猫整天睡在沙发上。",
    }[language]
    grades = grade_answer(good, INTERVIEW, language, embed, BARS[language])
    assert [grade.verdict for grade in grades] == ["covered"] * 3
    grades = grade_answer(off, INTERVIEW, language, embed, BARS[language])
    assert "covered" not in [grade.verdict for grade in grades]
