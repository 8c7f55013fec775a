"""Tokens as labels of an axis."""

import unicodedata

from components.interface.charts.theme import plain
from components.records.token import Token
from components.text.graphemes import shorten

LONGEST_LABEL = 14
"""Most graphemes of a token on an axis."""


def isolate(text: str) -> str:
    """Isolate a text's direction from its surroundings (Unicode Annex 9)."""
    return f"\u2068{text}\u2069"


def token_label(token: Token) -> str:
    """Write a token as an axis shows it: cut to `LONGEST_LABEL`, safe for Plotly."""
    return plain(isolate(shorten(token.text, LONGEST_LABEL)))


def label_length(token: Token, font_size: int) -> int:
    """Estimate the width of a token's label on the screen, in pixels."""
    return text_length(shorten(token.text, LONGEST_LABEL), font_size)


def text_length(text: str, font_size: int) -> int:
    """Estimate the width of a text on the screen, in pixels; East Asian characters count double.

    Example:
        >>> text_length("it", 10), text_length("\u732b", 10)
        (12, 12)
    """
    halves = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
    return round(0.6 * font_size * halves)
