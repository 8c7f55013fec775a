"""Nothing is cut inside what a reader calls one character."""

import random

import pytest

from components.text.graphemes import (
    shorten,
    shorten_to_width,
    snap_to_graphemes,
    split_graphemes,
)

PIECES = [
    "a",
    " ",
    "e\u0301",
    "👩\u200d👩\u200d👧",
    "🇨🇭",
    "👍🏽",
    "好",
    "नि",
    "한",
    "\r\n",
    "ش",
    ".",
]


def random_texts(count, seed):
    dice = random.Random(seed)
    return ["".join(dice.choices(PIECES, k=dice.randrange(1, 30))) for _ in range(count)]


@pytest.mark.parametrize("piece", PIECES)
def test_each_piece_is_one_grapheme(piece):
    assert split_graphemes(piece) == [piece]


def test_joined_graphemes_give_the_text_again():
    for text in random_texts(200, seed=1):
        assert "".join(split_graphemes(text)) == text


def test_shortening_cuts_between_graphemes_only():
    for text in random_texts(200, seed=2):
        flat = " ".join(text.split())
        for limit in (1, 2, 5, 40):
            short = shorten(text, limit)
            assert len(split_graphemes(short)) <= limit
            if short != flat:
                assert short.endswith("…")
                kept = split_graphemes(short[:-1])
                assert kept == split_graphemes(flat)[: len(kept)]


@pytest.mark.parametrize(
    ("text", "cells", "expected"),
    [
        ("abcd", 4, "abcd"),
        ("abcde", 4, "abc…"),
        ("天晴了", 6, "天晴了"),
        ("天晴了走", 6, "天晴…"),
        ("a天b", 4, "a天b"),
        ("天", 1, "…"),
        ("a\n b", 9, "a b"),
        ("", 3, ""),
    ],
)
def test_width_counts_wide_characters_twice(text, cells, expected):
    assert shorten_to_width(text, cells) == expected


def test_spans_are_widened_to_whole_graphemes():
    for text in random_texts(100, seed=3):
        bounds = {0}
        for grapheme in split_graphemes(text):
            bounds.add(max(bounds) + len(grapheme))
        for start in range(len(text)):
            for end in range(start + 1, len(text) + 1):
                low, high = snap_to_graphemes(text, start, end)
                assert low <= start
                assert high >= end
                assert {low, high} <= bounds
                assert low == max(b for b in bounds if b <= start)
                assert high == min(b for b in bounds if b >= end)


def test_an_empty_span_stays_empty():
    assert snap_to_graphemes("e\u0301", 1, 1) == (1, 1)
