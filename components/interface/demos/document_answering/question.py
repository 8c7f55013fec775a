"""The question, the examples, and the passages that are read for an answer."""

from collections.abc import Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from components.interface.demos.document_answering.shelf import shelf_of
from components.interface.demos.document_answering.upload import MAX_DOCUMENTS
from components.interface.frame import runtime
from components.interface.frame.i18n import Translator
from components.interface.frame.permalink import Setting
from components.interface.frame.session import keep
from components.interface.shared.notices import show_refusal, show_text_notes
from components.interface.shared.waiting import waiting
from components.records.assets import ASSETS
from components.records.refusal import Refusal
from components.service.library import Library, Reading, read_for
from components.text.cleaning import clean_text, replace_surrogates
from components.text.graphemes import shorten_to_width

EXAMPLES = ASSETS / "examples" / "documents"
"""Documents written for this project, in both languages."""
MAX_QUESTION = 500
"""Longest question, in characters."""
LINK = (Setting("example", False), Setting("question", "", longest=MAX_QUESTION))
"""What a link can bring: our own documents, and a question."""


def show_examples(t: Translator, page: str) -> None:
    """Show questions about our own documents; one click brings both."""
    with st.container(
        horizontal=True, vertical_alignment="center", gap="xsmall", key=f"{page}-examples"
    ):
        st.caption(t("document_answering.examples"), width="content")
        for number, question in enumerate(t.items("document_answering.example"), start=1):
            st.button(
                shorten_to_width(question, 56),
                key=f"{page}.example_{number}",
                type="tertiary",
                on_click=_take_example,
                args=(page, question),
            )


def fill_from_link(page: str) -> None:
    """Take our own documents where the link asked for them."""
    if st.session_state.pop(f"{page}.example", False):
        _take_our_documents(page)


def _take_example(page: str, question: str) -> None:
    st.session_state[f"{page}.question"] = question
    _take_our_documents(page)


def _take_our_documents(page: str) -> None:
    files = [(path.name, path.read_bytes()) for path in sorted(EXAMPLES.iterdir())]
    shelf_of(page).take(files, MAX_DOCUMENTS)


def show_question(t: Translator, page: str) -> str | None:
    """Show the field for the question.

    Returns:
        The cleaned question; None if there is none, after saying why.
    """
    key = f"{page}.question"
    text, _ = replace_surrogates(st.session_state.get(key) or "")
    st.session_state[key] = text
    with st.container(horizontal=True, vertical_alignment="bottom", width=720, gap="small"):
        raw = st.text_input(
            t("document_answering.question_label"),
            key=key,
            placeholder=t("document_answering.question_placeholder"),
            max_chars=MAX_QUESTION,
            persist_state="session",
        )
        st.button(
            t("document_answering.ask"),
            key=f"{page}.ask",
            type="primary",
            icon=":material/search:",
        )
    try:
        clean = clean_text(raw, limit=MAX_QUESTION)
    except Refusal as refusal:
        if refusal.key != "text_empty":
            show_refusal(t, refusal)
        return None
    show_text_notes(t, clean)
    return clean.text


def find_passages(t: Translator, page: str, library: Library, question: str) -> Reading | None:
    """Find what is to be read for a question; computed once for the same one.

    Returns:
        The passages; None if the question could not be embedded, after saying why.
    """
    asked = (tuple(document.digest for document in library.documents), question)
    try:
        return keep(f"{page}.reading", asked, lambda: _find(t, library, question))
    except Refusal as refusal:
        show_refusal(t, refusal)
        return None


def _find(t: Translator, library: Library, question: str) -> Reading:
    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        with waiting(t) as watch:
            return runtime.embed(texts, "query", watch).vectors

    return read_for(library, question, embed)
