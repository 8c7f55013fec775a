"""Text lengths, counted the same way for faults, reading time and parity."""

import re
from collections.abc import Iterator
from functools import cache

import regex
from pydantic import BaseModel

from components.records.fields import Bilingual

CHARACTERS_A_WORD = 1.7
"""Han characters that say what one English word says, as a rule of thumb."""
MIN_PARITY_WORDS = 40
"""Shorter texts are not compared: a name may well be one word here and five there."""
_CODE_BLOCK = re.compile(r"```.*?```", re.DOTALL)
_CODE_SPAN = re.compile(r"`[^`\n]+`")
_FORMULA = re.compile(r"\$\$.*?\$\$|(?<!\\)\$[^$\n]+\$", re.DOTALL)


@cache
def count_words(text: str) -> int:
    """Count words in Latin letters or digits; formulas and code are left out.

    Example:
        >>> count_words("A model's 3 words: $x + y$ `code`"), count_words("检索 RAG")
        (4, 1)
    """
    return len(regex.findall(r"[\p{Latin}\d]+(?:['’.-][\p{Latin}\d]+)*", _prose(text)))


@cache
def count_han(text: str) -> int:
    """Count Han characters; formulas and code are left out."""
    return len(regex.findall(r"\p{Han}", _prose(text)))


@cache
def count_formulas(text: str) -> int:
    r"""Count formulas, in the line or set off; a dollar sign written \$ begins none.

    Example:
        >>> count_formulas("$$a$$ and $b$, but not `$c$` for \\$5 or \\$6")
        2
    """
    return len(_FORMULA.findall(_CODE_SPAN.sub(" ", _CODE_BLOCK.sub(" ", text))))


@cache
def count_code_blocks(text: str) -> int:
    """Count fenced blocks of code."""
    return len(_CODE_BLOCK.findall(text))


def compare_lengths(text: Bilingual) -> float | None:
    """Return the Chinese text's length, in English words, divided by the English one's.

    Returns:
        The ratio; None if the English text has fewer than `MIN_PARITY_WORDS` words.

    Example:
        >>> compare_lengths(Bilingual(en="word " * 100, zh="字" * 170))
        1.0
    """
    words = count_words(text.en)
    if words < MIN_PARITY_WORDS:
        return None
    return (count_han(text.zh) / CHARACTERS_A_WORD + count_words(text.zh)) / words


def list_texts(value: object, field: str = "") -> Iterator[tuple[str, Bilingual]]:
    """List all texts in both languages within a record, each with its field.

    Args:
        value: A record, or a part of one.
        field: Where it stands, such as `choices.0.why`; empty for a whole record.
    """
    if isinstance(value, Bilingual):
        yield field, value
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from list_texts(item, f"{field}.{number}")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from list_texts(item, f"{field}.{key}")
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from list_texts(getattr(value, name), f"{field}.{name}".lstrip("."))


def _prose(text: str) -> str:
    for pattern in (_CODE_BLOCK, _FORMULA, _CODE_SPAN):
        text = pattern.sub(" ", text)
    return text
