"""Make pasted text safe to show, store and tokenize, and say what was changed."""

import re
import unicodedata
from dataclasses import dataclass

from components.records.refusal import Refusal
from components.text.radicals import unify_radicals

MAX_CHARACTERS = 20_000
"""Longest text a page takes; a million CJK characters cost a tokenizer seconds."""

_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x85]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_INVISIBLE_CATEGORIES = {"Zs", "Zl", "Zp", "Cc", "Cf"}
_INVISIBLE = re.compile("[\ufe00-\ufe0f\u034f\u115f\u1160\u2800\u3164\uffa0\U000e0100-\U000e01ef]")
"""Variation selectors, fillers and the like, which Unicode counts as letters, marks or symbols."""


@dataclass(frozen=True)
class CleanText:
    """Text that every later step can take as it is.

    Attributes:
        text: Without control characters and lone surrogates; lines end in a line feed.
        removed_control: How many control characters were taken out.
        replaced_surrogates: How many lone surrogates became U+FFFD.
        unified_radicals: How many CJK radicals were written as the characters they look like.
    """

    text: str
    removed_control: int = 0
    replaced_surrogates: int = 0
    unified_radicals: int = 0


def replace_surrogates(raw: str) -> tuple[str, int]:
    r"""Replace lone surrogates, which break protobuf, SQLite and tokenizers, by U+FFFD.

    Args:
        raw: Any string.

    Returns:
        The string and how many characters were replaced.

    Example:
        >>> replace_surrogates("a\ud800")
        ('a�', 1)
    """
    return _SURROGATE.subn("\ufffd", raw)


def remove_control(raw: str) -> tuple[str, int]:
    r"""Take out control characters other than tab, line feed and carriage return.

    Returns:
        The string and how many characters were taken out.

    Example:
        >>> remove_control("a\x00\tb")
        ('a\tb', 1)
    """
    return _CONTROL.subn("", raw)


def is_blank(text: str) -> bool:
    r"""Return whether a text holds white space, zero-width and format characters at most.

    Example:
        >>> is_blank(" \u200b\ufeff"), is_blank("。")
        (True, False)
    """
    return all(
        unicodedata.category(character) in _INVISIBLE_CATEGORIES or _INVISIBLE.match(character)
        for character in text
    )


def clean_text(raw: str | None, limit: int = MAX_CHARACTERS) -> CleanText:
    """Bring a visitor's text into the form that the models are given.

    Bidirectional controls stay: they are part of the text, and the code that shows it isolates it.

    Args:
        raw: What was typed or pasted; None counts as empty.
        limit: Longest text taken, in characters.

    Returns:
        The text with a count of every kind of change.

    Raises:
        Refusal: `text_empty` when nothing visible is in it (type some text), `text_too_long` when
            it is longer than `limit` (shorten it); the latter before any other work.
    """
    raw = raw or ""
    if len(raw) > limit:
        raise Refusal("text_too_long", count=len(raw), limit=limit)
    text, replaced = replace_surrogates(raw)
    text, removed = remove_control(_LINE_ENDS.sub("\n", text))
    if is_blank(text):
        raise Refusal("text_empty")
    text, unified = unify_radicals(text)
    return CleanText(text, removed, replaced, unified)
