"""Reading order: the lines of a page, column by column, the rows of a table as lines.

Where text leaves a strip of the page free over several lines, there are columns or a table. Columns
are drawn one after the other, or both sides are running text; anything else is read row by row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from components.text.documents.pdf.glue import glue
from components.text.documents.pdf.page import Box, Page, Piece

Row = list[Piece]
Strip = tuple[float, float]

_MARKER = regex.compile(
    r"[-–—•·*▪◦‣●○■□◆➢➤✓√]|\(?\d{1,3}[.)、]|\(?[a-zA-Z][.)]|[（(]?[一二三四五六七八九十]{1,3}[、）)]"
)
_MIN_STRIP = 0.5
_TIGHT = 1.35
"""Lines of a paragraph are at most so many heights of the font apart."""
_MAX_DEPTH = 6
_PROSE_CELLS = 16
_WIDE = regex.compile(r"[\p{Han}\u3000-\u303f\uff00-\uffef]")
_STOP = regex.compile(r"[.!?。！？：:；;]['\"”’」）)]*$")


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


def arrange(page: Page) -> list[Region]:
    """Give the lines of a page, by columns and tables, in reading order."""
    pieces = list(page.pieces)
    if not pieces:
        return []
    # A page's right margin is as wide as its left one where no line says more.
    limit = page.width - min(piece.box.left for piece in pieces)
    return [region for region in _arrange(pieces, 0, limit) if region.lines]


def count_cells(text: str) -> int:
    """Count a line's cells: a Chinese character takes two."""
    return len(text) + len(_WIDE.findall(text))


def _arrange(pieces: list[Piece], depth: int, limit: float = 0) -> Iterator[Region]:
    limit = max([limit, *(piece.box.right for piece in pieces)])
    rows = _find_rows(pieces)
    plain: list[Line] = []
    start = 0
    while start < len(rows):
        band = _find_band(rows, start) if depth < _MAX_DEPTH else None
        if band is None:
            plain.append(_join_row(rows[start]))
            start += 1
            continue
        end, strips = band
        yield Region(tuple(plain), limit)
        plain = []
        yield from _arrange_band(rows[start:end], strips, depth, limit)
        start = end
    yield Region(tuple(plain), limit)


def _arrange_band(
    rows: list[Row], strips: list[Strip], depth: int, limit: float
) -> Iterator[Region]:
    pieces = [piece for row in rows for piece in row]
    for strip in strips:
        left = [piece for piece in pieces if piece.box.right <= strip[0] + 0.1]
        right = [piece for piece in pieces if piece.box.right > strip[0] + 0.1]
        if _are_columns(rows, left, right):
            yield from _arrange_columns(left, right, depth)
            return
    yield from _arrange_table(rows, strips, limit)


def _arrange_columns(left: list[Piece], right: list[Piece], depth: int) -> Iterator[Region]:
    """Read the left column and then the right one; what is drawn behind both of them last.

    Lines below both columns, or above the left one, may be no part of them: the order in which the
    page is drawn tells.
    """
    top, bottom = max(p.box.top for p in left), min(p.box.bottom for p in right)
    first, last = min(p.order for p in left), max(p.order for p in right)
    before = [p for p in right if p.box.bottom >= top and p.order < first]
    behind = [p for p in left if p.box.top <= bottom and p.order > last]
    for part in (
        before,
        [p for p in left if p not in behind],
        [p for p in right if p not in before],
        behind,
    ):
        yield from _arrange(part, depth + 1)


def _find_rows(pieces: Sequence[Piece]) -> list[Row]:
    """Group pieces whose heights overlap by half, from the top down; bullets join their text."""
    rows: list[Row] = []
    for piece in sorted(pieces, key=lambda p: -(p.box.top + p.box.bottom)):
        row = next((row for row in reversed(rows[-3:]) if _is_level(row[0], piece)), None)
        if row is None:
            rows.append([piece])
        else:
            row.append(piece)
    return [_join_markers(sorted(row, key=lambda p: p.box.left)) for row in rows]


def _is_level(one: Piece, other: Piece) -> bool:
    shared = min(one.box.top, other.box.top) - max(one.box.bottom, other.box.bottom)
    return shared >= 0.5 * min(one.box.top - one.box.bottom, other.box.top - other.box.bottom)


def _join_markers(row: Row) -> Row:
    joined: Row = []
    for piece in row:
        before = joined[-1] if joined else None
        if (
            before is not None
            and _MARKER.fullmatch(before.text)
            and piece.box.left - before.box.right < 4 * piece.size
        ):
            joined[-1] = _join_pieces([before, piece])
        else:
            joined.append(piece)
    return joined


def _join_pieces(pieces: Sequence[Piece]) -> Piece:
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


def _join_row(row: Row, *, is_row: bool = False) -> Line:
    piece = _join_pieces(row)
    return Line(piece.text, piece.box, piece.size, piece.weight, piece.is_item, is_row)


def _find_band(rows: list[Row], start: int) -> tuple[int, list[Strip]] | None:
    """Find how far strips that are free on the row at `start` stay free, with text on both sides.

    Returns:
        The row behind, and the strips with the widest first; None where there are none.
    """
    left = min(piece.box.left for row in rows for piece in row)
    right = max(piece.box.right for row in rows for piece in row)
    size = rows[start][0].size
    strips: list[Strip] = [(left, right)]
    end = start
    best: tuple[int, list[Strip]] | None = None
    while end < len(rows):
        strips = _intersect(strips, _free_strips(rows[end], left, right), _MIN_STRIP * size)
        if not strips:
            break
        end += 1
        good = [strip for strip in strips if _has_both_sides(rows[start:end], strip)]
        if good:
            best = end, sorted(good, key=lambda s: s[0] - s[1])
        elif best:
            break
    return best


def _free_strips(row: Row, left: float, right: float) -> list[Strip]:
    edges = [left, *(edge for piece in row for edge in (piece.box.left, piece.box.right)), right]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _intersect(some: list[Strip], others: list[Strip], width: float) -> list[Strip]:
    shared = [(max(a[0], b[0]), min(a[1], b[1])) for a in some for b in others]
    return [strip for strip in shared if strip[1] - strip[0] >= width]


def _has_both_sides(rows: list[Row], strip: Strip) -> bool:
    """Tell whether two rows or more have text left of a strip, and two have text right of it."""
    num_left = sum(row[0].box.right <= strip[0] + 0.1 for row in rows)
    num_right = sum(row[-1].box.left >= strip[1] - 0.1 for row in rows)
    return num_left >= 2 and num_right >= 2


def _are_columns(rows: list[Row], left: list[Piece], right: list[Piece]) -> bool:
    """Tell columns from a table, by the order of drawing and by what stands in them."""
    sides = {id(piece): False for piece in left} | {id(piece): True for piece in right}
    drawn = [sides[id(p)] for p in sorted([*left, *right], key=lambda p: p.order)]
    num_changes = sum(a != b for a, b in pairwise(drawn))
    num_left = sum(any(not sides[id(p)] for p in row) for row in rows)
    num_right = sum(any(sides[id(p)] for p in row) for row in rows)
    num_both = num_left + num_right - len(rows)
    if num_changes <= 1:
        is_grid = num_both >= 0.9 * min(num_left, num_right)
        return not (is_grid and min(map(_mean_cells, (left, right))) < _PROSE_CELLS)
    if num_both < 0.3 * len(rows) and min(num_left, num_right) >= 0.35 * len(rows):
        return True
    is_by_row = len(drawn) / (num_changes + 1) <= 1.3
    return is_by_row and _is_prose(left) and _is_prose(right)


def _mean_cells(pieces: list[Piece]) -> float:
    return sum(count_cells(piece.text) for piece in pieces) / max(len(pieces), 1)


def _is_prose(pieces: list[Piece]) -> bool:
    """Tell whether lines fill their column and break off in the midst of sentences."""
    lines = sorted(pieces, key=lambda p: -p.box.top)
    left, right = min(p.box.left for p in lines), max(p.box.right for p in lines)
    if len(lines) < 3 or _mean_cells(lines) < _PROSE_CELLS:
        return False
    num_full = sum(p.box.right - left >= 0.7 * (right - left) for p in lines[:-1])
    num_open = sum(not _STOP.search(p.text) for p in lines[:-1])
    num_lower = sum(p.text[0].islower() or bool(_WIDE.match(p.text)) for p in lines[1:])
    rest = len(lines) - 1
    return num_full >= 0.6 * rest and num_open >= 0.5 * rest and num_lower >= 0.3 * rest


def _arrange_table(rows: list[Row], strips: list[Strip], limit: float) -> Iterator[Region]:
    """Read a table's rows; lines between them that fill no second column are ordinary ones."""
    ordered = sorted(strip[0] for strip in strips)
    cells = _find_cells([piece for row in rows for piece in row], ordered)
    whole = [_join_pieces(cell) for cell in cells]
    parts = {id(one): cell for one, cell in zip(whole, cells, strict=True)}
    plain: list[Line] = []
    for row in _group_cells(whole):
        if len(row) == 1:
            plain += [_join_row([piece]) for piece in parts[id(row[0])]]
            continue
        yield Region(tuple(plain), limit)
        plain = []
        yield Region((_join_row(row, is_row=True),), limit)
    yield Region(tuple(plain), limit)


def _group_cells(cells: list[Piece]) -> list[Row]:
    """Group cells into rows: those that stand beside each other for half of the lower one."""
    rows: list[Row] = []
    for cell in sorted(cells, key=lambda p: -p.box.top):
        row = next((r for r in rows[-3:] if any(_is_level(c, cell) for c in r)), None)
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
        if cells and column == column_before and _continues_cell(cells[-1][-1], piece):
            cells[-1].append(piece)
        else:
            cells.append([piece])
        column_before = column
    return cells


def _continues_cell(above: Piece, piece: Piece) -> bool:
    distance = above.box.top - piece.box.top
    is_marked = piece.is_item or _MARKER.match(piece.text)
    is_below = 0.5 * piece.size < distance <= _TIGHT * piece.size
    return is_below and not is_marked and abs(above.size - piece.size) < 0.1 * piece.size
