"""A text to paste or to upload: a résumé, a posting; it stays in this session's memory."""

import streamlit as st

from components.interface.frame.drawing import aside
from components.interface.frame.i18n import Translator
from components.interface.shared.encoding_choice import show_encoding_choice
from components.interface.shared.notices import (
    describe_left_out,
    show_refusal,
    show_text_notes,
)
from components.records.refusal import Refusal
from components.text.cleaning import MAX_CHARACTERS, CleanText, clean_text, replace_surrogates
from components.text.documents import EXTENSIONS, MAX_BYTES, read_document

# Streamlit's uploader speaks English only; the words in it come from the catalogs.
_STYLE = """
<style>
  [class*="st-key-{page}-"] [data-testid="stFileUploaderDropzoneInstructions"] {{ display: none; }}
  [class*="st-key-{page}-"] [data-testid="stFileUploaderDropzone"] > span button p {{
    font-size: 0;
  }}
  [class*="st-key-{page}-"] [data-testid="stFileUploaderDropzone"] > span button p::after {{
    content: "{upload}"; font-size: 1rem;
  }}
</style>
"""


def show_document_style(t: Translator, page: str) -> None:
    """Put the page's language into the uploaders; stands before them."""
    st.html(_STYLE.format(page=page, upload=t("paths.upload")))


def show_document_input(t: Translator, page: str, name: str, height: int = 220) -> CleanText | None:
    """Show a text area, examples under it and an upload that fills it.

    Args:
        name: Of the text; the keys are `<page>.<name>` and `<page>.<name>_file`, the examples the
            messages `<page>.<name>_example.1` …, with a name each.
        height: Of the text area in pixels.

    Returns:
        The cleaned text; None if there is none; a text that is refused says why.
    """
    key = f"{page}.{name}"
    _mend(key)
    raw = st.text_area(
        t(f"{page}.{name}_label"),
        key=key,
        height=height,
        placeholder=t(f"{page}.{name}_placeholder"),
        persist_state="session",
    )
    _show_examples(t, page, name)
    st.file_uploader(
        t(f"{page}.{name}_file"),
        type=list(EXTENSIONS),
        key=f"{key}_file",
        on_change=_take_upload,
        args=(key,),
        help=t("paths.file_limits", size=MAX_BYTES // 1024**2),
    )
    refusal: Refusal | None = st.session_state.get(f"{key}.refusal")
    if refusal is not None:
        show_refusal(t, refusal)
        if refusal.key in ("document_encrypted", "document_password_wrong"):
            _ask_password(t, key)
    read_as = st.session_state.get(f"{key}.read_as")
    if read_as is not None and st.session_state.get(f"{key}_file") is not None:
        show_encoding_choice(
            t, f"{key}_encoding", read_as, lambda wish: _take_upload(key, encoding=wish)
        )
    for note in describe_left_out(t, st.session_state.get(f"{key}.left_out", ())):
        st.caption(note)
    if not (raw or "").strip():
        return None
    try:
        clean = clean_text(raw)
    except Refusal as too_long:
        show_refusal(t, too_long)
        return None
    if len(clean.text) > MAX_CHARACTERS // 2:
        st.caption(t("note.length", count=f"{len(clean.text):,}", limit=f"{MAX_CHARACTERS:,}"))
    show_text_notes(t, clean)
    return clean


def _mend(key: str) -> None:
    text, replaced = replace_surrogates(st.session_state.get(key) or "")
    if replaced:
        st.session_state[key] = text


def _show_examples(t: Translator, page: str, name: str) -> None:
    with st.container(
        horizontal=True, vertical_alignment="center", gap="xsmall", key=f"{page}-{name}-examples"
    ):
        st.caption(t("common.examples"), width="content")
        for number, example in enumerate(t.items(f"{page}.{name}_example"), start=1):
            st.button(
                t(f"{page}.{name}_example_name.{number}"),
                key=f"{page}.{name}_example_{number}",
                type="tertiary",
                on_click=_take_example,
                args=(f"{page}.{name}", example),
            )


def _take_example(key: str, example: str) -> None:
    st.session_state[key] = example.strip()
    for note in ("refusal", "left_out", "read_as"):
        st.session_state.pop(f"{key}.{note}", None)


def _take_upload(key: str, password: str | None = None, encoding: str | None = None) -> None:
    """Read what was uploaded into the text area; a draft stays where the file is refused."""
    file = st.session_state.get(f"{key}_file")
    st.session_state.pop(f"{key}.refusal", None)
    st.session_state.pop(f"{key}.left_out", None)
    st.session_state.pop(f"{key}.read_as", None)
    if encoding is not None:
        st.session_state[f"{key}.read_as"] = encoding
    if file is None:
        return
    try:
        with aside():
            document = read_document(file.name, file.getvalue(), password, _stay_awake, encoding)
    except Refusal as refusal:
        st.session_state[f"{key}.refusal"] = refusal
        return
    st.session_state[key] = document.text
    st.session_state[f"{key}.left_out"] = document.left_out
    if not document.is_encoding_certain:
        st.session_state[f"{key}.read_as"] = document.encoding


def _stay_awake() -> None:
    _ = "frame.session" in st.session_state


def _ask_password(t: Translator, key: str) -> None:
    st.text_input(
        t("paths.password"),
        type="password",
        key=f"{key}_password",
        on_change=lambda: _take_upload(key, st.session_state.get(f"{key}_password")),
        width=320,
    )
