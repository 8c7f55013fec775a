"""Bytes of a CSV or TSV file into a table, or a sentence about what is wrong with it.

Only the `csv` module reads it: nothing is taken for a missing value, a number or a date, and no
column is dropped silently.
"""

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from components.records.refusal import Refusal
from components.text.cleaning import is_blank, remove_control
from components.text.encodings import Decoded, decode_text
from components.text.separators import find_delimiter, find_said

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 20_000
MAX_CELLS = 1_000_000
"""A wide table keeps fewer rows, so that no session holds more than this."""
MAX_BLANK_ROWS = 100_000
MAX_CELL_CHARACTERS = 100_000
_MAX_LINE_CHARACTERS = 250_000


_SPREADSHEET_MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")

Records = Iterator[tuple[int, list[str]]]


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
        is_encoding_certain: False where the encoding is a guess.
        num_above: Lines above the names of the columns that were left out, such as a title.
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
    is_encoding_certain: bool = True
    num_above: int = 0

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
    decoded = _decode(data, encoding)
    text, removed = remove_control(decoded.text)
    if not text or text.isspace():
        raise Refusal("table_empty")
    said, end = find_said(text)
    delimiter, usual = find_delimiter(text[end:], delimiter or said)
    first = 1 + (end > 0)
    records = _records(text[end:], delimiter, first)
    columns, num_blank, num_above, records = _read_header(records, usual)
    rows, lines, blank_below, has_more = _read_rows(records, len(columns))
    columns, rows = _drop_empty_columns(columns, rows)
    if not any(columns):
        raise Refusal("table_no_rows")
    digest = hashlib.sha256(f"{decoded.encoding} {delimiter} ".encode() + data).hexdigest()
    return Table(
        columns,
        rows,
        lines,
        decoded.encoding,
        delimiter,
        num_blank + blank_below,
        has_more,
        removed,
        digest,
        decoded.is_certain,
        num_above,
    )


def _megabytes(count: int) -> int:
    return -(-count // (1024 * 1024))


def _decode(data: bytes, encoding: str | None) -> Decoded:
    if data.startswith(_SPREADSHEET_MARKS):
        raise Refusal("table_spreadsheet")
    decoded = decode_text(data, encoding)
    if decoded is None:
        raise Refusal("table_encoding")
    return decoded


def _records(text: str, delimiter: str, first_line: int) -> Iterator[tuple[int, list[str]]]:
    """Yield every record with the line of the file at which it begins."""
    reader = csv.reader(_lines(text, first_line), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + first_line
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            last_line = reader.line_num + first_line - 1
            raise _explain(str(error), line, last_line) from None
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


def _lines(text: str, first_line: int) -> Iterator[str]:
    """Yield the lines with their ends; one too long for the parser to take quickly is refused."""
    for number, line in enumerate(io.StringIO(text, newline=""), start=first_line):
        if len(line) > _MAX_LINE_CHARACTERS:
            key = "table_quote_open" if line.count('"') % 2 else "table_line_long"
            raise Refusal(key, line=number, limit=_MAX_LINE_CHARACTERS)
        yield line


def _read_header(records: Records, usual: int) -> tuple[tuple[str, ...], int, int, Records]:
    """Find the names of the columns.

    A row with one cell above a blank row is a title, in a table of several columns.

    Returns:
        The names, the blank rows and the titles above them, and the records below.
    """
    num_blank = num_above = 0
    for _, cells in records:
        if _is_blank_row(cells):
            num_blank += 1
            if num_blank > MAX_BLANK_ROWS:
                break
            continue
        following = list(islice(records, 1))
        is_title = usual > 1 and _count_filled(cells) == 1
        if is_title and following and _is_blank_row(following[0][1]):
            num_above, num_blank = num_above + 1, num_blank + 1
            continue
        return _name_columns(cells), num_blank, num_above, chain(following, records)
    raise Refusal("table_empty")


def _name_columns(cells: list[str]) -> tuple[str, ...]:
    names = [cell.strip() for cell in cells]
    for second, name in enumerate(names, start=1):
        if name and names.index(name) + 1 < second:
            raise Refusal("table_duplicate", first=names.index(name) + 1, second=second)
    return tuple(names)


def _count_filled(cells: list[str]) -> int:
    return sum(bool(cell) and not is_blank(cell) for cell in cells)


def _drop_empty_columns(
    columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Leave out columns at the right end that have neither a name nor a cell; name the others."""
    width = len(columns)
    while width and not columns[width - 1] and all(is_blank(row[width - 1]) for row in rows):
        width -= 1
    names = tuple(name or f"#{number}" for number, name in enumerate(columns[:width], start=1))
    return names, rows if width == len(columns) else tuple(row[:width] for row in rows)


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
        elif len(cells) != num_columns and not _is_only_longer(cells, num_columns):
            raise Refusal("table_ragged", line=line, cells=len(cells), columns=num_columns)
        elif len(rows) < limit:
            rows.append(tuple(cells[:num_columns]))
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


def _is_only_longer(cells: list[str], num_columns: int) -> bool:
    """Return whether what a row has more than names is empty, as spreadsheets leave it."""
    return len(cells) > num_columns and _is_blank_row(cells[num_columns:])
