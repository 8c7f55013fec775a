"""Sentences with their character offsets, in English and Chinese.

A few rules in the spirit of Unicode Annex 29, with abbreviations added; no model, no language
detection.
"""

from dataclasses import dataclass

import regex

_END = regex.compile(
    r"""
    (?P<latin>[.!?…؟۔।]+)["'”’»)\]]*      # a Latin stop and what closes with it,
      (?:(?=\s|$)|(?<!…|\.\.)(?=\p{Han}))  # then white space or Chinese
    | [。！？]+[”’」』）)】》]*               # a Chinese stop, nothing need follow
    | \n+                                 # a line is a sentence
    """,
    regex.VERBOSE,
)
_NEVER_LAST = regex.compile(
    r"\b(?:Mrs?|Ms|Dr|Prof|Sr|Jr|St|Mt|Rev|Gen|Capt|vs|cf|approx|e\.g|i\.e|Figs?|Eq)\.$"
)
"""Abbreviations that something always follows."""
_SOMETIMES_LAST = regex.compile(r"\b(?:etc|Inc|Ltd|Co|Corp|a\.m|p\.m|al|U\.S|U\.K)\.$")
"""Abbreviations that end a sentence where a capital letter follows."""
_NUMBER = regex.compile(r"\b(?:Nos?|pp?|ch|sec|vol)\.$", regex.IGNORECASE)
"""Abbreviations where a number follows; "No." alone is an answer."""
_INITIAL = regex.compile(r"(?<!\p{L})(?!I)\p{Lu}\.$")
_REACH = 12
"""Longest abbreviation looked back for, so that a text full of them takes linear time."""

_SPEAKS = regex.compile(r"[\p{L}\p{N}\p{S}]")


@dataclass(frozen=True)
class Sentence:
    """One sentence and where it stands.

    Attributes:
        text: The sentence without the white space around it; equals `source[start:end]`.
        start: First code point in the source.
        end: One past the last code point.
    """

    text: str
    start: int
    end: int


def split_sentences(text: str) -> list[Sentence]:
    r"""Split a text into sentences.

    Titles (`Dr.`) and initials do not end one, decimal points never do, line ends always do; three
    dots end one unless a small letter follows. A stretch without letter, digit or symbol belongs to
    no sentence.

    Returns:
        Sentences in order, none of them blank; an empty list for a blank text.

    Example:
        >>> [s.text for s in split_sentences("Dr. Wu left. It rained!\n天晴了。走吧")]
        ['Dr. Wu left.', 'It rained!', '天晴了。', '走吧']
    """
    sentences = []
    start = 0
    for match in _END.finditer(text):
        if match["latin"] and not _is_last(text, start, match):
            continue
        sentences += _trim(text, start, match.end())
        start = match.end()
    return sentences + _trim(text, start, len(text))


def _is_last(text: str, start: int, match: "regex.Match[str]") -> bool:
    """Return whether a stop of Latin script ends its sentence."""
    stop_end = match.end("latin")
    following = text[match.end() : match.end() + _REACH].lstrip()[:1]
    has_small_letter_next = following.islower()
    if match["latin"] != ".":
        is_pause = match["latin"][0] in ".…" or match.end() > stop_end
        return not (is_pause and has_small_letter_next)
    before = text[max(start, stop_end - _REACH) : stop_end]
    if _NEVER_LAST.search(before) or _INITIAL.search(before):
        return False
    if _SOMETIMES_LAST.search(before):
        return not has_small_letter_next
    return not (_NUMBER.search(before) and following.isdigit())


def _trim(text: str, start: int, end: int) -> list[Sentence]:
    """Return the span without the white space around it; nothing if it says nothing."""
    piece = text[start:end]
    inner = piece.strip()
    if not _SPEAKS.search(inner):
        return []
    start += len(piece) - len(piece.lstrip())
    return [Sentence(inner, start, start + len(inner))]
