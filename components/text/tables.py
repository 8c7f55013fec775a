"""Bytes of a CSV or TSV file into a table, or a sentence about what is wrong with it.

Only the `csv` module reads it: nothing is taken for a missing value, a number or a date, and no
column is dropped silently.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from components.records.refusal import Refusal
from components.text.cleaning import is_blank, remove_control

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_CELLS = 1_000_000
"""A wide table keeps fewer rows, so that no session holds more than this."""
MAX_BLANK_ROWS = 100_000
MAX_CELL_CHARACTERS = 100_000
_MAX_HEAD_CHARACTERS = 65_536
_MAX_LINE_CHARACTERS = 250_000

DELIMITERS = (",", ";", "\t")
ENCODINGS = ("utf-8", "utf-16", "gb18030", "big5", "cp1252")
"""What can be chosen; only the first three are ever guessed."""

_QUOTED = re.compile(r'"(?:[^"]|"")*"?')
_FIRST_LINE = re.compile(r"[^\r\n]+")
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_SPREADSHEET_MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True)
class Table:
    """A table as it stood in the file: every cell is text, exactly as written.

    Attributes:
        columns: Names, all different; a column without one is `#` and its number.
        rows: Cells, as many a row as there are columns.
        line_numbers: Line of the file at which each row begins, from 1.
        encoding: How the bytes were read, one of `ENCODINGS`.
        delimiter: What separates cells, one of `DELIMITERS`.
        num_blank: Rows left out because nothing stood in them.
        has_more: True if the file has more rows than `MAX_ROWS` or `MAX_CELLS` let in.
        removed_control: Control characters taken out of the file.
        digest: Equal for equal files read in the same way.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    line_numbers: tuple[int, ...]
    encoding: str
    delimiter: str
    num_blank: int
    has_more: bool
    removed_control: int
    digest: str

    def column(self, index: int) -> tuple[str, ...]:
        """Return the cells of a column, from 0."""
        return tuple(row[index] for row in self.rows)


def read_table(data: bytes, encoding: str | None = None, delimiter: str | None = None) -> Table:
    r"""Read a file.

    Args:
        data: Content of the file.
        encoding: One of `ENCODINGS`; None guesses.
        delimiter: One of `DELIMITERS`; None takes the one that the first line has most of.

    Returns:
        The table; its first line that is not blank names the columns.

    Raises:
        Refusal: `table_file_large`, `table_spreadsheet`, `table_encoding`, `table_empty`,
            `table_wide`, `table_head_long`, `table_line_long`, `table_cell_long`,
            `table_quote_open`, `table_quote_stray`, `table_ragged`, `table_duplicate`,
            `table_no_rows`; the ones about a place in the file name its line.

    Example:
        >>> read_table(b"text;label\n=1+1;NA\n").rows
        (('=1+1', 'NA'),)
    """
    if len(data) > MAX_BYTES:
        raise Refusal("table_file_large", size=_megabytes(len(data)), limit=_megabytes(MAX_BYTES))
    text, encoding = _decode(data, encoding)
    text, removed = remove_control(text)
    if not text or text.isspace():
        raise Refusal("table_empty")
    delimiter = _find_delimiter(text, delimiter)
    records = _records(text, delimiter)
    columns, num_blank = _read_header(records)
    rows, lines, blank_below, has_more = _read_rows(records, len(columns))
    digest = hashlib.sha256(f"{encoding} {delimiter} ".encode() + data).hexdigest()
    return Table(
        columns,
        rows,
        lines,
        encoding,
        delimiter,
        num_blank + blank_below,
        has_more,
        removed,
        digest,
    )


def _megabytes(count: int) -> int:
    return -(-count // (1024 * 1024))


def _decode(data: bytes, encoding: str | None) -> tuple[str, str]:
    """Return the text and the encoding: UTF-8, UTF-16 with its mark, else GB 18030."""
    if data.startswith(_SPREADSHEET_MARKS):
        raise Refusal("table_spreadsheet")
    guesses = ["utf-8", *(["utf-16"] if data.startswith(_UTF_16_MARKS) else []), "gb18030"]
    for name in [encoding] if encoding else guesses:
        try:
            text = data.decode("utf-8-sig" if name == "utf-8" else name)
        except UnicodeDecodeError:
            continue
        return text.removeprefix("\ufeff"), name
    raise Refusal("table_encoding")


def _find_delimiter(text: str, wish: str | None) -> str:
    """Count the first line's separators before anything is parsed: millions of them take minutes.

    Separators in quotes belong to a name and do not count.
    """
    found = _FIRST_LINE.search(text[: _MAX_HEAD_CHARACTERS + 1])
    line = found.group() if found else ""
    bare = _QUOTED.sub("", line)
    counts = {name: bare.count(name) for name in DELIMITERS}
    delimiter = wish or max(DELIMITERS, key=counts.__getitem__)
    if counts[delimiter] >= MAX_COLUMNS:
        raise Refusal("table_wide", limit=MAX_COLUMNS)
    if len(line) > _MAX_HEAD_CHARACTERS and not line.startswith('"'):
        raise Refusal("table_head_long", limit=_MAX_HEAD_CHARACTERS)
    return delimiter


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield every record with the line it begins at."""
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _explain(str(error), line, reader.line_num) from None
        if any(len(cell) > MAX_CELL_CHARACTERS for cell in cells):
            raise Refusal("table_cell_long", line=line, limit=MAX_CELL_CHARACTERS)
        yield line, cells


def _explain(error: str, first_line: int, last_line: int) -> Refusal:
    """Say what the `csv` module could not make of the record between two lines.

    The module limits a cell to 131,072 characters: what follows an open quote ends there.
    """
    if "unexpected end" in error or ("field larger" in error and last_line > first_line):
        return Refusal("table_quote_open", line=first_line)
    if "field larger" in error:
        return Refusal("table_cell_long", line=first_line, limit=MAX_CELL_CHARACTERS)
    return Refusal("table_quote_stray", line=last_line)


def _lines(text: str) -> Iterator[str]:
    """Yield the lines with their ends; one too long for the parser to take quickly is refused."""
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > _MAX_LINE_CHARACTERS:
            key = "table_quote_open" if line.count('"') % 2 else "table_line_long"
            raise Refusal(key, line=number, limit=_MAX_LINE_CHARACTERS)
        yield line


def _read_header(records: Iterator[tuple[int, list[str]]]) -> tuple[tuple[str, ...], int]:
    """Return the names of the columns and how many blank rows stood before them."""
    for num_blank, (_, cells) in enumerate(records):
        if not _is_blank_row(cells):
            names = [cell.strip() or f"#{n}" for n, cell in enumerate(cells, start=1)]
            for second, name in enumerate(names, start=1):
                if names.index(name) + 1 < second:
                    raise Refusal("table_duplicate", first=names.index(name) + 1, second=second)
            return tuple(names), num_blank
        if num_blank > MAX_BLANK_ROWS:
            break
    raise Refusal("table_empty")


def _read_rows(
    records: Iterator[tuple[int, list[str]]], num_columns: int
) -> tuple[tuple[tuple[str, ...], ...], tuple[int, ...], int, bool]:
    """Return the rows, their lines, how many blank ones were left out, and whether more follow."""
    limit = min(MAX_ROWS, MAX_CELLS // num_columns)
    rows: list[tuple[str, ...]] = []
    lines: list[int] = []
    num_blank, has_more = 0, False
    for line, cells in records:
        if _is_blank_row(cells):
            num_blank += 1
            has_more = num_blank > MAX_BLANK_ROWS
        elif len(cells) != num_columns:
            raise Refusal("table_ragged", line=line, cells=len(cells), columns=num_columns)
        elif len(rows) < limit:
            rows.append(tuple(cells))
            lines.append(line)
        else:
            has_more = True
        if has_more:
            break
    if not rows:
        raise Refusal("table_no_rows")
    return tuple(rows), tuple(lines), num_blank, has_more


def _is_blank_row(cells: list[str]) -> bool:
    return all(not cell or is_blank(cell) for cell in cells)
