"""Reading order: the lines of a page, column by column, the rows of a table as lines.

Where text leaves a strip of the page free over several lines, there are columns or a table. Columns
are drawn one after the other, or both sides are running text; anything else is read row by row.
"""

from collections.abc import Iterator
from itertools import pairwise

import regex

from components.text.documents.pdf.pieces import Page, Piece
from components.text.documents.pdf.rows import (
    Line,
    Region,
    Row,
    count_cells,
    find_rows,
    join_row,
)
from components.text.documents.pdf.tables import arrange_table, continues_cell

Strip = tuple[float, float]

_MIN_STRIP = 0.5
_MAX_DEPTH = 6
_PROSE_CELLS = 16
_WIDE = regex.compile(r"[\p{Han}\u3000-\u303f\uff00-\uffef]")
_STOP = regex.compile(r"[.!?。！？：:；;]['\"”’」）)]*$")


def arrange(page: Page) -> list[Region]:
    """Return the lines of a page, by columns and tables, in reading order."""
    pieces = list(page.pieces)
    if not pieces:
        return []
    # A page's right margin is as wide as its left one where no line says more.
    limit = page.width - min(piece.box.left for piece in pieces)
    return [region for region in _arrange(pieces, 0, limit) if region.lines]


def _arrange(pieces: list[Piece], depth: int, limit: float = 0) -> Iterator[Region]:
    limit = max([limit, *(piece.box.right for piece in pieces)])
    rows = find_rows(pieces)
    plain: list[Line] = []
    start = 0
    while start < len(rows):
        band = _find_band(rows, start) if depth < _MAX_DEPTH else None
        if band is None:
            plain.append(join_row(rows[start]))
            start += 1
            continue
        end, strips = band
        columns = _divide(rows[start:end], strips)
        if columns is None:
            first, end = _trim(rows, start, end, min(strip[0] for strip in strips))
            plain += [join_row(row) for row in rows[start:first]]
            start = first
        yield Region(tuple(plain), limit)
        plain = []
        if columns is None:
            yield from arrange_table(rows[start:end], strips, limit)
        else:
            yield from _arrange_columns(*columns, depth)
        start = end
    yield Region(tuple(plain), limit)


def _divide(rows: list[Row], strips: list[Strip]) -> tuple[list[Piece], list[Piece]] | None:
    """Return what stands left and right of the widest strip between columns; None for a table."""
    pieces = [piece for row in rows for piece in row]
    is_prose = len(strips) > 1 and _is_prose_by_row(pieces, sorted(strip[0] for strip in strips))
    for strip in sorted(strips) if is_prose else strips:
        left = [piece for piece in pieces if piece.box.right <= strip[0] + 0.1]
        right = [piece for piece in pieces if piece.box.right > strip[0] + 0.1]
        if is_prose or _are_columns(rows, left, right):
            return left, right
    return None


def _trim(rows: list[Row], start: int, end: int, edge: float) -> tuple[int, int]:
    """Leave out rows at a table's ends in which only the first column has text."""
    drawn = sorted((p for row in rows[start:end] for p in row), key=lambda p: p.order)
    while start < end - 1 and _stands_alone(rows[start], edge) and rows[start][0] is drawn[0]:
        if continues_cell(drawn[0], drawn[1]):
            break
        start, drawn = start + 1, drawn[1:]
    while end > start + 1 and _stands_alone(rows[end - 1], edge) and rows[end - 1][0] is drawn[-1]:
        end, drawn = end - 1, drawn[:-1]
    return start, end


def _stands_alone(row: Row, edge: float) -> bool:
    return len(row) == 1 and row[0].box.right <= edge + 0.1


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
    """Return whether two rows or more have text left of a strip, and two have text right of it."""
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


def _is_prose_by_row(pieces: list[Piece], edges: list[float]) -> bool:
    """Return whether more than two columns of running text are drawn row by row."""
    columns: list[list[Piece]] = [[] for _ in range(len(edges) + 1)]
    drawn = []
    for piece in sorted(pieces, key=lambda p: p.order):
        drawn.append(sum(piece.box.left >= edge - 0.1 for edge in edges))
        columns[drawn[-1]].append(piece)
    num_changes = sum(a != b for a, b in pairwise(drawn))
    is_by_row = len(drawn) / (num_changes + 1) <= 1.3
    return is_by_row and all(_is_prose(column) for column in columns)


def _mean_cells(pieces: list[Piece]) -> float:
    return sum(count_cells(piece.text) for piece in pieces) / max(len(pieces), 1)


def _is_prose(pieces: list[Piece]) -> bool:
    """Return whether lines fill their column and break off in the midst of sentences."""
    lines = sorted(pieces, key=lambda p: -p.box.top)
    left, right = min(p.box.left for p in lines), max(p.box.right for p in lines)
    if len(lines) < 3 or _mean_cells(lines) < _PROSE_CELLS:
        return False
    num_full = sum(p.box.right - left >= 0.7 * (right - left) for p in lines[:-1])
    num_open = sum(not _STOP.search(p.text) for p in lines[:-1])
    num_lower = sum(p.text[0].islower() or bool(_WIDE.match(p.text)) for p in lines[1:])
    rest = len(lines) - 1
    return num_full >= 0.6 * rest and num_open >= 0.5 * rest and num_lower >= 0.3 * rest
