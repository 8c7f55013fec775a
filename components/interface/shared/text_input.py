"""The text of a page: the one that travels, examples one click away, undo."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from components.interface.frame.i18n import Translator
from components.interface.frame.session import is_arrival, take_along, travelling_text
from components.interface.shared.notices import show_refusal, show_text_notes
from components.records.refusal import Refusal
from components.text.cleaning import MAX_CHARACTERS, CleanText, clean_text, replace_surrogates
from components.text.graphemes import shorten_to_width


@dataclass(frozen=True)
class Example:
    """What a click puts into a page's input.

    Attributes:
        label: On the button.
        fields: Field of the page, such as `text` → what goes into it.
    """

    label: str
    fields: Mapping[str, str]


def show_text_input(
    t: Translator, page: str, height: int = 120, examples: Sequence[Example] | None = None
) -> CleanText | None:
    """Show the text area with the visitor's text, and the page's examples under it.

    The text typed on another page is there already. Taking an example keeps what it replaces for
    undo.

    Args:
        page: Stem of the page; the widget's key is `<page>.text`.
        height: Height of the text area in pixels.
        examples: By default the messages `<page>.example.1`, `.2` …, each a text.

    Returns:
        The cleaned text; None if there is none, after saying why.
    """
    key = f"{page}.text"
    _bring_text(key)
    raw = st.text_area(
        t(f"{page}.text_label"),
        key=key,
        height=height,
        placeholder=t(f"{page}.placeholder"),
        persist_state="session",
    )
    take_along(raw or "")
    if examples is None:
        texts = t.items(f"{page}.example")
        examples = [Example(shorten_to_width(text, 30), {"text": text}) for text in texts]
    _show_examples(t, page, examples)
    replaced = st.session_state.get(f"{key}.replaced_surrogates", 0)
    try:
        clean = clean_text(raw)
    except Refusal as refusal:
        show_refusal(t, refusal)
        return None
    if replaced:
        clean = replace(clean, replaced_surrogates=replaced)
    if len(clean.text) > MAX_CHARACTERS // 2:
        st.caption(t("note.length", count=f"{len(clean.text):,}", limit=f"{MAX_CHARACTERS:,}"))
    show_text_notes(t, clean)
    return clean


def _bring_text(key: str) -> None:
    """Take over the travelling text on arrival; make what the browser sent safe to send back."""
    if key not in st.session_state or (is_arrival() and travelling_text()):
        st.session_state[key] = travelling_text()
    text, replaced = replace_surrogates(st.session_state[key] or "")
    if replaced:
        st.session_state[key] = text
        st.session_state[f"{key}.replaced_surrogates"] = replaced
        st.session_state[f"{key}.replaced_in"] = text
    elif st.session_state.get(f"{key}.replaced_in") != text:
        st.session_state[f"{key}.replaced_surrogates"] = 0


def _show_examples(t: Translator, page: str, examples: Sequence[Example]) -> None:
    with st.container(
        horizontal=True, vertical_alignment="center", gap="xsmall", key=f"{page}-examples"
    ):
        st.caption(t("common.examples"), width="content")
        for number, example in enumerate(examples, start=1):
            st.button(
                example.label,
                key=f"{page}.example_{number}",
                type="tertiary",
                on_click=replace_input,
                args=(page, example.fields),
            )
        if st.session_state.get(f"{page}.previous"):
            st.button(
                t("common.undo"),
                key=f"{page}.undo",
                icon=":material/undo:",
                type="tertiary",
                on_click=_undo,
                args=(page,),
            )


def replace_input(page: str, fields: Mapping[str, str]) -> None:
    """Put texts into a page's input; what they replace can be brought back.

    Args:
        fields: Field of the page, such as `text` → what goes into it.
    """
    before = {name: st.session_state.get(f"{page}.{name}") or "" for name in fields}
    if any(text not in ("", fields[name]) for name, text in before.items()):
        st.session_state[f"{page}.previous"] = before
    _fill(page, fields)


def _undo(page: str) -> None:
    _fill(page, st.session_state.pop(f"{page}.previous", {}))


def _fill(page: str, fields: Mapping[str, str]) -> None:
    for name, text in fields.items():
        st.session_state[f"{page}.{name}"] = text
