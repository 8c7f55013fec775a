"""Whether a stop belongs to an abbreviation or an initial, or ends a sentence too.

The lists are `assets/words/abbreviations.toml`. Where an abbreviation may be the last word, the
word after it decides, as in Kiss and Strunk (2006), Unsupervised Multilingual Sentence Boundary
Detection, Computational Linguistics 32(4): some words often open a sentence.
"""

import tomllib
from functools import cache

import regex

from components.records.assets import ASSETS

REACH = 24
"""Code points looked at before a stop, so that a text full of abbreviations takes linear time."""

_LAST_WORD = regex.compile(r"(?<![\p{L}\p{N}])\p{L}[\p{L}.]*$")
_NEXT_WORD = regex.compile(r"[\p{L}][\p{L}'’]*")
_NUMBER = regex.compile(r"[(\[#§№~≈<>≤≥+–-]*\p{N}")
_DOTTED = regex.compile(r"(?:\p{L}\.)+\p{L}")
_PREVIOUS_WORD = regex.compile(r"(\p{L}[\p{L}'’.-]*),?\s+$")
_QUANTITY = regex.compile(r"\p{N}\s*$")


@cache
def load_words(kind: str) -> frozenset[str]:
    """Read a list of `abbreviations.toml`."""
    text = (ASSETS / "words" / "abbreviations.toml").read_text("utf-8")
    return frozenset(tomllib.loads(text)[kind].split())


def goes_on(before: str, after: str) -> bool:
    """Return whether a single stop does not end its sentence, for the word it stands behind.

    Args:
        before: The sentence up to the stop, without it; its last `REACH` code points will do.
        after: What follows the stop, without white space at its beginning.

    Example:
        >>> goes_on("See Fig", "3"), goes_on("a Ph.D", "She"), goes_on("a Ph.D", "Candidate")
        (True, False, True)
    """
    found = _LAST_WORD.search(before)
    if found is None:
        return False
    word, rest = found[0], before[: found.start()]
    if _is_in(word, "never_last"):
        return True
    if _is_in(word, "before_number") and not _QUANTITY.search(rest) and _NUMBER.match(after):
        return True
    if _is_sometimes_last(word) and _continues(word, after):
        return True
    return len(word) == 1 and word.isupper() and _is_initial(word, rest, after)


def _is_sometimes_last(word: str) -> bool:
    return (
        _is_in(word, "last_before_openings")
        or _is_in(word, "last_before_capitals")
        or bool(_DOTTED.fullmatch(word))
    )


def _continues(word: str, after: str) -> bool:
    """Return whether the sentence goes on after a word that may be the last one."""
    if after.lstrip('(["“‘')[:1].islower():
        return True
    following = _NEXT_WORD.match(after)
    if following is None:
        return after[:1] in tuple("([0123456789&/–") and not _is_in(word, "last_before_capitals")
    if _is_in(word, "last_before_capitals"):
        return word.endswith("m") and following[0] in load_words("after_time")
    return following[0] not in load_words("openings") and following[0].isascii()


def _is_initial(letter: str, rest: str, after: str) -> bool:
    """Return whether a capital letter is a name's: J. R. Smith, not vitamin C. Then."""
    following, previous = _NEXT_WORD.match(after), _PREVIOUS_WORD.search(rest)
    opens = following is not None and following[0] in load_words("openings")
    is_after_name = previous is not None and previous[1][:1].isupper()
    is_inside = previous is not None and bool(rest[: previous.start()].strip())
    if letter == "I":
        return is_after_name and following is not None and not opens
    return not (opens and previous is not None and not (is_after_name and is_inside))


def _is_in(word: str, kind: str) -> bool:
    words = load_words(kind)
    return word in words or word[:1].lower() + word[1:] in words
