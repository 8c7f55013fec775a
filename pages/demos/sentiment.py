"""Sentiment of a text: label and calibrated probabilities, whole and sentence by sentence."""

import streamlit as st

from components.export.sentiment_code import sentiment_code
from components.interface.charts.theme import chart_theme
from components.interface.demos.sentiment.attribution import show_attribution
from components.interface.demos.sentiment.page_state import PAGE, SETTINGS, SentimentPageState
from components.interface.demos.sentiment.verdict import show_verdict
from components.interface.frame.session import current_translator, theme_name
from components.interface.shared.answering import show_answer
from components.interface.shared.frame import (
    restore_from_link,
    show_code,
    show_heading,
    show_how_it_works,
)
from components.interface.shared.model_picker import show_model_picker
from components.interface.shared.onward import show_onward
from components.interface.shared.other_reader import follow_text, show_followed
from components.interface.shared.text_input import show_text_input
from components.records.sentiment import SentimentRequest

t = current_translator()
theme = chart_theme(theme_name())
state = SentimentPageState()

restore_from_link(PAGE, SETTINGS)
show_heading(t, PAGE)
picker = st.container()
clean = show_text_input(t, PAGE)
follow_text(PAGE, PAGE, [clean.text] if clean else [])
with picker:
    model = show_model_picker(t, PAGE)
    show_followed(t, PAGE)
answer = None
if clean is not None:
    answer = show_answer(t, PAGE, model.id, SentimentRequest(clean.text))
if clean is not None and answer is not None:
    show_verdict(t, state, model, answer, theme)
    show_attribution(t, state, model, answer, theme)
    show_onward(t, PAGE, SETTINGS, {"model": model.id}, clean.text)
show_how_it_works(t, PAGE)
if answer is not None:
    backend = answer.provenance.backend
    show_code(t, sentiment_code(answer.text_read, model, backend))
