"""The input that all pages of the attention lab share: one text, one model, one head."""

import streamlit as st

from components.interface.frame import runtime
from components.interface.frame.i18n import Translator
from components.interface.frame.session import is_arrival
from components.interface.lab.shared.open_stop import show_open_stop
from components.interface.shared.model_picker import show_model_picker
from components.interface.shared.other_reader import follow_text, show_followed
from components.interface.shared.text_input import show_text_input
from components.records.model import ModelCard
from components.text.cleaning import CleanText

_MODEL, _HEAD = "lab.model", "lab.head"


def show_lab_input(t: Translator, page: str) -> tuple[ModelCard, CleanText | None]:
    """Show text and model, as they were left on the last page of the lab.

    Args:
        page: Stem of the page, which is the task in the catalog; keys are `<page>.text` and
            `<page>.model`.

    Returns:
        The model that answers, and the cleaned text; None if there is none, after saying why.
    """
    show_open_stop(t, page)
    usable = runtime.offers().usable(page)
    carried = st.session_state.get(_MODEL)
    if is_arrival() and carried in {card.id for card in usable}:
        st.session_state[f"{page}.model"] = carried
    picker = st.container()
    clean = show_text_input(t, page)
    follow_text(page, page, [clean.text] if clean else [])
    with picker:
        card = show_model_picker(t, page)
        show_followed(t, page)
    st.session_state[_MODEL] = card.id
    return card, clean


def carry_head(layer: int, head: int) -> None:
    """Remember the head that was looked at, both from 0, for the other pages of the lab."""
    st.session_state[_HEAD] = (layer, head)


def carried_head(default: tuple[int, int] = (0, 0)) -> tuple[int, int]:
    """Return the head that was looked at last, layer and head from 0; the default at first."""
    layer, head = st.session_state.get(_HEAD, default)
    return int(layer), int(head)
