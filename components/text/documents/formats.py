"""What a file is, by its content: the reader that fits."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from components.records.document import DocumentFormat
from components.records.refusal import Refusal

_OLD_WORD = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_PDF = b"%PDF-"
_HEAD_BYTES = 1024
"""A PDF may have something in front of its mark, as long as it begins here (ISO 32000, Annex H)."""


@dataclass(frozen=True)
class Source:
    """A file that was opened.

    Attributes:
        format: What it is.
        num_pages: Pages it has; 0 if its format knows none.
        pages: Their raw texts as they are read; one piece where there are no pages.
        left_out: How much content of each kind no text is read of; complete after the pages.
        encoding: How a plain text was decoded; None for other formats.
        is_encoding_certain: Whether its bytes told.
    """

    format: DocumentFormat
    num_pages: int
    pages: Iterator[str]
    left_out: Counter[str] = field(default_factory=Counter)
    encoding: str | None = None
    is_encoding_certain: bool = True


def open_source(name: str, data: bytes, password: str, encoding: str | None = None) -> Source:
    """Open a file with the reader of its content.

    Args:
        name: Its extension separates Markdown from plain text, and names a broken file's format.
        data: Content.
        password: Of an encrypted PDF; empty for none.
        encoding: Of a plain text; None guesses.

    Raises:
        Refusal: As `read_document` does.
    """
    ending = PurePath(name.replace("\\", "/")).suffix.lower().removeprefix(".")
    if _PDF in data[:_HEAD_BYTES]:
        from components.text.documents.pdf import open_pdf

        num_pages, pages, left_out = open_pdf(data, password)
        return Source("pdf", num_pages, pages, left_out)
    if data.startswith(_ZIP):
        from components.text.documents.word import open_docx

        num_pages, pages, left_out = open_docx(data)
        return Source("docx", num_pages, pages, left_out)
    if data.startswith(_OLD_WORD):
        raise Refusal("document_old_word")
    if ending in ("pdf", "docx"):
        raise Refusal("document_malformed")
    from components.text.documents.plain import open_plain

    num_pages, pages, decoded = open_plain(data, encoding)
    return Source(
        "md" if ending in ("md", "markdown") else "txt",
        num_pages,
        pages,
        encoding=decoded.encoding,
        is_encoding_certain=decoded.is_certain,
    )
