"""Ways from one page of the attention lab to the others."""

import streamlit as st

from components.interface.frame.i18n import Translator
from components.interface.frame.menu import MENU


def show_lab_links(t: Translator, page: str) -> None:
    """Show links to the other pages of the lab; text, model and head stay."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.caption(t("attention_heads.more"), width="content")
        for stem, (script, icon) in MENU["lab"].items():
            if stem != page:
                st.page_link(script, label=t(f"{stem}.nav"), icon=icon)
