"""Tables: a line for each row, the lines of a cell put together."""

from collections.abc import Iterator

from components.text.documents.pdf.pieces import Piece
from components.text.documents.pdf.rows import (
    MARKER,
    Line,
    Region,
    Row,
    is_level,
    join_pieces,
    join_row,
)

Strip = tuple[float, float]

_TIGHT = 1.6
"""Lines of a cell are at most this many heights of the font apart."""


def arrange_table(rows: list[Row], strips: list[Strip], limit: float) -> Iterator[Region]:
    """Read a table's rows; lines between them that fill no second column are ordinary ones.

    Args:
        rows: What stands level.
        strips: Left and right edges of what is free between the columns.
        limit: Right edge for the lines that are no rows.
    """
    ordered = sorted(strip[0] for strip in strips)
    cells = _find_cells([piece for row in rows for piece in row], ordered)
    whole = [join_pieces(cell) for cell in cells]
    parts = {id(one): cell for one, cell in zip(whole, cells, strict=True)}
    plain: list[Line] = []
    for row in _group_cells(whole):
        if len(row) == 1:
            plain += [join_row([piece]) for piece in parts[id(row[0])]]
            continue
        yield Region(tuple(plain), limit)
        plain = []
        yield Region((join_row(row, is_row=True),), limit)
    yield Region(tuple(plain), limit)


def _group_cells(cells: list[Piece]) -> list[Row]:
    """Group cells into rows: those that stand beside each other for half of the lower one."""
    rows: list[Row] = []
    for cell in sorted(cells, key=lambda p: -p.box.top):
        row = next((r for r in rows[-3:] if any(is_level(c, cell) for c in r)), None)
        if row is None:
            rows.append([cell])
        else:
            row.append(cell)
    return [sorted(row, key=lambda p: p.box.left) for row in rows]


def _find_cells(pieces: list[Piece], strips: list[float]) -> list[list[Piece]]:
    """Put lines of a cell together: drawn one after the other, close below each other."""
    cells: list[list[Piece]] = []
    column_before = -1
    for piece in sorted(pieces, key=lambda p: p.order):
        column = sum(piece.box.left >= edge - 0.1 for edge in strips)
        if cells and column == column_before and continues_cell(cells[-1][-1], piece):
            cells[-1].append(piece)
        else:
            cells.append([piece])
        column_before = column
    return cells


def continues_cell(above: Piece, piece: Piece) -> bool:
    """Return whether a piece that is drawn behind another one may be the next line of its cell."""
    distance = above.box.top - piece.box.top
    is_marked = piece.is_item or MARKER.match(piece.text)
    is_below = 0.5 * piece.size < distance <= _TIGHT * piece.size
    return is_below and not is_marked and abs(above.size - piece.size) < 0.1 * piece.size
