"""The text of a DOCX file: all that a reader of the document sees, once, in reading order.

`elements.py` says how each element of the format is read. A section's headers come before its text
and its footers behind it, each once; footnotes stand at the end of their page, endnotes at the end
of the document; a text box behind the paragraph that it hangs on. The sign that refers to a note is
left out. Deleted and hidden text and the prompts of empty content controls are not read.
"""

import io
import zipfile
from collections import Counter
from collections.abc import Iterator

from components.records.refusal import Refusal
from components.text.documents.limits import MAX_ENTRIES, MAX_RATIO, MAX_UNPACKED_BYTES
from components.text.documents.word.elements import child_of
from components.text.documents.word.flow import Item, Mark, Note
from components.text.documents.word.margins import Margins
from components.text.documents.word.package import Package
from components.text.documents.word.reader import Reader


def open_docx(data: bytes) -> tuple[int, Iterator[str], Counter[str]]:
    """Open a DOCX file.

    Args:
        data: Content of the file.

    Returns:
        How many pages Word made of it when it was last saved, 0 where that is not in the file;
        their texts; how much of each kind of content no text was read of.

    Raises:
        Refusal: `document_bomb` by what the directory announces, before anything is unpacked;
            `document_format` for other zipped files; `document_malformed`.
    """
    left_out: Counter[str] = Counter()
    try:
        pages = read_package(data, left_out)
    except (Refusal, MemoryError):
        raise
    except Exception:  # the libraries name no base of what a broken file makes them raise
        raise Refusal("document_malformed") from None
    return (len(pages) if len(pages) > 1 else 0), iter(pages), left_out


def read_package(data: bytes, left_out: Counter[str], *, is_inside: bool = False) -> list[str]:
    """Read a DOCX file into the texts of its pages.

    Args:
        data: Content of the file.
        left_out: Counts what no text is read of.
        is_inside: Whether the file stands in another one; then none may stand in it.

    Raises:
        Refusal: See `open_docx`.
    """
    check_directory(data)
    package = Package(data)
    if not package.main:
        raise Refusal("document_format")
    links = package.relationships(package.main).values()
    if is_inside and any(link.kind == "aFChunk" for link in links):
        raise Refusal("document_format")
    tree = package.tree(package.main)
    body = child_of(tree, "w:body")
    if body is None:
        raise Refusal("document_malformed")
    reader = Reader(package, left_out)
    margins = Margins(reader, package, body)
    return list(_divide(reader.read(body, package.main), margins))


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


def _divide(items: list[Item], margins: Margins) -> Iterator[str]:
    """Return the pages, as the breaks that Word left in the paragraphs divide them.

    A paragraph that runs over the end of a page belongs to the page on which it begins.
    """
    lines = margins.headers()
    footnotes: list[str] = []
    endnotes: list[str] = []
    has_begun = False
    for item in items:
        if isinstance(item, Note):
            (endnotes if item.is_end else footnotes).extend(item.lines)
        elif item is Mark.SECTION:
            lines += [*margins.footers(), *margins.next_headers()]
        elif item is Mark.PAGE:
            if lines or footnotes or has_begun:
                yield "\n".join([*lines, *footnotes])
            lines, footnotes, has_begun = [], [], True
        else:
            lines.append(str(item))
    yield "\n".join([*lines, *footnotes, *endnotes, *margins.footers()])


__all__ = ["check_directory", "open_docx", "read_package"]
