"""A table as a CSV file that spreadsheets open without running any of it."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_table(header: Sequence[str], rows: Iterable[Sequence[str | int | float]]) -> bytes:
    """Write a CSV file in UTF-8 with a byte order mark, which spreadsheets need to see it is UTF-8.

    Args:
        header: Names of the columns.
        rows: Cells; a text that a spreadsheet would read as a formula gets an apostrophe in front.

    Example:
        >>> csv_table(["text"], [["=1+1"]]).decode("utf-8-sig").splitlines()
        ['text', "'=1+1"]
        >>> csv_table(["text"], [["＝1+1"]]).decode("utf-8-sig").splitlines()
        ['text', "'＝1+1"]
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([_escape(cell) for cell in header])
    writer.writerows([_escape(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def _escape(cell: str | int | float) -> str | int | float:
    """Take the meaning out of a formula; numbers stay numbers, minus sign and all.

    Spreadsheets of East Asia take full-width signs for signs as well.
    """
    if not isinstance(cell, str):
        return cell
    start = unicodedata.normalize("NFKC", cell.lstrip(" \u00a0\u3000")[:1])
    return "'" + cell if start.startswith(_FORMULA_STARTS) else cell
