"""The benchmark's texts have the length they say, and a missing peer is said and left out."""

import logging
import sys
from types import SimpleNamespace

import pytest

from benchmarks.attention import LENGTHS, make_text, measure_bertviz


def by_blank(text, verbose):
    return {"input_ids": [0, *text.split(), 0]}


@pytest.mark.parametrize("length", LENGTHS)
def test_a_text_has_exactly_so_many_tokens(length):
    text = make_text(SimpleNamespace(tokenizer=by_blank), length)
    assert len(by_blank(text, verbose=False)["input_ids"]) == length


def test_without_bertviz_its_keys_are_left_out_and_it_says_so(monkeypatch, caplog):
    monkeypatch.setitem(sys.modules, "bertviz", None)
    with caplog.at_level(logging.WARNING):
        assert measure_bertviz(SimpleNamespace(), {64: "a"}) == {}
    assert "not installed" in caplog.text
