"""Plain text and Markdown."""

from collections.abc import Iterator

from components.records.refusal import Refusal

_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_PAGE_BREAK = "\f"


def open_plain(data: bytes) -> tuple[int, Iterator[str]]:
    """Open a text; see `decode_plain`.

    Args:
        data: Content of the file.

    Returns:
        How many pages form feeds make of it, 0 if there are none, and the pages.

    Raises:
        Refusal: `document_format` where this is no text.
    """
    pages = decode_plain(data).split(_PAGE_BREAK)
    return (len(pages) if len(pages) > 1 else 0), iter(pages)


def decode_plain(data: bytes) -> str:
    """Decode a text: UTF-8, UTF-16 with its mark, else GB 18030.

    Raises:
        Refusal: `document_format` where this is no text.
    """
    if data.startswith(_UTF_16_MARKS):
        names = ["utf-16"]
    elif b"\x00" in data:
        raise Refusal("document_format")
    else:
        names = ["utf-8-sig", "gb18030"]
    for name in names:
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    raise Refusal("document_format")
