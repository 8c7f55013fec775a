"""Tables as lines: a row each, or cell after cell where cells hold more than a line."""

from collections.abc import Iterator
from typing import Any, Protocol

from components.text.documents.word.elements import (
    attribute_of,
    child_of,
    is_on,
    name_of,
    rule_of,
)
from components.text.documents.word.flow import Item, Mark, Note

_BETWEEN_CELLS = " | "
_WRAPPERS = ("enter", "control", "alternate")


class CellReader(Protocol):
    """What reads a cell's content."""

    part: str

    def read(self, element: Any, part: str) -> list[Item]:
        """Read an element of a part."""


def read_table(reader: CellReader, table: Any) -> list[Item]:
    """Read a table.

    A merged cell is read once, where it begins. Rows and cells that are deleted or hidden are not
    read.

    Args:
        reader: Reads a cell's content.
        table: The `w:tbl`.
    """
    items: list[Item] = []
    for row in _find(table, "w:tr"):
        properties = child_of(row, "w:trPr")
        if child_of(properties, "w:del") is None and not is_on(child_of(properties, "w:hidden")):
            items += _read_row(reader, row)
    return items


def _find(element: Any, name: str) -> Iterator[Any]:
    """Return the elements of a name, those in wrappers included and those in inner tables not."""
    for child in element:
        if name_of(child) == name:
            yield child
        elif name_of(child) == "mc:AlternateContent":
            yield from (found for form in child[:1] for found in _find(form, name))
        elif rule_of(child) in _WRAPPERS:
            yield from _find(child, name)


def _read_row(reader: CellReader, row: Any) -> list[Item]:
    cells: list[list[str]] = []
    notes: list[Item] = []
    num_breaks, begins_page = 0, False
    for cell in _find(row, "w:tc"):
        kept = _is_read(cell)
        if kept is None:
            continue
        items = reader.read(cell, reader.part) if kept else []
        cells.append([item for item in items if isinstance(item, str) and item.strip()])
        notes += [item for item in items if isinstance(item, Note)]
        num_breaks = max(num_breaks, items.count(Mark.PAGE))
        begins_page |= items[:1] == [Mark.PAGE]
    lines: list[Item] = []
    if all(len(cell) <= 1 for cell in cells):
        row_text = _BETWEEN_CELLS.join(_flatten(cell) for cell in cells)
        lines += [row_text] if row_text.strip(" |") else []
    else:
        lines += [line.strip() for cell in cells for line in cell]
    pages: list[Item] = [Mark.PAGE] * num_breaks
    split = int(begins_page)
    return [*pages[:split], *lines, *notes, *pages[split:]]


def _flatten(cell: list[str]) -> str:
    return " ".join(" ".join(cell).split())


def _is_read(cell: Any) -> bool | None:
    """Return whether a cell's content is read; None if the cell is not even a place in the row."""
    properties = child_of(cell, "w:tcPr")
    if child_of(properties, "w:cellDel") is not None:
        return None
    across, down = child_of(properties, "w:hMerge"), child_of(properties, "w:vMerge")
    if across is not None and attribute_of(across, "val", "continue") == "continue":
        return None
    return down is None or attribute_of(down, "val", "continue") != "continue"
