"""Lines of a page become paragraphs."""

import pytest

from components.text.documents.lines import join_lines


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        ("A line that is wide goes on\nin the next line of the page.", 1),
        ("Short\nA line that is wide and full", 2),
        ("A line that is wide goes on\n\nbut not over a blank line", 3),
        ("A wide line above a list of\n- items that begin afresh\n- and another one of them", 3),
        ("A wide line above a number of\n1. items that begin afresh", 2),
        ("A wide line in which a rate of\n1.5 percent is mentioned here", 1),
    ],
)
def test_lines_of_a_paragraph_are_joined(lines, joined):
    assert len(join_lines(lines).split("\n")) == joined


def test_chinese_lines_are_joined_without_a_space_and_mixed_ones_with_one():
    assert (
        join_lines("模型在生成每个词时关\n注输入的不同部分吗")
        == "模型在生成每个词时关注输入的不同部分吗"
    )
    assert (
        join_lines("训练好的模型可以调用\nGPT 系列的接口并回答")
        == "训练好的模型可以调用 GPT 系列的接口并回答"
    )


def test_look_alikes_become_letters():
    assert join_lines("eﬃcient ﬁle ⽂⼈") == "efficient file 文人"


def test_no_letter_is_lost():
    page = "The first line of it is this one.\nAnd here the second one is too.\n\nEnd"
    assert join_lines(page).split() == page.split()
