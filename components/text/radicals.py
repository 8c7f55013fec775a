"""CJK radicals and strokes written as the ordinary characters that they look like.

Fonts draw a radical and its character with one glyph, so a PDF often gives the code point of the
radical where the character was meant (⻔ for 门), and so does text copied from it. Which character
is meant stands in Unicode's table Equivalent_Unified_Ideograph
(https://www.unicode.org/reports/tr44/); NFKC knows two of the 115 in CJK Radicals Supplement.
"""

import re
from functools import cache

import regex

from components.records.assets import ASSETS

_TABLE = ASSETS / "unicode" / "EquivalentUnifiedIdeograph.txt"
_ROW = re.compile(r"^([0-9A-F]+)(?:\.\.([0-9A-F]+))?\s*;\s*([0-9A-F]+)", re.MULTILINE)
_RADICAL = regex.compile(r"[\u2e80-\u2fd5\u31c0-\u31ef]")

_DOOR, _SIMPLIFIED_DOOR = "\u2f3e", "\u6237"
"""The one radical whose glyph is another character in fonts for simplified Chinese: 户, not 戶."""
_SIMPLIFIED = regex.compile(r"[这们个来时会为过发对说国学业东车见门风长页马鱼鸟]")
_TRADITIONAL = regex.compile(r"[這們個來時會為過發對說國學業東車見門風長頁馬魚鳥]")


@cache
def _equivalents() -> dict[int, int]:
    """Read Unicode's table: code point of a radical or stroke → code point of the character."""
    table: dict[int, int] = {}
    for first, last, equivalent in _ROW.findall(_TABLE.read_text("utf-8")):
        codes = range(int(first, 16), int(last or first, 16) + 1)
        table |= dict.fromkeys(codes, int(equivalent, 16))
    return table


def unify_radicals(text: str) -> tuple[str, int]:
    """Write radicals and strokes as characters; every offset stays what it was.

    Args:
        text: Any text.

    Returns:
        The text, as long as before, and how many characters were replaced. The few radicals that
        look like no character stay.

    Example:
        >>> unify_radicals("⻋⻓⻅到了⼀只⽩⻦")
        ('车长见到了一只白鸟', 6)
    """
    if not _RADICAL.search(text):
        return text, 0
    table = _equivalents()
    unified = text.translate(table)
    if _DOOR in text and _is_simplified(unified):
        unified = text.replace(_DOOR, _SIMPLIFIED_DOOR).translate(table)
    return unified, sum(ord(sign) in table for sign in _RADICAL.findall(text))


def _is_simplified(text: str) -> bool:
    return len(_TRADITIONAL.findall(text)) <= len(_SIMPLIFIED.findall(text))
