"""Rows 1, 2, 6 and 7 of what may be typed, and random text."""

import random
import time

import pytest

from components.records.refusal import Refusal
from components.text import cleaning
from components.text.cleaning import MAX_CHARACTERS, clean_text, is_blank, replace_surrogates


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "",
        " \t\r\n",
        "\u3000\u00a0\u2003",
        "\u200b\u200c\u200d\u2060\ufeff",
        "\ufe0f",
        "\u3164\u115f\u2800",
        "\u202e\u2066\u2069",
        "\x00\x07\x1b",
    ],
)
def test_nothing_visible_is_refused_as_empty(raw):
    with pytest.raises(Refusal) as refused:
        clean_text(raw)
    assert refused.value.key == "text_empty"


@pytest.mark.parametrize("raw", [".", "。", "?", "😀", "0", "\ufffd", "\ue000", "ـ", "\u0301"])
def test_anything_visible_is_taken(raw):
    assert clean_text(raw).text == raw
    assert not is_blank(raw)


@pytest.mark.parametrize("character", ["a", "好", "\ud800", "\x00", " "])
def test_a_million_characters_are_refused_at_once(character, monkeypatch):
    def forbid(_raw):
        raise AssertionError("worked on a text that is too long")

    monkeypatch.setattr(cleaning, "replace_surrogates", forbid)
    monkeypatch.setattr(cleaning, "is_blank", forbid)
    raw = character * 1_000_000
    started = time.perf_counter()
    with pytest.raises(Refusal) as refused:
        clean_text(raw)
    assert time.perf_counter() - started < 0.05
    assert refused.value.key == "text_too_long"
    assert refused.value.values == {"count": 1_000_000, "limit": MAX_CHARACTERS}


def test_the_limit_itself_is_taken():
    assert len(clean_text("好" * MAX_CHARACTERS).text) == MAX_CHARACTERS
    with pytest.raises(Refusal):
        clean_text("好" * (MAX_CHARACTERS + 1))


def test_control_characters_are_removed_and_counted():
    clean = clean_text("a\x00b\x07c\x1b[31md\x7fe\x9ff\tg\n")
    assert clean.text == "abc[31mdef\tg\n"
    assert clean.removed_control == 5
    assert clean.replaced_surrogates == 0


def test_line_ends_become_line_feeds_and_count_as_no_change():
    clean = clean_text("a\r\nb\rc\u2028d\u2029e\x85f")
    assert clean.text == "a\nb\nc\nd\ne\nf"
    assert clean.removed_control == 0


def test_lone_surrogates_are_replaced_and_counted():
    clean = clean_text("a\ud83db\udc00")
    assert clean.text == "a\ufffdb\ufffd"
    assert clean.replaced_surrogates == 2
    clean.text.encode("utf-8")


@pytest.mark.parametrize(
    "raw",
    [
        "<script>alert(1)</script>",
        "![x](http://example.org/x.png)",
        "$\\def\\x{\\x\\x}\\x$",
        "[SEP] <|im_end|>",
        "\u202eabc\u202c",
        "👩‍👩‍👧‍👦 e\u0301",
        "=1+1",
    ],
)
def test_meaningful_text_stays_as_it_is(raw):
    assert clean_text(raw).text == raw


def test_random_text_comes_out_safe_and_cleaning_twice_changes_nothing():
    dice = random.Random(7)
    for _ in range(300):
        raw = "x" + "".join(chr(dice.randrange(0x3000)) for _ in range(dice.randrange(60)))
        raw += "".join(chr(dice.randrange(0xD700, 0xE100)) for _ in range(5))
        clean = clean_text(raw)
        clean.text.encode("utf-8")
        assert not any(ord(c) < 32 and c not in "\n\t" for c in clean.text)
        again = clean_text(clean.text)
        assert (again.text, again.removed_control, again.replaced_surrogates) == (clean.text, 0, 0)


def test_replacing_surrogates_leaves_pairs_alone():
    assert replace_surrogates("😀好a") == ("😀好a", 0)
