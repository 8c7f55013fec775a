"""The files that a visitor has brought to a page, in the memory of the session."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st

from components.records.document import Document
from components.records.refusal import Refusal


@dataclass
class Upload:
    """One file on its way to being a document.

    Attributes:
        name: As the visitor calls it; never markup.
        digest: sha256 of its bytes, in hexadecimal.
        data: Its bytes; dropped once they are read, or cannot be.
        password: What the visitor typed to open it; dropped with the bytes.
        document: What it says; None before it was read.
        refusal: Why it could not be read; None if it was, or was not tried yet.
        encoding: What the visitor chose for a text; None for the guess.
    """

    name: str
    digest: str
    data: bytes = b""
    password: str | None = None
    document: Document | None = None
    refusal: Refusal | None = None
    encoding: str | None = None

    @property
    def has_encoding_choice(self) -> bool:
        """True for a text whose bytes do not tell how it is encoded."""
        is_guess = self.document is not None and not self.document.is_encoding_certain
        return is_guess or self.encoding is not None

    def choose_encoding(self, encoding: str) -> None:
        """Have the file read again in another encoding."""
        self.encoding, self.document, self.refusal = encoding, None, None

    @property
    def is_unread(self) -> bool:
        """True until it has been read or has failed to be read."""
        return self.document is None and self.refusal is None

    @property
    def needs_password(self) -> bool:
        """True if a password would open it."""
        keys = ("document_encrypted", "document_password_wrong")
        return self.refusal is not None and self.refusal.key in keys


@dataclass
class Shelf:
    """All files of one page.

    Attributes:
        uploads: In the order in which they came.
        seen: Ids that the uploader gave to files which were taken or removed.
        has_left_out: True if the last upload held more files than there is room for.
        is_stopped: True after the visitor stopped the reading.
    """

    uploads: list[Upload] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    has_left_out: bool = False
    is_stopped: bool = False

    @property
    def documents(self) -> tuple[Document, ...]:
        """The files that were read, in their order."""
        return tuple(upload.document for upload in self.uploads if upload.document is not None)

    def take(self, files: Sequence[tuple[str, bytes]], limit: int) -> None:
        """Put files on the shelf; a file that lies there already is not put twice.

        Args:
            files: Name and bytes of each.
            limit: Most files that fit; a shelf with one place replaces its file with the newest.
        """
        self.is_stopped = False
        lying = {upload.digest for upload in self.uploads}
        new = [(name, data, hashlib.sha256(data).hexdigest()) for name, data in files]
        fresh = [Upload(name, digest, data) for name, data, digest in new if digest not in lying]
        if limit == 1 and fresh:
            self.uploads = []
        room = limit - len(self.uploads)
        self.has_left_out = len(fresh) > room
        self.uploads += fresh[:room]

    def remove(self, digest: str) -> None:
        """Take a file off the shelf."""
        self.uploads = [upload for upload in self.uploads if upload.digest != digest]
        self.has_left_out = False


def shelf_of(page: str) -> Shelf:
    """Return the session's shelf of a page, made where there is none."""
    shelf: Shelf = st.session_state.setdefault(f"{page}.shelf", Shelf())
    return shelf
