"""Characters of symbol fonts as Unicode has them.

A symbol font's characters have codes of their own, mostly at U+F000 plus a byte. `Symbol` follows
Adobe's encoding (https://www.unicode.org/Public/MAPPINGS/VENDORS/ADOBE/symbol.txt); of the
Wingdings fonts the signs that stand in documents are known: ticks, boxes, arrows, bullets, numbers.
"""

_SYMBOL = dict(
    zip(
        range(0x41, 0x5B),
        "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ",
        strict=True,
    )
)
_SYMBOL |= dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True))
_SYMBOL |= dict(zip(range(0xA1, 0xB0), "ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓", strict=True))
_SYMBOL |= dict(zip(range(0xB0, 0xC0), "°±″≥×∝∂•÷≠≡≈…|—↵", strict=True))
_SYMBOL |= dict(zip(range(0xC0, 0xD0), "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉", strict=True))
_SYMBOL |= dict(zip(range(0xD0, 0xE0), "∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓", strict=True))
_SYMBOL |= dict(
    zip((0x22, 0x24, 0x27, 0x2A, 0x2D, 0x40, 0x5C, 0x5E, 0x7E), "∀∃∋∗−≅∴⊥∼", strict=True)
)
_SYMBOL |= dict(zip((0xE1, 0xE5, 0xF1, 0xF2), "⟨∑⟩∫", strict=True))

_WINGDINGS = dict(
    zip(
        (0x21, 0x22, 0x28, 0x29, 0x2A, 0x46, 0x4A, 0x4B, 0x4C, 0x6C, 0x6E, 0x6F, 0x71, 0x72, 0x75),
        "✏✂☎✆✉☞☺😐☹●■□❑❒◆",
        strict=True,
    )
)
_WINGDINGS |= dict(zip((0x76, 0x9E, 0x9F, 0xA1, 0xA7, 0xA8, 0xAB, 0xB6), "❖·•○▪◻★☆", strict=True))
_WINGDINGS |= dict(zip(range(0x80, 0x8B), "⓪①②③④⑤⑥⑦⑧⑨⑩", strict=True))
_WINGDINGS |= dict(zip(range(0x8B, 0x96), "⓿❶❷❸❹❺❻❼❽❾❿", strict=True))
_WINGDINGS |= dict(zip((0xD8, *range(0xDF, 0xE3)), "➢←→↑↓", strict=True))
_WINGDINGS |= dict(zip((0xE8, 0xEF, 0xF0, 0xF1, 0xF2), "➔⇦⇨⇧⇩", strict=True))
_WINGDINGS |= dict(zip(range(0xFB, 0xFF), "✗✓☒☑", strict=True))
_WINGDINGS_2 = dict(zip((0x4F, 0x50, 0x51, 0x52, 0x53, 0x54, 0xA3, 0x97), "✗✓☒☑☒☒□●", strict=True))
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2}
_PRIVATE = range(0xF000, 0xF100)


def read_symbol(font: str, code: int) -> str:
    """Return a symbol's character.

    Args:
        font: Name of the font.
        code: The character's code, with or without the 0xF000.

    Returns:
        The character; empty where nobody knows what the font draws.

    Example:
        >>> read_symbol("Wingdings", 0xF0FC), read_symbol("Symbol", 0x61), read_symbol("X", 0xF041)
        ('✓', 'α', '')
    """
    table = _FONTS.get(font.lower())
    plain = code - _PRIVATE.start if code in _PRIVATE else code
    if table is None:
        return "" if code in _PRIVATE else chr(code)
    return table.get(plain) or (chr(plain) if 0x20 <= plain < 0x7F and font == "Symbol" else "")


def read_private(font: str, text: str) -> tuple[str, int]:
    """Write the characters of a symbol font in a text as Unicode's.

    Returns:
        The text, and how many characters were left out.
    """
    if not any(ord(sign) in _PRIVATE for sign in text):
        return text, 0
    read = [read_symbol(font, ord(sign)) if ord(sign) in _PRIVATE else sign for sign in text]
    return "".join(read), read.count("")
