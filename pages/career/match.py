"""A résumé beside skills: what it shows, line by line, and what a role or a posting asks for."""

import streamlit as st

from components.interface.career.match.document_input import (
    show_document_input,
    show_document_style,
)
from components.interface.career.match.gaps import show_gaps
from components.interface.career.match.matches import (
    count_bands,
    show_matches,
    show_measured,
)
from components.interface.career.match.matching import match_texts, show_save
from components.interface.career.shared.choosing import take_wish
from components.interface.career.shared.levels import keep_matched_levels
from components.interface.career.shared.profile_bar import show_profile_bar
from components.interface.charts.theme import chart_theme
from components.interface.frame import learner
from components.interface.frame.session import current_translator, theme_name
from components.interface.shared.frame import show_heading, show_how_it_works

PAGE = "match"

t = current_translator()
theme = chart_theme(theme_name())

take_wish(PAGE, "against", list(learner.content().roles))
show_heading(t, PAGE)
show_profile_bar(t)
show_document_style(t, PAGE)
left, right = st.columns(2, gap="large")
with left:
    resume = show_document_input(t, PAGE, "resume")
with right:
    posting = show_document_input(t, PAGE, "posting")
found = match_texts(t, PAGE, resume, posting)
if found is not None:
    counts = count_bands(found.resume)
    st.subheader(t(f"{PAGE}.verdict" if counts["evidence"] else f"{PAGE}.verdict_none", **counts))
    keep_matched_levels(found.resume)
    show_matches(t, PAGE, found.resume)
    show_save(t, PAGE, found.resume)
    st.subheader(t(f"{PAGE}.gaps_title"), anchor=False)
    show_gaps(t, PAGE, found.resume, found.posting, theme)
show_measured(t, PAGE)
show_how_it_works(t, PAGE)
