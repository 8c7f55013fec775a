"""Pieces of text put together to lines, and lines that stand level to rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from components.text.documents.pdf.glue import glue
from components.text.documents.pdf.pieces import Box, Piece

Row = list[Piece]

MARKER = regex.compile(
    r"[-–—•·*▪◦‣●○■□◆➢➤✓√]|\(?\d{1,3}[.)、]|\(?[a-zA-Z][.)]|[（(]?[一二三四五六七八九十]{1,3}[、）)]"
)
"""What stands before an item of a list."""
_WIDE = regex.compile(r"[\p{Han}\u3000-\u303f\uff00-\uffef]")


@dataclass(frozen=True)
class Line:
    """A line of text in its column, or a row of a table.

    Attributes:
        text: What it says.
        box: Around it.
        size: Height of the font.
        weight: Of the font.
        is_item: Whether a bullet stands before it.
        is_row: Whether it is a row of a table, which no other line continues.
    """

    text: str
    box: Box
    size: float
    weight: int
    is_item: bool = False
    is_row: bool = False


@dataclass(frozen=True)
class Region:
    """Lines that stand below each other.

    Attributes:
        lines: From the top down.
        limit: Right edge of their column, in points.
    """

    lines: tuple[Line, ...]
    limit: float


def count_cells(text: str) -> int:
    """Count a line's cells: a Chinese character takes two."""
    return len(text) + len(_WIDE.findall(text))


def find_rows(pieces: Sequence[Piece]) -> list[Row]:
    """Group pieces whose heights overlap by half, from the top down; bullets join their text."""
    rows: list[Row] = []
    for piece in sorted(pieces, key=lambda p: -(p.box.top + p.box.bottom)):
        row = next((row for row in reversed(rows[-3:]) if is_level(row[0], piece)), None)
        if row is None:
            rows.append([piece])
        else:
            row.append(piece)
    return [_join_markers(sorted(row, key=lambda p: p.box.left)) for row in rows]


def is_level(one: Piece, other: Piece) -> bool:
    """Return whether two pieces share half of the lower one's height."""
    shared = min(one.box.top, other.box.top) - max(one.box.bottom, other.box.bottom)
    return shared >= 0.5 * min(one.box.top - one.box.bottom, other.box.top - other.box.bottom)


def _join_markers(row: Row) -> Row:
    joined: Row = []
    for piece in row:
        before = joined[-1] if joined else None
        if (
            before is not None
            and MARKER.fullmatch(before.text)
            and piece.box.left - before.box.right < 4 * piece.size
        ):
            joined[-1] = join_pieces([before, piece])
        else:
            joined.append(piece)
    return joined


def join_pieces(pieces: Sequence[Piece]) -> Piece:
    """Join pieces, in this order, with blanks between them."""
    largest = max(pieces, key=lambda p: len(p.text))
    boxes = [piece.box for piece in pieces]
    box = Box(
        min(b.left for b in boxes),
        min(b.bottom for b in boxes),
        max(b.right for b in boxes),
        max(b.top for b in boxes),
    )
    text = pieces[0].text
    for before, piece in pairwise(pieces):
        if before.box.bottom - piece.box.bottom > 0.5 * piece.size:
            text = glue(text, piece.text)
            continue
        is_apart = piece.box.left - before.box.right > 0.15 * piece.size
        text += (" " if is_apart or piece.box.left < before.box.left else "") + piece.text
    is_item = any(piece.is_item for piece in pieces)
    return Piece(text, box, largest.size, largest.weight, pieces[0].order, is_item)


def join_row(row: Row, *, is_row: bool = False) -> Line:
    """Make a line of the pieces of a row."""
    piece = join_pieces(row)
    return Line(piece.text, piece.box, piece.size, piece.weight, piece.is_item, is_row)
