"""Documents that can be asked: cut into passages, embedded once a session, searched."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from components.interface.frame.session import keep
from components.records.document import Document
from components.retrieval.index import Found, PassageIndex
from components.text.passages import Passage, estimate_tokens, join_passages, split_passages


@dataclass
class Embedded:
    """One document on its way to being searchable; it lives in the session.

    Attributes:
        document: The document.
        passages: Its passages; their `text_index` is 0.
        rows: float32, (hidden,): the vectors of the first passages, as far as they were computed.
    """

    document: Document
    passages: list[Passage]
    rows: list[NDArray[np.float32]] = field(default_factory=list)

    @property
    def missing(self) -> list[str]:
        """Texts of the passages that have no vector yet."""
        text = self.document.text
        return [text[p.start : p.end] for p in self.passages[len(self.rows) :]]

    @property
    def tokens_missing(self) -> float:
        """How much is still to be done, in estimated tokens."""
        return sum(estimate_tokens(text) for text in self.missing)


@dataclass(frozen=True)
class Library:
    """Documents that were embedded whole.

    Attributes:
        documents: In the order of the shelf.
        passages: Of all documents; `text_index` says of which.
        index: Searches them.
    """

    documents: tuple[Document, ...]
    passages: list[Passage]
    index: PassageIndex

    def text_of(self, passage: Passage) -> str:
        """Return a passage's words."""
        return self.documents[passage.text_index].text[passage.start : passage.end]

    def join(self, found: Sequence[Found]) -> list[Passage]:
        """Return what is read for a question: passages that overlap become one stretch."""
        return join_passages([self.passages[one.index] for one in found])


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
    return keep(f"{page}.library", digests, lambda: _make_library(parts))


def _make_library(parts: Sequence[Embedded]) -> Library:
    passages = [
        Passage(number, p.start, p.end) for number, part in enumerate(parts) for p in part.passages
    ]
    documents = tuple(part.document for part in parts)
    texts = [documents[p.text_index].text[p.start : p.end] for p in passages]
    vectors = np.stack([row for part in parts for row in part.rows])
    return Library(documents, passages, PassageIndex(texts, vectors))
