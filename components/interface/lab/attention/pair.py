"""One text or two: a line of dashes in the field makes a pair."""

import streamlit as st

from components.interface.frame.i18n import Translator
from components.interface.lab.attention.page_state import PAGE
from components.text.pairs import split_pair


def read_pair(t: Translator, text: str) -> tuple[str, str]:
    """Divide what was typed, and say how; the second text is empty if there is one only."""
    first, second = split_pair(text)
    with st.container(width=720):
        st.caption(t(f"{PAGE}.pair" if second else f"{PAGE}.pair_hint"))
    return first, second
