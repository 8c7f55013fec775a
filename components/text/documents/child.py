"""The process that reads one file: a header line and the file come in, one JSON object goes out."""

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from components.records.refusal import Refusal
from components.text.cleaning import clean_text
from components.text.documents.formats import open_source
from components.text.documents.limits import (
    MAX_CHARACTERS,
    MAX_PAGES,
    PARSE_BYTES,
    PARSE_S,
)


def limit_itself() -> None:
    """Let the system end this process at its limits, where the system can (not on Windows)."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (PARSE_S, PARSE_S))
        resource.setrlimit(resource.RLIMIT_AS, (PARSE_BYTES, PARSE_BYTES))


def describe(name: str, data: bytes, password: str, encoding: str | None = None) -> dict[str, Any]:
    """Read a file into what `read_document` makes its record of.

    Raises:
        Refusal: As `read_document` does.
    """
    source = open_source(name, data, password, encoding)
    pages: list[str] = []
    numbers: list[int] = []
    num_looked_at = num_removed = num_characters = 0
    has_more = False
    for page, removed in _clean(source.pages):
        if num_looked_at == MAX_PAGES or num_characters >= MAX_CHARACTERS:
            has_more = True
            break
        num_looked_at += 1
        kept = page[: MAX_CHARACTERS - num_characters]
        has_more = len(kept) < len(page)
        num_removed += removed
        num_characters += len(kept)
        if kept:
            pages.append(kept)
            numbers.append(num_looked_at)
    if not pages:
        raise Refusal("document_no_text" if source.num_pages else "document_empty")
    return {
        "format": source.format,
        "pages": pages,
        "page_numbers": numbers,
        "num_pages": source.num_pages,
        "num_textless": num_looked_at - len(pages),
        "has_more": has_more,
        "removed_control": num_removed,
        "encoding": source.encoding,
        "is_encoding_certain": source.is_encoding_certain,
        "left_out": {kind: count for kind, count in sorted(source.left_out.items()) if count},
    }


def _clean(pages: Iterator[str]) -> Iterator[tuple[str, int]]:
    """Yield each page's cleaned text, empty for a blank one, and what was taken out of it."""
    for page in pages:
        try:
            clean = clean_text(page, limit=sys.maxsize)
        except Refusal:
            yield "", 0
        else:
            yield clean.text.strip(), clean.removed_control


def answer(message: bytes) -> dict[str, Any]:
    """Answer a header line and a file."""
    header, _, data = message.partition(b"\n")
    wish = json.loads(header)
    try:
        return describe(wish["name"], data, wish["password"], wish["encoding"])
    except Refusal as refusal:
        return {"refusal": refusal.key, "values": refusal.values}
    except MemoryError:
        return {"refusal": "document_memory", "values": {"limit": PARSE_BYTES // 1024**2}}


if __name__ == "__main__":
    limit_itself()
    sys.stdout.write(json.dumps(answer(sys.stdin.buffer.read())))
