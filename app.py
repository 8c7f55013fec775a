"""The frame of every page: language, menu, footer."""

from pathlib import Path

import streamlit as st

from components.interface.session import current_translator, session_id, show_language_switch
from components.interface.widgets.onward import PAGES

HOME = ("pages/start/home.py", ":material/home:")
LOGO = Path(__file__).parent / "assets" / "logo.svg"

st.set_page_config(
    page_title="LLM Pathfinder", page_icon=str(LOGO), layout="wide", menu_items={"About": None}
)
session_id()
with st.container(horizontal=True, horizontal_alignment="right", key="frame-language"):
    show_language_switch()
t = current_translator()


def page(stem: str, script: str, icon: str, *, is_default: bool = False) -> st.Page:
    """Describe one page to the menu; its address is its stem, never translated."""
    return st.Page(
        script, title=t(f"{stem}.nav"), icon=icon, url_path=stem, default=is_default
    )


chosen = st.navigation(
    {
        t("nav.start"): [page("home", *HOME, is_default=True)],
        t("nav.demos"): [page(stem, *where) for stem, where in PAGES.items()],
    },
    position="top",
)
st.logo(str(LOGO), size="large")
chosen.run()
st.divider()
st.caption(t("frame.footer"))
