"""Bytes of a text file → its text, the encoding, and whether that is certain.

UTF-8 and files with a mark tell what they are. Without one, nearly any bytes can be read as
GB 18030 or a code page, so the choice goes by what comes out: Chinese in which most characters are
the common ones of level 1 of GB 2312 or Big5, else letters of Western Europe. It is a guess, and
pages that show the text say so and offer the other encodings.
"""

from dataclasses import dataclass
from itertools import pairwise

import regex

ENCODINGS = (
    "utf-8", "utf-16", "gb18030", "big5", "cp1252", "cp1250", "cp1251", "shift_jis", "euc_kr",
)  # fmt: skip
"""What can be chosen."""

_MARKS = {
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
    b"\xef\xbb\xbf": "utf-8",
}
_SAMPLE_BYTES = 50_000
_COMMON = 0.7
"""From this share of common characters on, what comes out is taken to be Chinese."""
_FOREIGN = regex.compile(r"[^\x00-\x7f]")
_CHINESE_SIGNS = regex.compile(r"[，。、；：？！“”‘’（）《》…—·￥％～\u3000]")
_PRIVATE = regex.compile(r"[\p{Co}\p{Cn}]")
_CYRILLIC = regex.compile(r"\p{Cyrillic}{3,}")
_LEVEL_1 = {"gb2312": range(0xB0, 0xD8), "big5": range(0xA4, 0xC7)}


@dataclass(frozen=True)
class Decoded:
    """A text and how it was read.

    Attributes:
        text: Without a mark.
        encoding: One of `ENCODINGS`.
        is_certain: Whether the bytes themselves tell.
    """

    text: str
    encoding: str
    is_certain: bool


def decode_text(data: bytes, wish: str | None = None) -> Decoded | None:
    r"""Decode a text.

    Args:
        data: Content of the file.
        wish: One of `ENCODINGS`; None guesses.

    Returns:
        The text; None where these bytes are none in the wished encoding, or in any.

    Example:
        >>> decode_text("Tür".encode("cp1252")), decode_text("门".encode()).is_certain
        (Decoded(text='Tür', encoding='cp1252', is_certain=False), True)
    """
    if wish is not None:
        text = _try(data, "utf-8-sig" if wish == "utf-8" else wish)
        return None if text is None else Decoded(text.removeprefix("\ufeff"), wish, True)
    for mark, name in _MARKS.items():
        if data.startswith(mark):
            text = _try(data, "utf-8-sig" if name == "utf-8" else name)
            known = name if name in ENCODINGS else "utf-16"
            return None if text is None else Decoded(text.removeprefix("\ufeff"), known, True)
    wide = _guess_utf_16(data) if b"\x00" in data else None
    if wide is not None:
        return wide
    text = _try(data, "utf-8")
    return Decoded(text, "utf-8", True) if text is not None else _guess(data)


def _try(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _guess_utf_16(data: bytes) -> Decoded | None:
    """Read UTF-16 without a mark: text has zeros on one side of its pairs, and hardly elsewhere."""
    sample = data[:_SAMPLE_BYTES]
    low, high = sample[::2].count(0), sample[1::2].count(0)
    name = "utf-16-le" if high > low else "utf-16-be"
    if len(data) % 2 or max(low, high) < len(sample) / 4 or min(low, high) > max(low, high) / 20:
        return None
    text = _try(data, name)
    return None if text is None else Decoded(text.removeprefix("\ufeff"), "utf-16", False)


def _guess(data: bytes) -> Decoded | None:
    """Choose what gives the most common characters."""
    shares = {}
    for name, character_set in (("gb18030", "gb2312"), ("big5", "big5")):
        text = _try(data, name)
        shares[name] = 0.0 if text is None else _share_common(text[:_SAMPLE_BYTES], character_set)
    best = max(shares, key=shares.__getitem__)
    if shares[best] < _COMMON:
        best = "cp1251" if _is_cyrillic(data) else "cp1252"
    text = _try(data, best)
    return None if text is None else Decoded(text, best, False)


def _share_common(text: str, character_set: str) -> float:
    """Share of common Chinese characters and signs among all that is not ASCII."""
    foreign = _FOREIGN.findall(text)
    if not foreign or _PRIVATE.search(text):
        return 0.0
    num_signs = sum(bool(_CHINESE_SIGNS.match(sign)) for sign in foreign)
    num_common = sum(_is_common(sign, character_set) for sign in foreign)
    return (num_signs + num_common) / len(foreign)


def _is_common(sign: str, character_set: str) -> bool:
    try:
        code = sign.encode(character_set)
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and code[0] in _LEVEL_1[character_set] and not _CHINESE_SIGNS.match(sign)


def _is_cyrillic(data: bytes) -> bool:
    """Return whether most letters beyond ASCII stand in Cyrillic words, capitals at their start."""
    text = _try(data[:_SAMPLE_BYTES], "cp1251")
    if text is None:
        return False
    words = _CYRILLIC.findall(text)
    num_odd = sum(a.islower() and b.isupper() for word in words for a, b in pairwise(word))
    num_letters = sum(map(len, words))
    return num_letters > 0.6 * len(_FOREIGN.findall(text)) and num_odd <= 0.02 * num_letters
