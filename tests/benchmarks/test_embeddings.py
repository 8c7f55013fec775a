"""The measure of lines against skill cards, and the lines themselves."""

from collections import Counter

import numpy as np
import pytest

from benchmarks.embeddings import LANGUAGES, SkillLine, measure_matching, read_cards, read_lines

LINES = [SkillLine("one", "a"), SkillLine("two", "b"), SkillLine("off", None)]


def test_perfect_similarities_measure_one():
    similarity = np.array([[0.9, 0.1], [0.2, 0.8], [0.1, 0.3]], dtype=np.float32)
    assert measure_matching(similarity, LINES, ["a", "b"]) == {
        "auc": 1.0,
        "auc_best": 1.0,
        "top1": 1.0,
    }


def test_an_off_topic_line_between_two_others_counts_half():
    similarity = np.array([[0.9, 0.1], [0.5, 0.2], [0.5, 0.4]], dtype=np.float32)
    found = measure_matching(similarity, LINES, ["a", "b"])
    # Own cards 0.9 and 0.2 against 0.5 and 0.4: two of four pairs are in order.
    assert found["auc"] == pytest.approx(0.5)
    # Best cards 0.9 and 0.5 against 0.5: one pair in order, one even.
    assert found["auc_best"] == pytest.approx(0.75)
    assert found["top1"] == pytest.approx(0.5)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lines_are_what_is_said_of_them(language):
    lines, cards = read_lines(language), read_cards(language)
    counts = Counter(line.skill for line in lines)
    assert counts.pop(None) == 30
    assert sum(counts.values()) == 60
    assert set(counts) == set(cards)
    assert len({line.text for line in lines}) == len(lines)
