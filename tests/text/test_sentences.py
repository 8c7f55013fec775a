"""Sentences and their offsets."""

import random
import time

import pytest

from components.text.sentences import split_sentences


def texts_of(source):
    return [sentence.text for sentence in split_sentences(source)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", []),
        (" \n\t ", []),
        ("?! ... \n —", []),
        ("One", ["One"]),
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        (
            "Dr. Wu met Mrs. Li vs. Mr. Xu. They left.",
            ["Dr. Wu met Mrs. Li vs. Mr. Xu.", "They left."],
        ),
        (
            "J. K. Rowling wrote it. So am I. He too.",
            ["J. K. Rowling wrote it.", "So am I.", "He too."],
        ),
        (
            "It costs 3.14 dollars. Version 1.2.3 is out.",
            ["It costs 3.14 dollars.", "Version 1.2.3 is out."],
        ),
        ("Pears, e.g. these, etc. are fine.", ["Pears, e.g. these, etc. are fine."]),
        (
            "Pears, etc. Then we left at 5 p.m. sharp.",
            ["Pears, etc.", "Then we left at 5 p.m. sharp."],
        ),
        ("No. I hate it. No. 5 is worse.", ["No.", "I hate it.", "No. 5 is worse."]),
        ("I was... not happy. Wait… what?", ["I was... not happy.", "Wait… what?"]),
        ("Well... That hurts", ["Well...", "That hurts"]),
        ("i love it. it is great", ["i love it.", "it is great"]),
        ("what?!?! no way!!! ok", ["what?!?!", "no way!!!", "ok"]),
        ('He said "No!" Then he left.', ['He said "No!"', "Then he left."]),
        ("“Really?” he asked. (It works.) Yes", ["“Really?” he asked.", "(It works.)", "Yes"]),
        ("see www.example.org/a.html now", ["see www.example.org/a.html now"]),
        ("first line\nsecond line\n\nthird", ["first line", "second line", "third"]),
        ("天晴了。走吧！真的吗？好", ["天晴了。", "走吧！", "真的吗？", "好"]),
        ("我……不知道。他说：“好！”再见。", ["我……不知道。", "他说：“好！”", "再见。"]),
        ("先吃饭；再说。", ["先吃饭；再说。"]),
        ("I love it!我喜欢。Good", ["I love it!", "我喜欢。", "Good"]),
        ("هل أنت بخير؟ نعم.", ["هل أنت بخير؟", "نعم."]),
        ("😀 😀", ["😀 😀"]),
    ],
)
def test_sentences(source, expected):
    assert texts_of(source) == expected


def test_offsets_point_into_the_source_for_random_texts():
    dice = random.Random(11)
    pieces = [
        *("a", "B", "Mr", "e.g", "etc", "3", " ", "  ", "\n", "\t", ".", "..", "…", "!", "?", '"'),
        *(
            "”",
            ")",
            "“",
            "。",
            "！",
            "，",
            "好",
            "天",
            "؟",
            "ش",
            "😀",
            "e\u0301",
            "\u202e",
            "\u200b",
        ),
        *("-", "="),
    ]
    for _ in range(1500):
        source = "".join(dice.choices(pieces, k=dice.randrange(40)))
        position = 0
        for sentence in split_sentences(source):
            assert source[sentence.start : sentence.end] == sentence.text
            assert sentence.text == sentence.text.strip()
            assert sentence.text
            assert sentence.start >= position
            between = source[position : sentence.start]
            assert not any(character.isalnum() for character in between)
            position = sentence.end
        assert not any(character.isalnum() for character in source[position:])


@pytest.mark.parametrize(
    "piece", ["A. ", "Mr. ", ".", "…", "a\n", '."', "! ", "。", "etc. ", "a.b"]
)
def test_long_texts_take_linear_time(piece):
    source = (piece * 20_000)[:20_000]
    started = time.perf_counter()
    split_sentences(source)
    assert time.perf_counter() - started < 1.0
