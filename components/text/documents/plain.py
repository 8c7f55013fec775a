"""Plain text and Markdown."""

from collections.abc import Iterator

from components.records.refusal import Refusal
from components.text.encodings import Decoded, decode_text

_PAGE_BREAK = "\f"


def open_plain(data: bytes, encoding: str | None = None) -> tuple[int, Iterator[str], Decoded]:
    """Open a text.

    Args:
        data: Content of the file.
        encoding: One of `encodings.ENCODINGS`; None guesses.

    Returns:
        How many pages form feeds make of it, 0 where there are none; the pages; how it was decoded.

    Raises:
        Refusal: `document_format` where this is no text, `document_encoding` where it is none in
            the encoding that was chosen.
    """
    decoded = decode_text(data, encoding)
    if decoded is None or "\x00" in decoded.text:
        raise Refusal("document_format" if encoding is None else "document_encoding")
    pages = decoded.text.split(_PAGE_BREAK)
    return (len(pages) if len(pages) > 1 else 0), iter(pages), decoded


def decode_plain(data: bytes) -> str:
    """Decode a text that stands inside of another file.

    Raises:
        Refusal: `document_format` where this is no text.
    """
    decoded = decode_text(data)
    if decoded is None or "\x00" in decoded.text:
        raise Refusal("document_format")
    return decoded.text
