"""What separates the cells of a table, by its first lines together."""

import re
from collections import Counter

from components.records.refusal import Refusal

DELIMITERS = (",", ";", "\t", "|")
MAX_COLUMNS = 200
_MAX_HEAD_CHARACTERS = 65_536
_HEAD_LINES = 20
_FEWEST_LINES = 4
_QUOTED = re.compile(r'"(?:[^"]|"")*"?')
_LINE = re.compile(r"[^\r\n]+")
_SAID = re.compile(r'\ufeff?"?sep=(.)"?[\t,;|]*(?:\r?\n|\r)', re.IGNORECASE)


def find_said(text: str) -> tuple[str | None, int]:
    """Find the line `sep=;` with which Excel is told the separator.

    Returns:
        The separator and where the line ends; None and 0 where there is no such line.
    """
    said = _SAID.match(text)
    return (said[1], said.end()) if said and said[1] in DELIMITERS else (None, 0)


def find_delimiter(text: str, wish: str | None) -> tuple[str, int]:
    """Choose the separator of which most lines have equally many, before anything is parsed.

    Millions of separators in a line take minutes to parse. Separators in quotes belong to a cell
    and do not count.

    Args:
        text: The file, without a line that says the separator.
        wish: One of `DELIMITERS`; None chooses.

    Returns:
        The separator, and how many cells most of the first lines have.

    Raises:
        Refusal: `table_wide`, `table_head_long`.
    """
    head = text[: _MAX_HEAD_CHARACTERS + 1]
    found = _LINE.search(head)
    line = found.group() if found else ""
    lines = _LINE.findall(_QUOTED.sub("", head))[:_HEAD_LINES]
    usual = {name: _find_usual([line.count(name) for line in lines]) for name in DELIMITERS}
    delimiter = wish or max(DELIMITERS, key=usual.__getitem__)
    if _QUOTED.sub("", line).count(delimiter) >= MAX_COLUMNS:
        raise Refusal("table_wide", limit=MAX_COLUMNS)
    if len(line) > _MAX_HEAD_CHARACTERS and not line.startswith('"'):
        raise Refusal("table_head_long", limit=_MAX_HEAD_CHARACTERS)
    return delimiter, usual[delimiter][1] + 1


def _find_usual(counts: list[int]) -> tuple[int, int]:
    """Return how many lines have the usual count above 0, and that count.

    A separator that the first line lacks counts where nearly all of the others agree: then the
    first line is a title.
    """
    common = Counter(count for count in counts if count).most_common()
    lines, count = max(((lines, count) for count, lines in common), default=(0, 0))
    is_below_title = len(counts) >= _FEWEST_LINES and lines >= len(counts) - 1
    return (lines, count) if counts[:1] > [0] or is_below_title else (0, 0)
