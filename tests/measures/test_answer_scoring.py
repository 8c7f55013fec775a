import pytest

from components.measures.answer_scoring import (
    find_longest_common_run,
    normalise_english,
    score_answer,
    segment_chinese,
)


@pytest.mark.parametrize(
    ("predicted", "golds", "exact", "f1"),
    [
        ("The Eiffel Tower!", ["eiffel tower"], 1, 1),
        ("in the year 1889", ["1889"], 0, 2 * (1 / 3) / (1 / 3 + 1)),  # "the" does not count
        ("a big red car", ["big blue car", "red"], 0, 2 * (2 / 3) * (2 / 3) / (4 / 3)),
        ("London", ["Paris"], 0, 0),
        ("red red", ["red"], 0, 2 * 0.5 / 1.5),  # a word counts as often as both have it
        ("the", ["a"], 1, 1),  # both are empty in normal form
        ("the", ["cat"], 0, 0),
    ],
)
def test_english_is_scored_by_words(predicted, golds, exact, f1):
    assert score_answer(predicted, golds, is_chinese=False) == pytest.approx((exact, f1))


@pytest.mark.parametrize(
    ("predicted", "golds", "exact", "f1"),
    [
        ("《呐喊》", ["呐喊"], 1, 1),
        ("鲁迅先生", ["鲁迅"], 0, 2 * 0.5 / 1.5),
        ("1881年，绍兴", ["绍兴"], 0, 2 * 0.5 / 1.5),  # 1881 年 绍 兴: half of four, all of two
        ("北京大学", ["北大"], 0, 2 * 0.25 * 0.5 / 0.75),  # one character in a row, of 4 and 2
        ("BERT Base", ["bert base"], 1, 1),
        ("上海", ["北京", "上海市"], 0, 2 * (2 / 3) / (5 / 3)),
        ("天", ["地"], 0, 0),
    ],
)
def test_chinese_is_scored_by_the_longest_run_of_characters(predicted, golds, exact, f1):
    assert score_answer(predicted, golds, is_chinese=True) == pytest.approx((exact, f1))


@pytest.mark.parametrize("is_chinese", [False, True])
def test_no_answer_is_right_only_where_there_is_none(is_chinese):
    assert score_answer("", [], is_chinese) == (1, 1)
    assert score_answer("something", [], is_chinese) == (0, 0)
    assert score_answer("", ["something"], is_chinese) == (0, 0)


def test_normal_forms():
    assert normalise_english("  An apple-pie, the U.K.'s  best ") == "applepie uks best"
    assert normalise_english("theatre") == "theatre"
    assert segment_chinese("用GPT-2模型（3.5版）") == ["用", "gpt2", "模", "型", "3.5", "版"]


def test_a_run_is_of_neighbours():
    assert find_longest_common_run("abcabd", "zabd") == 3
    assert find_longest_common_run("abc", "acb") == 1
    assert find_longest_common_run("", "a") == 0
