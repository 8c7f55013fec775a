"""The text layer of a PDF: its lines as paragraphs, columns one by one, the values of forms."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from components.records.refusal import Refusal
from components.text.documents.limits import MAX_CHARACTERS, MAX_PAGES
from components.text.documents.pdf.glue import glue
from components.text.documents.pdf.layout import arrange
from components.text.documents.pdf.margins import drop_running_lines
from components.text.documents.pdf.page import read_page
from components.text.documents.pdf.paragraphs import is_open, join_lines, may_continue
from components.text.documents.pdf.rows import Region
from components.text.sentences import split_sentences

_END = b"%%EOF"
_END_BYTES = 2048
"""A file whose end is missing was cut off, though what is left of it may open."""


def open_pdf(data: bytes, password: str) -> tuple[int, Iterator[str], Counter[str]]:
    """Open a PDF.

    Args:
        data: Content of the file.
        password: Of the reader or the owner; many encrypted files open with the empty one.

    Returns:
        How many pages there are; their texts with the lines of a paragraph joined; how much of each
        kind of content no text was read of, complete once the pages are read. A sentence that runs
        over the end of a page stands on the page on which it begins.

    Raises:
        Refusal: `document_encrypted`, `document_password_wrong`, `document_malformed`; the last
            one also while the pages are read, when none of them can be.
    """
    import pypdfium2

    if _END not in data[-_END_BYTES:]:
        raise Refusal("document_malformed")
    try:
        document = pypdfium2.PdfDocument(data, password=password or None)
        num_pages = len(document)
        form = _open_form(document)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
            key = "document_password_wrong" if password else "document_encrypted"
            raise Refusal(key) from None
        raise Refusal("document_malformed") from None
    if num_pages == 0:
        raise Refusal("document_malformed")
    left_out: Counter[str] = Counter()
    return num_pages, _read_pages(document, form, left_out), left_out


def _open_form(document: Any) -> Any:
    """Open a file's form; None where it has none or one that cannot be read."""
    import pypdfium2

    try:
        document.init_forms()
        return document.formenv
    except (pypdfium2.PdfiumError, RuntimeError):
        return None


def _read_pages(document: Any, form: Any, left_out: Counter[str]) -> Iterator[str]:
    """Return the pages; one that is broken counts as blank unless all of them are broken."""
    pages: list[list[Region]] = []
    num_characters = num_read = 0
    for index in range(min(len(document), MAX_PAGES + 1)):
        regions, has_read = _read_regions(document, index, form, left_out)
        num_read += has_read
        pages.append(regions)
        num_characters += sum(len(line.text) for region in regions for line in region.lines)
        if num_characters > MAX_CHARACTERS:
            break
    if not num_read:
        raise Refusal("document_malformed")
    yield from _write_pages(drop_running_lines(pages))
    yield from ("" for _ in range(len(pages), len(document)))


def _read_regions(
    document: Any, index: int, form: Any, left_out: Counter[str]
) -> tuple[list[Region], bool]:
    import pypdfium2

    try:
        handle = document[index]
        page = read_page(handle, form.raw if form else None)
        handle.close()
    except pypdfium2.PdfiumError:
        return [], False
    if page.pieces:  # a page of pictures alone is counted as one without text
        left_out["picture"] += page.num_pictures
    left_out["comment"] += page.num_comments
    return arrange(page), True


def _write_pages(pages: list[list[Region]]) -> Iterator[str]:
    """Write each page; the rest of a sentence goes to the page on which the sentence begins."""
    written = [_write_page(regions) for regions in pages]
    for index, paragraphs in enumerate(written):
        following = written[index + 1] if index + 1 < len(written) else []
        if paragraphs and following and _is_open(pages[index]):
            _take_rest(paragraphs, following)
        yield "\n".join(paragraphs)


def _is_open(regions: list[Region]) -> bool:
    return is_open(regions[-1].lines[-1], regions[-1].limit)


def _take_rest(paragraphs: list[str], following: list[str]) -> None:
    """Move the rest of the last sentence here unless the next page would be left empty."""
    sentences = split_sentences(following[0])
    if not sentences or not may_continue(paragraphs[-1], following[0]):
        return
    rest, left = following[0][: sentences[0].end], following[0][sentences[0].end :].strip()
    if left or len(following) > 1:
        paragraphs[-1] = glue(paragraphs[-1], rest, following[0])
        following[:1] = [left] if left else []


def _write_page(regions: list[Region]) -> list[str]:
    """Join the lines of each region, and a region with the one before whose sentence it goes on."""
    known = "\n".join(line.text for region in regions for line in region.lines)
    paragraphs: list[str] = []
    before: Region | None = None
    for region in regions:
        joined = join_lines(region.lines, region.limit, known)
        is_paragraph = not (region.lines[0].is_row or region.lines[0].is_item)
        may_go_on = before is not None and is_open(before.lines[-1], before.limit)
        if is_paragraph and may_go_on and may_continue(paragraphs[-1], joined[0]):
            paragraphs[-1] = glue(paragraphs[-1], joined[0], known)
            joined = joined[1:]
        paragraphs += joined
        before = region
    return paragraphs
