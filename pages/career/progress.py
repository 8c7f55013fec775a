"""Progress: what was learnt, what is still there, and the data it rests on."""

import streamlit as st

from components.interface.career.progress.history import show_counts, show_history
from components.interface.career.progress.learner_data import show_learner_data
from components.interface.career.shared.profile_bar import show_profile_bar
from components.interface.career.shared.standing import show_standing
from components.interface.charts.theme import chart_theme
from components.interface.frame import learner
from components.interface.frame.session import current_translator, theme_name
from components.interface.shared.frame import show_heading, show_how_it_works

PAGE = "progress"

t = current_translator()
theme = chart_theme(theme_name())

show_heading(t, PAGE)
profile = show_profile_bar(t)
learning = learner.current_learning()
show_counts(t, learning)
mastery = learner.current_mastery(learning)
if mastery:
    st.subheader(t("career.standing_title"), anchor=False)
    show_standing(t, PAGE, mastery, theme)
if learning.answers:
    st.subheader(t(f"{PAGE}.history_title"), anchor=False)
    show_history(t, learning, theme)
else:
    st.info(t(f"{PAGE}.empty"), icon=":material/inbox:")
    st.page_link("pages/career/assess.py", label=t("practise.to_assess"), icon=":material/quiz:")
st.subheader(t(f"{PAGE}.data_title"), anchor=False)
show_learner_data(t, profile)
show_how_it_works(t, PAGE)
