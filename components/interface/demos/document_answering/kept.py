"""What the session keeps of its documents: how far each is embedded, and the library of all."""

from collections.abc import Sequence

import streamlit as st

from components.interface.frame.session import keep
from components.records.document import Document
from components.service.library import Embedded, Library, make_library
from components.text.passages import split_passages


def embedded_of(page: str, documents: Sequence[Document]) -> list[Embedded]:
    """Return the session's state of these documents; those that are gone are forgotten."""
    key = f"{page}.embedded"
    before: dict[str, Embedded] = st.session_state.get(key, {})
    now = {
        document.digest: before.get(document.digest)
        or Embedded(document, split_passages(document.text))
        for document in documents
    }
    st.session_state[key] = now
    return list(now.values())


def library_of(page: str, parts: Sequence[Embedded]) -> Library:
    """Make the library of documents that are embedded whole, once for the same documents."""
    digests = tuple(part.document.digest for part in parts)
    return keep(f"{page}.library", digests, lambda: make_library(parts))
