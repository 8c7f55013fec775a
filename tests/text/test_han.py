"""One answer to whether a text is Chinese, the same for everyone who asks."""

import ast
import re
from pathlib import Path

import pytest

from components.career.chunking import language_of
from components.measures.answer_scoring import is_scored_as_chinese
from components.text.han import compute_han_share, count_han, has_enough_han, is_mostly_han

COMPONENTS = Path(__file__).resolve().parents[2] / "components"
ALLOWED = {"text/han.py", "measures/answer_scoring.py"}
"""The second follows a public script, whose range is another."""


@pytest.mark.parametrize(
    ("text", "share", "enough", "mostly", "scored"),
    [
        ("", 0.0, False, False, False),
        ("12:30", 0.0, False, False, False),
        ("Built RAG", 0.0, False, False, False),
        ("中中中" + "a" * 15, 2 / 7, False, False, False),
        ("中中中" + "a" * 14, 0.3, True, False, False),
        ("中a", 2 / 3, True, True, True),
        ("中ab", 0.5, True, False, True),
        ("この映画はとても良かったです", 0.0, False, False, False),
    ],
)
def test_each_threshold_at_its_edge(text, share, enough, mostly, scored):
    assert compute_han_share(text) == pytest.approx(share)
    assert has_enough_han(text) is enough
    assert language_of(text) == ("zh" if enough else "en")
    assert is_mostly_han(text) is mostly
    assert is_scored_as_chinese(text) is scored


def test_counted_characters_are_those_of_the_block():
    assert count_han("\u4dff\u4e00\u9fff\ua000〇々") == 2


@pytest.mark.parametrize(
    "path",
    [
        p
        for p in sorted(COMPONENTS.rglob("*.py"))
        if p.relative_to(COMPONENTS).as_posix() not in ALLOWED
    ],
    ids=lambda path: path.relative_to(COMPONENTS).as_posix(),
)
def test_no_other_module_spells_the_range(path):
    strings = [
        node.value
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert not [s for s in strings if re.search(r"\\u4e00|\u4e00-", s)]
