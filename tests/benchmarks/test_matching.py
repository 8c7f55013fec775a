"""The measurement of matching: its data, its thresholds, its arithmetic."""

import json

import numpy as np
import pytest

from benchmarks.matching import (
    MODELS,
    PATH,
    Pairs,
    choose_threshold,
    choose_thresholds,
    list_misses,
    measure,
    read_lines,
)
from components.career.content import load_content
from components.career.matching import Thresholds


@pytest.mark.parametrize("language", list(MODELS))
def test_the_labelled_lines_are_what_the_page_says(language):
    lines = read_lines(language)
    assert len(lines) >= 60
    assert len({line.document for line in lines}) >= 15
    assert sum(not line.skills for line in lines) >= 20, "off-topic lines"
    assert set().union(*(line.skills for line in lines)) <= load_content().skills.keys()
    stored = json.loads(PATH.read_text("utf-8"))[language]
    assert stored["lines"] == len(lines)
    assert stored["model"] == MODELS[language]


def test_a_threshold_is_the_least_with_its_precision():
    is_true = np.array([True, True, False, True, False, False])
    scores = np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.4])
    assert choose_threshold(is_true, scores, 1.0) == 0.75
    assert choose_threshold(is_true, scores, 0.75) == 0.55
    assert choose_threshold(is_true, scores, 0.5) == 0.4
    assert choose_threshold(~is_true, scores, 0.9) > 0.9


def pairs(is_true, scores, is_named=0, is_wish=0):
    shape = np.shape(scores)
    return Pairs(
        np.array(is_true, bool),
        np.zeros(shape, bool) | np.array(is_named, bool),
        np.zeros(shape, bool) | np.array(is_wish, bool),
        np.array(scores),
    )


def test_names_do_not_move_the_thresholds():
    scores = [[0.9, 0.8], [0.7, 0.6], [0.5, 0.95]]
    named = [[0, 0], [0, 0], [0, 1]]
    limits = choose_thresholds(pairs([[1, 1], [1, 0], [0, 0]], scores, named))
    assert limits == Thresholds(evidence=0.65, possible=0.5)


def test_the_measures_by_hand():
    found = measure(
        pairs(
            is_true=[[1, 0], [1, 0], [0, 0], [1, 0]],
            scores=[[0.9, 0.1], [0.1, 0.8], [0.5, 0.2], [0.5, 0.1]],
            is_named=[[0, 0], [1, 0], [0, 0], [0, 0]],
        ),
        Thresholds(0.7, 0.4),
    )
    assert found["names"] == {"precision": 1.0, "recall": 0.333}
    assert found["evidence"] == {"precision": 0.667, "recall": 0.667}
    assert found["found"] == {"precision": 0.6, "recall": 1.0}
    assert found["off_topic"] == {"lines": 1, "evidence": 0, "found": 1}
    assert found["pairs_true"] == 3


def test_misses_are_named():
    lines = read_lines("en")[:1]
    assert list_misses(lines, ["a", "b"], pairs([[1, 1]], [[0.1, 0.9]]), 0.5) == [
        f"a: {lines[0].text}"
    ]
