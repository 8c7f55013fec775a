import pytest

from components.text.pairs import split_pair


@pytest.mark.parametrize("dashes", ["---", "------", "  --- ", "——", "———", "––"])
def test_a_line_of_dashes_makes_a_pair(dashes):
    assert split_pair(f"one\n{dashes}\ntwo\nmore") == ("one", "two\nmore")


@pytest.mark.parametrize(
    "text", ["one", "one --- two", "---\ntwo", "one\n---\n ", "one\n--\ntwo", "—"]
)
def test_anything_else_is_one_text(text):
    assert split_pair(text) == (text, "")


def test_only_the_first_line_divides():
    assert split_pair("a\n---\nb\n---\nc") == ("a", "b\n---\nc")
