"""The text of a DOCX file, tables included."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from components.records.refusal import Refusal
from components.text.documents.limits import MAX_ENTRIES, MAX_RATIO, MAX_UNPACKED_BYTES

_MAIN_PART = "word/document.xml"


def open_docx(data: bytes) -> tuple[int, Iterator[str]]:
    """Open a DOCX file.

    Args:
        data: Content of the file.

    Returns:
        How many pages Word made of it when it was last saved, 0 if that is not in the file, and
        their texts.

    Raises:
        Refusal: `document_bomb` by what the directory announces, before anything is unpacked;
            `document_format` for other zipped files; `document_malformed`.
    """
    check_directory(data)
    from docx import Document

    try:
        pages = list(_divide(Document(io.BytesIO(data))))
    except MemoryError:
        raise
    except Exception:  # the libraries name no base of what a broken file makes them raise
        raise Refusal("document_malformed") from None
    return (len(pages) if len(pages) > 1 else 0), iter(pages)


def check_directory(data: bytes) -> None:
    """Look at what a zipped file says it holds; nothing of it is unpacked.

    Raises:
        Refusal: See `open_docx`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, OSError, NotImplementedError):
        raise Refusal("document_malformed") from None
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(sum(entry.compress_size for entry in entries), 1)
    if (
        len(entries) > MAX_ENTRIES
        or unpacked > MAX_UNPACKED_BYTES
        or unpacked > MAX_RATIO * min(packed, len(data))
    ):
        raise Refusal("document_bomb")
    if _MAIN_PART not in {entry.filename for entry in entries}:
        raise Refusal("document_format")


def _divide(document: Any) -> Iterator[str]:
    """Yield the pages, as the breaks that Word left in the paragraphs divide them.

    A paragraph that runs over the end of a page belongs to the page on which it begins.
    """
    from docx.table import Table

    blocks: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            blocks += _write_rows(block)
            continue
        breaks = block.rendered_page_breaks
        is_first = bool(breaks) and breaks[0].preceding_paragraph_fragment is None
        if is_first and blocks:
            yield "\n".join(blocks)
            blocks = []
        blocks.append(block.text)
        for _ in breaks[int(is_first) :]:
            yield "\n".join(blocks)
            blocks = []
    yield "\n".join(blocks)


def _write_rows(table: Any) -> list[str]:
    """Write a table as lines; a merged cell counts once a row."""
    lines = []
    for row in table.rows:
        cells = {cell._tc: cell.text.strip() for cell in row.cells}
        lines.append(" | ".join(cells.values()))
    return lines
