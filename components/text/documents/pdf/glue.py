"""Two lines put together: with a blank, with nothing between Chinese, with or without a hyphen."""

from functools import cache

import regex

from components.records.assets import ASSETS

_WIDE = regex.compile(r"[\p{Han}\u3000-\u303f\uff00-\uffef]")
_HYPHENATED = regex.compile(r"([\p{L}\p{M}'’]+(?:-[\p{L}\p{M}'’]+)*)[-\u2010]$")
_LONGEST_WORD = 100
_WORD = regex.compile(r"^[\p{L}\p{M}]+")


@cache
def _english() -> frozenset[str]:
    """Read the words of English that tell a compound's hyphen from a broken word's."""
    return frozenset((ASSETS / "words" / "english.txt").read_text("utf-8").split())


def glue(before: str, line: str, known: str = "") -> str:
    """Put a line behind another one that it continues.

    A hyphen at the end stays where the text has the compound elsewhere, where a part of the word is
    joined by a hyphen already, or where both parts are words and the whole is none; else it was put
    there to break a word.

    Args:
        before: Text of the first line.
        line: Text of the second one.
        known: The text around, in which the word may stand unbroken.

    Example:
        >>> glue("an exam-", "ple"), glue("a long-", "term plan"), glue("不同", "部分")
        ('an example', 'a long-term plan', '不同部分')
    """
    broken, rest = _find_broken(before), _WORD.match(line)
    if broken and rest:
        is_kept = not rest[0][0].islower() or _is_compound(broken[1], rest[0], known)
        return (before if is_kept else before[:-1]) + line
    if before.endswith("-") and line[:1].isdigit():
        return before + line
    is_wide = before and line and _WIDE.match(before[-1]) and _WIDE.match(line[0])
    return f"{before}{'' if is_wide else ' '}{line}"


def goes_on_behind_hyphen(before: str, line: str) -> bool:
    """Return whether a line ends in the midst of a word or compound that the next one continues."""
    return bool(_find_broken(before) and _WORD.match(line))


def _find_broken(before: str) -> "regex.Match[str] | None":
    """Find the word or compound that a hyphen at the end of a line breaks off."""
    return _HYPHENATED.search(before[-_LONGEST_WORD:]) if before.endswith(("-", "\u2010")) else None


def _is_compound(first: str, rest: str, known: str) -> bool:
    folded = known.casefold()
    whole, compound = (first + rest).casefold(), f"{first}-{rest}".casefold()
    if regex.search(rf"\b{regex.escape(compound)}\b", folded):
        return True
    if regex.search(rf"\b{regex.escape(whole)}\b", folded):
        return False
    if "-" in first:
        return True
    words = _english()
    if whole in words:
        return False
    return first.casefold() in words and rest.casefold() in words
