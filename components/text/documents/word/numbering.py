"""The numbers and bullets of lists, which a Word file counts nowhere (ECMA-376 part 1, 17.9)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from components.text.documents.word.elements import attribute_of, child_of, is_on, name_of

_BULLET = "•"
_PLACE = re.compile(r"%([1-9])")
_ROMAN = dict(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    )
)
_HAN = "零一二三四五六七八九"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_MAX_LEVELS = 9


@dataclass(frozen=True)
class _Level:
    start: int
    form: str
    text: str
    after: str
    restart: int | None
    is_legal: bool
    style: str


class Numbering:
    """Counts the paragraphs of lists, in the document's order.

    Args:
        tree: Root of the part; None where there is none.
    """

    def __init__(self, tree: Any) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._abstract: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        abstract = {}
        for element in [] if tree is None else tree:
            if name_of(element) == "w:abstractNum":
                abstract[attribute_of(element, "abstractNumId")] = _read_levels(element)
            elif name_of(element) == "w:num":
                self._add(element, abstract)

    def _add(self, element: Any, abstract: dict[str, dict[int, _Level]]) -> None:
        num_id = attribute_of(element, "numId")
        owner = attribute_of(child_of(element, "w:abstractNumId"), "val")
        self._abstract[num_id] = owner
        self._levels[num_id] = dict(abstract.get(owner, {}))
        for override in element:
            if name_of(override) != "w:lvlOverride":
                continue
            index = _number(attribute_of(override, "ilvl"), 0)
            start = attribute_of(child_of(override, "w:startOverride"), "val")
            if start:
                self._starts[num_id, index] = _number(start, 1)
            self._levels[num_id] |= _read_levels(override)

    def level_of_style(self, num_id: str, style: str) -> int:
        """Return the level of a list that belongs to a paragraph style; 0 for none."""
        levels = self._levels.get(num_id, {})
        return next((index for index, level in levels.items() if level.style == style), 0)

    def count(self, num_id: str, index: int) -> str:
        """Count a paragraph and give what stands before it.

        Args:
            num_id: Its list; one that is not known has no labels.
            index: Its level, from 0.

        Returns:
            The label with the blank behind it; empty for none.
        """
        levels = self._levels.get(num_id, {})
        level = levels.get(index)
        if level is None:
            return ""
        counts = self._counts.setdefault(self._abstract[num_id], {})
        self._advance(counts, levels, num_id, index)
        if level.form == "bullet":
            return f"{_BULLET} " if level.text.strip() else ""
        if level.form == "none":
            return ""

        def place(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            known = levels.get(at, level)
            form = "decimal" if level.is_legal else known.form
            return write_number(counts.get(at, known.start), form)

        label = _PLACE.sub(place, level.text)
        return label + (" " if label and level.after != "nothing" else "")

    def _advance(
        self, counts: dict[int, int], levels: dict[int, _Level], num_id: str, index: int
    ) -> None:
        level = levels[index]
        override = self._starts.get((num_id, index))
        if override is not None and (num_id, index) not in self._started:
            counts[index] = override
        else:
            counts[index] = counts[index] + 1 if index in counts else level.start
        self._started.add((num_id, index))
        for deeper in [at for at in counts if at > index]:
            limit = levels[deeper].restart if deeper in levels else None
            if limit is None or (limit and index < limit):
                del counts[deeper]
        for above in range(index):
            if above in levels:
                counts.setdefault(above, levels[above].start)


def _read_levels(element: Any) -> dict[int, _Level]:
    found = {}
    for level in element:
        if name_of(level) != "w:lvl":
            continue
        restart = attribute_of(child_of(level, "w:lvlRestart"), "val")
        index = _number(attribute_of(level, "ilvl"), 0)
        if index < _MAX_LEVELS:
            found[index] = _Level(
                _number(attribute_of(child_of(level, "w:start"), "val"), 0),
                attribute_of(child_of(level, "w:numFmt"), "val", "decimal"),
                attribute_of(child_of(level, "w:lvlText"), "val"),
                attribute_of(child_of(level, "w:suff"), "val", "tab"),
                _number(restart, 0) if restart else None,
                is_on(child_of(level, "w:isLgl")),
                attribute_of(child_of(level, "w:pStyle"), "val"),
            )
    return found


def _number(text: str, default: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else default


def write_number(number: int, form: str) -> str:
    """Write a number in one of the format's ways (17.18.59); one that is not known as digits.

    Example:
        >>> [write_number(28, form) for form in ("lowerRoman", "upperLetter", "chineseCounting")]
        ['xxviii', 'BB', '二十八']
    """
    write = _FORMS.get(form)
    return write(number) if write and number > 0 else str(number)


def _roman(number: int) -> str:
    if number >= 4000:
        return str(number)
    signs = ""
    for value, sign in _ROMAN.items():
        signs += sign * (number // value)
        number %= value
    return signs


def _letters(number: int) -> str:
    """Return a … z, aa, bb …: the letter is repeated."""
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 30)


def _chinese(number: int) -> str:
    if number >= 100:
        return "".join(_HAN[int(digit)] for digit in str(number))
    tens, ones = divmod(number, 10)
    front = ("" if tens == 1 else _HAN[tens]) + "十" if tens else ""
    return front + (_HAN[ones] if ones or not tens else "")


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if number <= 20 else str(number)


def _ordinal(number: int) -> str:
    is_teen = number % 100 in (11, 12, 13)
    return f"{number}{'th' if is_teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


_FORMS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02}",
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "ordinal": _ordinal,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "ideographEnclosedCircle": _circled,
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "decimalFullWidth": lambda number: str(number).translate(
        {ord(digit): 0xFF10 + int(digit) for digit in "0123456789"}
    ),
    "ideographTraditional": lambda number: _STEMS[(number - 1) % 10],
    "ideographZodiac": lambda number: _BRANCHES[(number - 1) % 12],
    **dict.fromkeys(
        ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting"),
        _chinese,
    ),
    **dict.fromkeys(
        ("ideographDigital", "taiwaneseCountingThousand", "japaneseDigitalTenThousand"), _chinese
    ),
}
