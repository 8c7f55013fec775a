"""Upload documents: what is taken, how they are read, what is wrong with them, passwords."""

import time
from typing import Any

import streamlit as st

from components.interface.demos.document_answering.shelf import Shelf, Upload, shelf_of
from components.interface.frame.drawing import aside
from components.interface.frame.i18n import Translator
from components.interface.shared.encoding_choice import show_encoding_choice
from components.interface.shared.notices import describe_left_out, refusal_text, show_refusal
from components.interface.shared.waiting import QUIET_S
from components.records.document import Document
from components.records.refusal import Refusal
from components.text.documents import EXTENSIONS, MAX_BYTES, MAX_PAGES, read_document
from components.text.graphemes import shorten_to_width

MAX_DOCUMENTS = 10
"""What one session keeps at a time; our five examples fit beside a visitor's own."""
MOST_UNFOLDED = 2
"""More files than these are listed in a fold, so that the answer stays in sight."""
NAME_WIDTH = 48

# Streamlit's uploader speaks English only and lists files that we list with what was read of them.
_STYLE = """
<style>
  .st-key-{page}-files [data-testid="stFileUploaderDropzoneInstructions"],
  .st-key-{page}-files [data-testid="stFileChips"] > div {{ display: none; }}
  .st-key-{page}-files [data-testid="stFileChips"] > button {{
    width: auto; padding: 0.4rem 0.75rem; white-space: nowrap; color: inherit;
    border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: 6px;
  }}
  .st-key-{page}-files [data-testid="stFileChips"] > button::after {{
    content: "{upload}"; margin-inline-start: 0.5rem; font-size: 1rem;
  }}
  .st-key-{page}-files [data-testid="stFileUploaderDropzone"] > span button p {{ font-size: 0; }}
  .st-key-{page}-files [data-testid="stFileUploaderDropzone"] > span button p::after {{
    content: "{upload}"; font-size: 1rem;
  }}
</style>
"""


def show_upload(
    t: Translator, page: str, label: str, limit: int = MAX_DOCUMENTS
) -> tuple[Document, ...]:
    """Show the uploader, read what is new, and list the files with what was read of them.

    Args:
        page: Stem of the page; keys are `<page>.files` and the like.
        label: What the visitor is asked for.
        limit: Most files that are kept.

    Returns:
        The documents that could be read, in their order.
    """
    shelf = shelf_of(page)
    st.html(_STYLE.format(page=page, upload=t("documents.upload")))
    with st.container(width=720):
        st.file_uploader(
            label,
            type=list(EXTENSIONS),
            accept_multiple_files=limit > 1,
            key=f"{page}.files",
            on_change=_take_files,
            args=(page, limit),
        )
        st.caption(
            t(
                "documents.limits" if limit > 1 else "documents.limits_one",
                count=limit,
                size=MAX_BYTES // 1024**2,
                pages=MAX_PAGES,
            )
        )
    place = st.container(width=720, gap="xsmall")
    _read_new(t, page, shelf)
    with place:
        _show_shelf(t, page, shelf)
        if shelf.has_left_out:
            st.caption(t("documents.left_out", count=limit))
    return shelf.documents


def _show_shelf(t: Translator, page: str, shelf: Shelf) -> None:
    """List the files; many of them are folded, except those that something is wrong with."""
    good = [upload for upload in shelf.uploads if upload.document is not None]
    is_folded = len(good) > MOST_UNFOLDED
    for upload in shelf.uploads:
        if upload.document is None or not is_folded:
            _show_upload(t, page, upload)
    if is_folded:
        characters = sum(len(document.text) for document in shelf.documents)
        label = t("documents.many", count=len(good), characters=f"{characters:,}")
        with st.expander(label, icon=":material/folder_open:"):
            for upload in good:
                _show_upload(t, page, upload)


def _take_files(page: str, limit: int) -> None:
    value = st.session_state.get(f"{page}.files")
    files = value if isinstance(value, list) else [value] if value is not None else []
    shelf = shelf_of(page)
    new = [file for file in files if file.file_id not in shelf.seen]
    shelf.seen |= {file.file_id for file in new}
    shelf.take([(file.name, file.getvalue()) for file in new], limit)


def _read_new(t: Translator, page: str, shelf: Shelf) -> None:
    """Read the files that are not read yet, each in a process of its own."""
    unread = [upload for upload in shelf.uploads if upload.is_unread]
    if not unread:
        return
    if shelf.is_stopped:
        show_refusal(t, Refusal("cancelled"))
        st.button(
            t("common.again"),
            key=f"{page}.read_again",
            icon=":material/refresh:",
            on_click=_set_stopped,
            args=(shelf, False),
        )
        return
    place = st.empty()
    waiting = _Waiting(t, page, shelf, place)
    for upload in unread:
        try:
            with aside():
                upload.document = read_document(
                    upload.name, upload.data, upload.password, waiting, upload.encoding
                )
        except Refusal as refusal:
            upload.refusal = refusal
        upload.password = None
        is_needed = upload.needs_password or upload.has_encoding_choice
        upload.data = upload.data if is_needed else b""
    place.empty()


class _Waiting:
    """Says that a file is being read, once that takes long enough to be noticed."""

    def __init__(self, t: Translator, page: str, shelf: Shelf, place: Any) -> None:
        self._t, self._page, self._shelf, self._place = t, page, shelf, place
        self._started = time.monotonic()
        self._is_shown = False

    def __call__(self) -> None:
        _ = "frame.session" in st.session_state  # where Streamlit ends an abandoned script
        if self._is_shown or time.monotonic() - self._started < QUIET_S:
            return
        self._is_shown = True
        with self._place.container(horizontal=True, vertical_alignment="center", width=720):
            st.caption(self._t("documents.reading"), width="content")
            st.button(
                self._t("common.stop"),
                key=f"{self._page}.stop_reading",
                icon=":material/stop_circle:",
                on_click=_set_stopped,
                args=(self._shelf, True),
            )


def _set_stopped(shelf: Shelf, is_stopped: bool) -> None:
    shelf.is_stopped = is_stopped


def _show_upload(t: Translator, page: str, upload: Upload) -> None:
    """Show one file: its name, what was read of it or what is wrong with it, and *remove*."""
    short = upload.digest[:12]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.text(shorten_to_width(upload.name, NAME_WIDTH), width="content")
        if upload.document is not None:
            st.caption(describe_document(t, upload.document), width="content")
        st.button(
            t("documents.remove"),
            key=f"{page}.remove_{short}",
            icon=":material/close:",
            type="tertiary",
            on_click=shelf_of(page).remove,
            args=(upload.digest,),
        )
    if upload.needs_password and upload.refusal is not None:
        _ask_password(t, page, upload, upload.refusal)
    elif upload.refusal is not None:
        show_refusal(t, upload.refusal)
    elif upload.document is not None:
        for note in describe_limits(t, upload.document):
            st.caption(note)
    if upload.has_encoding_choice:
        read_as = upload.document.encoding if upload.document else None
        show_encoding_choice(
            t,
            f"{page}.encoding_{short}",
            upload.encoding or read_as or "utf-8",
            upload.choose_encoding,
        )


def _ask_password(t: Translator, page: str, upload: Upload, refusal: Refusal) -> None:
    key = f"{page}.password_{upload.digest[:12]}"
    with st.container(border=True, width=480, key=f"{page}-locked-{upload.digest[:12]}"):
        st.text_input(refusal_text(t, refusal), type="password", key=key, max_chars=200)
        st.button(
            t("documents.open"),
            key=f"{page}.open_{upload.digest[:12]}",
            icon=":material/lock_open:",
            on_click=_open_with,
            args=(key, upload),
        )


def _open_with(key: str, upload: Upload) -> None:
    password = st.session_state.get(key)
    if password:
        upload.password, upload.refusal = password, None
        st.session_state[key] = ""


def describe_document(t: Translator, document: Document) -> str:
    """Say how long a document is."""
    characters = f"{len(document.text):,}"
    if document.num_pages > 1:
        return t("documents.pages", pages=f"{document.num_pages:,}", characters=characters)
    return t("documents.characters", characters=characters)


def describe_limits(t: Translator, document: Document) -> list[str]:
    """Say what of a file is not in the document; nothing if all of it is."""
    notes = []
    if document.has_more and document.num_pages:
        looked_at = len(document.page_numbers) + document.num_textless
        notes.append(
            t("documents.cut_pages", read=f"{looked_at:,}", pages=f"{document.num_pages:,}")
        )
    elif document.has_more:
        notes.append(t("documents.cut_characters", read=f"{len(document.text):,}"))
    if document.num_textless and document.num_pages:
        notes.append(t("documents.textless", count=f"{document.num_textless:,}"))
    if document.removed_control:
        notes.append(t("note.removed_control", count=f"{document.removed_control:,}"))
    return notes + describe_left_out(t, document.left_out)
