"""Which writing system a text is in, so that a visitor learns what a model cannot read."""

from typing import Literal

import regex

Script = Literal["latin", "han", "other"]

_LATIN = regex.compile(r"\p{Latin}")
_HAN = regex.compile(r"[\p{Han}\p{Bopomofo}]")
_KANA = regex.compile(r"[\p{Hiragana}\p{Katakana}]")
_OTHER = regex.compile(r"(?![\p{Latin}\p{Han}\p{Bopomofo}])\p{L}")
_KANA_OF_JAPANESE = 0.2
"""From this share of kana on, Chinese characters are read as Japanese."""

SCRIPT_OF_LANGUAGE: dict[str, Script] = {
    **dict.fromkeys(("en", "es", "fr", "de"), "latin"),
    "zh": "han",
}
"""Languages that are not here are written in other scripts."""


def compute_script_shares(text: str) -> dict[Script, float]:
    """Share of a text's letters in each script.

    A Chinese character counts for two letters: it carries about as much as a short word, and
    "LLM 是什么" is a Chinese question. Japanese is another script, its Chinese characters included.

    Returns:
        Shares that sum to 1; an empty dictionary for a text without letters.

    Example:
        >>> compute_script_shares("ab 中")
        {'latin': 0.5, 'han': 0.5, 'other': 0.0}
    """
    latin = len(_LATIN.findall(text))
    han = 2 * len(_HAN.findall(text))
    other = len(_OTHER.findall(text))
    kana = len(_KANA.findall(text))
    if kana > _KANA_OF_JAPANESE * (kana + han / 2):
        han, other = 0, other + han
    total = latin + han + other
    if total == 0:
        return {}
    return {"latin": latin / total, "han": han / total, "other": other / total}


def unread_script(text: str, languages: tuple[str, ...]) -> Script | None:
    """Name the script that keeps a model from reading a text.

    Args:
        languages: ISO 639-1 codes that the model reads.

    Returns:
        None if at least half of the letters are in a script of these languages, or where there
        are no letters; else the script of most of the others.

    Example:
        >>> unread_script("这部电影很好看", ("en",)), unread_script("好 movie night", ("en",))
        ('han', None)
    """
    shares = compute_script_shares(text)
    read: set[Script] = {SCRIPT_OF_LANGUAGE.get(language, "other") for language in languages}
    if not shares or sum(shares[script] for script in read) >= 0.5:
        return None
    return max((s for s in shares if s not in read), key=lambda script: shares[script])
