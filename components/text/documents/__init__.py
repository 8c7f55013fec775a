"""Bytes of an uploaded file → its text with pages, or a sentence about what is wrong with it.

A file is read in a process of its own, which has so much time and memory and no more: a page tree
without end or a bomb ends there and not in the app. What passes between the two is JSON.
"""

import hashlib
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from itertools import accumulate
from pathlib import Path
from typing import Any

from components.records.document import Document
from components.records.refusal import Refusal
from components.text.documents.limits import (
    MAX_BYTES,
    MAX_PAGES,
    MAX_PASSWORD_CHARACTERS,
    PARSE_BYTES,
    PARSE_S,
)

EXTENSIONS = ("txt", "md", "pdf", "docx")
"""What may be uploaded; the content decides what a file is."""

_ROOT = Path(__file__).resolve().parents[3]
_CHILD = [sys.executable, "-m", "components.text.documents.child"]
_POLL_S = 0.1
_BETWEEN_PAGES = "\n\n"
_PLACES = threading.BoundedSemaphore(2)
"""At most this many files are read at a time, over all visitors."""


def read_document(
    name: str,
    data: bytes,
    password: str | None = None,
    on_wait: Callable[[], None] = lambda: None,
    encoding: str | None = None,
) -> Document:
    """Read a file.

    Args:
        name: As the visitor calls it; its extension only distinguishes Markdown from plain text.
        data: Content of the file.
        password: What opens an encrypted PDF; None for none.
        on_wait: Called every tenth of a second; what it raises ends the reading.
        encoding: How a plain text is decoded, one of `ENCODINGS`; None guesses where its bytes do
            not tell, and says so.

    Returns:
        The text, cut behind the first 200 pages or a million characters, which `has_more` says.

    Raises:
        Refusal: `document_large`, `document_empty`, `document_format` (no file of a kind that is
            read), `document_old_word`, `document_malformed`, `document_no_text` (scans, pictures),
            `document_encrypted` (ask for the password), `document_password_wrong`,
            `document_bomb`, `document_slow`, `document_memory`, `document_encoding`.

    Example:
        >>> read_document("notes.txt", "Ada wrote it.".encode()).text
        'Ada wrote it.'
    """
    if len(data) > MAX_BYTES:
        size = -(-len(data) // 1024**2)
        raise Refusal("document_large", size=size, limit=MAX_BYTES // 1024**2)
    if not data:
        raise Refusal("document_empty")
    header = {
        "name": name,
        "password": (password or "")[:MAX_PASSWORD_CHARACTERS],
        "encoding": encoding,
    }
    answer = _run_child(json.dumps(header).encode() + b"\n" + data, on_wait)
    if "refusal" in answer:
        raise Refusal(answer["refusal"], **answer["values"])
    read_how = f"{encoding} ".encode() if encoding else b""
    return _assemble(name, read_how + data, answer)


def _run_child(message: bytes, on_wait: Callable[[], None]) -> dict[str, Any]:
    """Let another process read; it is ended when its time is up or the caller is gone."""
    while not _PLACES.acquire(timeout=_POLL_S):
        on_wait()
    try:
        output = _await_output(message, on_wait)
    finally:
        _PLACES.release()
    try:
        answer: dict[str, Any] = json.loads(output)
    except ValueError:
        # Without an answer it was ended: by the limit of its memory where it could not say so.
        raise Refusal("document_memory", limit=PARSE_BYTES // 1024**2) from None
    return answer


def _await_output(message: bytes, on_wait: Callable[[], None]) -> bytes:
    until = time.monotonic() + PARSE_S
    pipe, null = subprocess.PIPE, subprocess.DEVNULL
    process = subprocess.Popen(_CHILD, cwd=_ROOT, stdin=pipe, stdout=pipe, stderr=null)
    with ThreadPoolExecutor(1) as pool:
        try:
            output = pool.submit(process.communicate, message)
            while not wait([output], timeout=_POLL_S).done:
                if time.monotonic() > until:
                    raise Refusal("document_slow", limit=PARSE_S)
                on_wait()
            return output.result()[0]
        finally:
            process.kill()


def _assemble(name: str, data: bytes, answer: dict[str, Any]) -> Document:
    pages: list[str] = answer["pages"]
    lengths = [len(page) + len(_BETWEEN_PAGES) for page in pages]
    starts = list(accumulate(lengths, initial=0))[: len(pages)]
    has_pages = answer["num_pages"] > 0
    return Document(
        name=name,
        format=answer["format"],
        text=_BETWEEN_PAGES.join(pages),
        page_starts=tuple(starts) if has_pages else (),
        page_numbers=tuple(answer["page_numbers"]) if has_pages else (),
        num_pages=answer["num_pages"],
        num_textless=answer["num_textless"],
        has_more=answer["has_more"],
        removed_control=answer["removed_control"],
        left_out=tuple(answer["left_out"].items()),
        encoding=answer["encoding"],
        is_encoding_certain=answer["is_encoding_certain"],
        digest=hashlib.sha256(data).hexdigest(),
    )


__all__ = ["EXTENSIONS", "MAX_BYTES", "MAX_PAGES", "read_document"]
