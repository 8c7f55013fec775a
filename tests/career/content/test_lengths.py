"""Counting: what is prose, what is a formula, what is code."""

import pytest

from components.career.content.lengths import (
    compare_lengths,
    count_code_blocks,
    count_formulas,
    count_han,
    count_words,
    list_texts,
)
from components.career.content.schema import Faq
from components.records.fields import Bilingual
from tests.career.samples import faq

TEXT = """Two words
```python
x = "not $prose$"
```
$$a + b$$ and $c$ for \\$5, `code $d$`, 两个字"""


def test_prose_formulas_and_code_are_told_apart():
    assert count_words(TEXT) == 5, "two, words, and, for, 5"
    assert count_han(TEXT) == 3
    assert count_formulas(TEXT) == 2
    assert count_code_blocks(TEXT) == 1


def test_a_price_is_no_formula():
    assert count_formulas(r"\$5 or \$6") == 0
    assert count_words(r"\$5 or \$6") == 3


def test_short_texts_are_not_compared():
    assert compare_lengths(Bilingual(en="word " * 39, zh="字")) is None
    assert compare_lengths(Bilingual(en="word " * 40, zh="字" * 34 + " LLM")) == pytest.approx(
        21 / 40
    )


def test_every_text_of_a_record_has_its_field():
    entry = faq(
        "how", sources=[{"title": "t", "url": "https://a.org", "note": {"en": "n", "zh": "注"}}]
    )
    fields = [field for field, _ in list_texts(Faq.model_validate(entry))]
    assert fields == ["question", "answer", "sources.0.note"]
