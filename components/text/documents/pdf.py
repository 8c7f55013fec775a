"""The text layer of a PDF."""

import io
import logging
from collections.abc import Iterator
from typing import Any

from components.records.refusal import Refusal
from components.text.documents.lines import join_lines


def open_pdf(data: bytes, password: str) -> tuple[int, Iterator[str]]:
    """Open a PDF.

    Args:
        data: Content of the file.
        password: Of the reader or the owner; many encrypted files open with the empty one.

    Returns:
        How many pages there are, and their texts with the lines of a paragraph joined.

    Raises:
        Refusal: `document_encrypted`, `document_password_wrong`, `document_malformed`; the last
            one also while the pages are read, when none of them can be.
    """
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(password):
            raise Refusal("document_password_wrong" if password else "document_encrypted")
        num_pages = len(reader.pages)
    except (Refusal, MemoryError):
        raise
    except Exception:  # a broken file makes the library raise whatever it stumbles over
        raise Refusal("document_malformed") from None
    if num_pages == 0:
        raise Refusal("document_malformed")
    return num_pages, _read_pages(reader, num_pages)


def _read_pages(reader: Any, num_pages: int) -> Iterator[str]:
    """Yield the pages; one that is broken counts as blank unless all before it were broken too."""
    has_read = False
    for index in range(num_pages):
        try:
            text = reader.pages[index].extract_text()
            has_read = True
        except MemoryError:
            raise
        except Exception:
            if not has_read and index + 1 == num_pages:
                raise Refusal("document_malformed") from None
            text = ""
        yield join_lines(text)
