"""Questions people ask, found by meaning, with answers that lead to lessons."""

import streamlit as st

from components.interface.career.faq.faq import show_all, show_found, show_search
from components.interface.frame import learner
from components.interface.frame.session import current_translator
from components.interface.shared.frame import show_heading, show_how_it_works

PAGE = "faq"

t = current_translator()

show_heading(t, PAGE)
if learner.content().faq:
    found = show_search(t, PAGE)
    if found:
        show_found(t, found)
    show_all(t)
else:
    st.info(t("career.no_content"), icon=":material/hourglass_empty:")
show_how_it_works(t, PAGE)
