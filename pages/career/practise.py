"""Practise: what is due, interview questions, a small model's answers to correct."""

import streamlit as st

from components.interface.career.practise.clinic import show_clinic
from components.interface.career.practise.deck import show_deck
from components.interface.career.practise.interview import show_interview
from components.interface.career.practise.review_queue import show_review_queue
from components.interface.career.shared.profile_bar import show_profile_bar
from components.interface.charts.theme import chart_theme
from components.interface.frame import learner
from components.interface.frame.session import (
    current_translator,
    register_translated_options,
    theme_name,
)
from components.interface.shared.frame import show_heading, show_how_it_works

PAGE = "practise"
MODES = ("review", "interview", "clinic")
MODE = f"{PAGE}.mode"

t = current_translator()

show_heading(t, PAGE)
show_profile_bar(t)
register_translated_options(MODE)
st.session_state.setdefault(MODE, "review")
mode = st.segmented_control(
    t(f"{PAGE}.mode"),
    MODES,
    format_func=lambda name: t(f"{PAGE}.mode_{name}"),
    key=MODE,
    required=True,
    label_visibility="collapsed",
    persist_state="session",
)
learning = learner.current_learning()
if mode == "review":
    show_review_queue(t, learning)
    show_deck(t, [answer.question for answer in learning.answers])
elif not learner.content().interviews:
    st.info(t("career.no_content"), icon=":material/hourglass_empty:")
elif mode == "interview":
    show_interview(t, learning)
else:
    show_clinic(t, learning, chart_theme(theme_name()))
show_how_it_works(t, PAGE)
