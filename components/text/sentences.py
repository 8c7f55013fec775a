"""Sentences with their character offsets, in English and Chinese.

A few rules in the spirit of Unicode Annex 29, with abbreviations, numbers of lists and closing
marks added; no model, no language detection.
"""

from dataclasses import dataclass

import regex

from components.text.abbreviations import REACH, goes_on, load_words

_CLOSING = r"""['’”»›)\]}*_`」』）)】》〉〕］｝]"""
_QUOTED = rf"""(?:{_CLOSING}|(?P<quote>"))*(?:\[\d+(?:[,–-]\ ?\d+)*\])*[¹²³⁰-⁹]*"""
_END = regex.compile(
    rf"""
    (?P<stop>(?:\.[ \u00a0]){{2,}}\.|[.!?…؟۔।]+)   # a Latin stop, or three with blanks between,
      (?P<closing>{_QUOTED})                      # and what closes with it,
      (?:(?=\s|$)|(?<!…|\.\.)(?=[\p{{Han}}“「『《（【]))  # then white space or Chinese
    | (?P<stop_zh>[。！？｡‼⁇⁈⁉][。！？｡.!?…]*|．(?!\d))  # a Chinese stop, nothing need follow
      (?P<closing_zh>{_QUOTED})
    | \n+                                         # a line is a sentence
    """,
    regex.VERBOSE,
)
_MARKER = regex.compile(
    r"""[\s\#>*•·‣▪◦–—-]*
    (?:[(（\[]?(?:\d{1,3}|\p{Lu}|[a-z]|[ivxIVX]{1,4})|\d{1,3}(?:\.\d{1,3})+
    |(?P<label>[A-Za-z]{1,11})\ ?\d{1,3}(?:[.\-–]\d{1,3})*
    |[图表例第]\ ?\d{1,3}[章节条步题]?)[)）\]]?""",
    regex.VERBOSE,
)
"""What stands at a line's beginning before the stop of an item's number: 1, (2), b, iv, Step 3."""
_IN_LINE = regex.compile(r"(?:.*[:：;；,，])?[\s(（]*(\d{1,3}|[a-z])", regex.DOTALL)
"""The same within a line, where the number before it has been read or it is the first."""
_ADDRESS = regex.compile(r"(?:https?|ftp|file)://[^\s，。；！？]*$|\bwww\.[^\s，。；！？]*$")
_FILE = regex.compile(r"[\w-]{0,30}(?:\.[\w-]{1,30}){0,3}\.[A-Za-z]{1,5}\d?(?![\w])")
_AROUND_NUMBER = " \t#>*•·‣▪◦–—-()（）[]"
_LONGEST_MARKER = 24
_LONGEST_ADDRESS = 200

_SPEAKS = regex.compile(r"[\p{L}\p{N}\p{S}]")


@dataclass(frozen=True)
class Sentence:
    """One sentence and where it stands.

    Attributes:
        text: The sentence without the white space around it; equals `source[start:end]`.
        start: First code point in the source.
        end: One past the last.
    """

    text: str
    start: int
    end: int


def split_sentences(text: str) -> list[Sentence]:
    r"""Split a text into sentences.

    Titles (`Dr.`), initials and the number of a list's item do not end one, decimal points,
    addresses and file names never do, line ends always do; three dots end one unless a small letter
    follows. A stretch without letter, digit or symbol belongs to no sentence.

    Returns:
        Sentences in order, none of them blank; an empty list for a blank text.

    Example:
        >>> [s.text for s in split_sentences("1. Dr. Wu left. It rained!\n天晴了。走吧")]
        ['1. Dr. Wu left.', 'It rained!', '天晴了。', '走吧']
    """
    return _Splitter(text).split()


class _Splitter:
    """One pass over a text.

    Attributes:
        start: First code point of the sentence that is being read.
        line: First code point of its line.
        number: Of the last item of a list that was read in this line, a letter perhaps.
        num_quotes: Straight quotation marks of the line up to `counted`.
    """

    def __init__(self, text: str) -> None:
        self.text, self.start, self.line = text, 0, 0
        self.number, self.num_quotes, self.counted = "", 0, 0

    def split(self) -> list[Sentence]:
        sentences, position = [], 0
        while match := _END.search(self.text, position):
            position = end = self._end_of(match)
            is_line_end = match["stop"] is None and match["stop_zh"] is None
            if match["stop"] is not None and not self._is_last(match, end):
                continue
            sentences += _trim(self.text, self.start, end)
            self.start = end
            if is_line_end:
                self.line, self.number, self.num_quotes, self.counted = end, "", 0, end
        return sentences + _trim(self.text, self.start, len(self.text))

    def _end_of(self, match: "regex.Match[str]") -> int:
        """Return where a match ends: before a straight quotation mark that opens what follows."""
        end: int = match.end()
        places: list[int] = match.starts("quote")
        for place in places:
            self.num_quotes += self.text.count('"', self.counted, place)
            self.counted = place
            if self.num_quotes % 2 == 0 and match["stop_zh"] is not None:
                return place
        return end

    def _is_last(self, match: "regex.Match[str]", end: int) -> bool:
        """Return whether a stop of Latin script ends its sentence."""
        text, stop, at = self.text, match["stop"], match.start("stop")
        after = text[end : end + REACH].lstrip()
        has_small_letter_next = after[:1].islower()
        if not match["closing"] and self._is_inside_name(at, end):
            return False
        if stop != ".":
            is_pause = stop[0] in ".…" or bool(match["closing"])
            return not (is_pause and has_small_letter_next)
        if match["closing"]:
            return not has_small_letter_next
        if self._is_marker(at):
            return False
        return not goes_on(text[max(self.start, at - REACH) : at], after)

    def _is_marker(self, at: int) -> bool:
        """Return whether the stop follows the number of a list's item."""
        if self.start == self.line and at - self.line <= _LONGEST_MARKER:
            found = _MARKER.fullmatch(self.text, self.line, at)
            if found and (found["label"] is None or found["label"] in load_words("labels")):
                self.number = found[0].strip(_AROUND_NUMBER)
                return True
        item = _IN_LINE.fullmatch(self.text, max(self.start, at - _LONGEST_MARKER), at)
        if item is None or item[1] != _next_number(self.number, item[1]):
            return False
        self.number = item[1]
        return True

    def _is_inside_name(self, at: int, end: int) -> bool:
        """Return whether the stop stands inside an address or the name of a file."""
        if self.text[end : end + 1].isspace() or end == len(self.text):
            return False
        is_address = _ADDRESS.search(self.text, max(self.start, at - _LONGEST_ADDRESS), at)
        return bool(is_address or _FILE.match(self.text, end))


def _next_number(number: str, like: str) -> str:
    """Return the number or letter after one; the first where none has been read."""
    if like.isdigit():
        return str(int(number or 0) + 1) if number.isdigit() or not number else ""
    return chr(ord(number) + 1) if len(number) == 1 and number.islower() else ""


def _trim(text: str, start: int, end: int) -> list[Sentence]:
    """Return the span without the white space around it; nothing if it says nothing."""
    piece = text[start:end]
    inner = piece.strip()
    if not _SPEAKS.search(inner):
        return []
    start += len(piece) - len(piece.lstrip())
    return [Sentence(inner, start, start + len(inner))]
