"""Guesses about columns."""

import pytest

from components.text.table_columns import (
    MAX_VALUES,
    distinct_values,
    guess_classes,
    guess_label_column,
    guess_text_column,
)
from components.text.tables import read_table

CLASSES = ("negative", "neutral", "positive")


@pytest.mark.parametrize(
    ("header", "row", "text", "label"),
    [
        ("id,text,label", "1,I love it,1", 1, 2),
        ("Sentiment,Review", "pos,short", 1, 0),
        ("编号,评论内容,情感", "1,很好,正面", 1, 2),
        ("a,b,c", "x,a rather long cell of words,neg", 1, 2),
        ("a,b", "x,a rather long cell of words", 1, None),
        ("only", "x", 0, None),
    ],
)
def test_columns_are_found_by_name_or_content(header, row, text, label):
    table = read_table(f"{header}\n{row}\n".encode())
    assert guess_text_column(table) == text
    assert guess_label_column(table, text, CLASSES) == label


@pytest.mark.parametrize(
    ("values", "classes"),
    [
        (("0", "1"), "negative positive"),
        (("2", "0", "1"), "positive negative neutral"),
        (("-1", "0", "+1"), "negative neutral positive"),
        (("-1.0", "1.0"), "negative positive"),
        (("0", "4"), "negative positive"),
        (("1", "2", "3", "4", "5"), "negative negative neutral positive positive"),
        (("neg", "neutral", "Pos "), "negative neutral positive"),
        (("NEGATIVE", "POSITIVE"), "negative positive"),
        (("负面", "中性", "正面"), "negative neutral positive"),
        (("差评", "好评"), "negative positive"),
    ],
)
def test_usual_codes_and_words_are_understood(values, classes):
    assert guess_classes(values, CLASSES) == classes.split()


def test_what_is_not_understood_stays_open():
    assert guess_classes(("7", "yes"), CLASSES) == [None, None]
    assert guess_classes(("0", "neutral"), ("negative", "positive")) == [None, None]


def test_a_column_of_many_values_is_none_of_labels():
    assert distinct_values([str(n) for n in range(MAX_VALUES)]) is not None
    assert distinct_values([str(n) for n in range(MAX_VALUES + 1)]) is None
    assert distinct_values(["", " "]) is None
    rows = "".join(f"some text,{n}\n" for n in range(40))
    assert guess_label_column(read_table(f"text,score\n{rows}".encode()), 0, CLASSES) is None
