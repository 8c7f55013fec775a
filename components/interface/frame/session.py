"""One visitor's session: language, identity, and the text that travels between pages."""

import uuid
from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from components.interface.frame.i18n import Translator, closest_language, load_catalogs

LANGUAGE_KEY = "frame.language"
TEXT_KEY = "travel.text"
_TRANSLATED_OPTIONS = "frame.translated_options"
_SHOWN_LANGUAGE = "frame.shown_language"

Kept = TypeVar("Kept")


def current_translator() -> Translator:
    """Return the translator of this session's language."""
    return Translator(st.session_state.get(LANGUAGE_KEY) or _first_language())


def _first_language() -> str:
    wish = st.query_params.get("lang")
    return wish if wish in load_catalogs() else closest_language(st.context.locale)


def show_language_switch() -> None:
    """Show the switch; call it before every other widget of a run.

    The browser holds option labels, not values: when the language changes, the values of all
    widgets with translated labels are set again before they render.
    """
    st.session_state.setdefault(LANGUAGE_KEY, _first_language())
    names = {code: catalog["language.name"] for code, catalog in load_catalogs().items()}
    language = st.segmented_control(
        "Language / 语言",
        list(names),
        format_func=names.__getitem__,
        key=LANGUAGE_KEY,
        required=True,
        label_visibility="collapsed",
    )
    if st.session_state.get(_SHOWN_LANGUAGE) not in (None, language):
        for key in st.session_state.get(_TRANSLATED_OPTIONS, ()):
            if key in st.session_state:
                st.session_state[key] = st.session_state[key]
    st.session_state[_SHOWN_LANGUAGE] = language


def register_translated_options(key: str) -> None:
    """Remember that a widget's option labels are translated; see `show_language_switch`."""
    st.session_state.setdefault(_TRANSLATED_OPTIONS, set()).add(key)


def session_id() -> str:
    """Return this session's random identity, which counts its jobs and nothing else."""
    return str(st.session_state.setdefault("frame.session", uuid.uuid4().hex))


def keep(key: str, asked: object, compute: Callable[[], Kept]) -> Kept:
    """Return the kept answer if the same was asked last time, else compute and keep it.

    Args:
        key: Session key of the pair of request and answer; one answer per key.
        asked: What the answer depends on; compared with `==`.
        compute: Called where something else was asked before; what it raises keeps nothing and
            leaves the last answer in place.
    """
    kept: tuple[object, Kept] | None = st.session_state.get(key)
    if kept is None or kept[0] != asked:
        kept = st.session_state[key] = (asked, compute())
    return kept[1]


def travelling_text() -> str:
    """Return the text that the visitor took along from the last page; empty at the beginning."""
    return str(st.session_state.get(TEXT_KEY, ""))


def take_along(text: str) -> None:
    """Carry a text to the other pages."""
    st.session_state[TEXT_KEY] = text


def enter_page(stem: str) -> None:
    """Note which page this run shows; the frame calls it before the page runs."""
    st.session_state["travel.is_arrival"] = st.session_state.get("travel.page") != stem
    st.session_state["travel.page"] = stem


def is_arrival() -> bool:
    """Return whether the visitor has just come to this page from another one."""
    return bool(st.session_state.get("travel.is_arrival", True))


def theme_name() -> str:
    """Name the theme the browser shows: `light` or `dark`."""
    return "dark" if st.context.theme.type == "dark" else "light"
