"""Does attention explain a verdict? Methods side by side, their agreement, and a test of each."""

import streamlit as st

from components.export.attention_faithfulness_code import attention_faithfulness_code
from components.export.csv_table import csv_table
from components.interface.charts.percents import write_percent
from components.interface.charts.theme import chart_theme
from components.interface.frame.permalink import Setting
from components.interface.frame.session import (
    current_translator,
    register_translated_options,
    theme_name,
)
from components.interface.lab.attention_faithfulness.comparison import (
    show_correlations,
    show_methods,
)
from components.interface.lab.attention_faithfulness.faithfulness_words import (
    describe_scores,
    write_agreement,
    write_checks,
    write_test,
)
from components.interface.lab.attention_faithfulness.removal_test import show_curves, show_scores
from components.interface.lab.shared.lab_input import show_lab_input
from components.interface.lab.shared.lab_links import show_lab_links
from components.interface.shared.answering import show_answer
from components.interface.shared.frame import (
    restore_from_link,
    show_code,
    show_heading,
    show_how_it_works,
)
from components.interface.shared.model_picker import model_setting
from components.interface.shared.notices import show_provenance
from components.interface.shared.onward import show_onward
from components.interface.shared.sentiment_words import name_label
from components.records.attention_faithfulness import (
    AttentionFaithfulnessRequest,
    AttentionFaithfulnessResult,
)
from components.records.model import ModelCard

PAGE = "attention_faithfulness"
LABELS = ("negative", "neutral", "positive")
SETTINGS = [model_setting(PAGE), Setting("target", "", options=LABELS)]
TARGET, VERDICT, ASKED_OF = f"{PAGE}.target", f"{PAGE}.verdict", f"{PAGE}.asked_of"

t = current_translator()
theme = chart_theme(theme_name())


def make_request(card: ModelCard, text: str) -> AttentionFaithfulnessRequest:
    """Ask for the label chosen; for the model's own verdict where the text is new."""
    state = st.session_state
    if state.setdefault(ASKED_OF, (card.id, text)) != (card.id, text):
        state[ASKED_OF] = (card.id, text)
        state.pop(TARGET, None)
        state.pop(VERDICT, None)
    target = state.get(TARGET)
    return AttentionFaithfulnessRequest(text, None if target == state.get(VERDICT) else target)


def show_verdict(request: AttentionFaithfulnessRequest, result: AttentionFaithfulnessResult) -> str:
    """Show what is explained, and which other label could be; return its name."""
    explained = result.attribution
    if request.target is None:
        st.session_state[VERDICT] = explained.labels[explained.predicted]
        st.session_state[TARGET] = explained.labels[explained.target]
    register_translated_options(TARGET)
    label = name_label(t, explained.labels[explained.target])
    st.segmented_control(
        t(f"{PAGE}.target"),
        list(explained.labels),
        format_func=lambda name: name_label(t, name),
        key=TARGET,
        required=True,
        persist_state="session",
    )
    values = {"label": label, "percent": write_percent(explained.probability, digits=1)}
    st.subheader(t(f"{PAGE}.verdict", **values), anchor=False)
    return label


def show_result(
    card: ModelCard, request: AttentionFaithfulnessRequest, result: AttentionFaithfulnessResult
) -> None:
    """Show the comparison and the test, then what they rest on."""
    label = show_verdict(request, result)
    with st.container(width=720):
        st.markdown(write_agreement(t, result))
        st.markdown(write_test(t, result))
        show_provenance(t, card, result.provenance)
    show_methods(t, result, theme)
    left, right = st.columns([1, 1], gap="large")
    with left:
        st.subheader(t(f"{PAGE}.agree_title"), anchor=False)
        show_correlations(t, result, theme)
    with right:
        st.subheader(t(f"{PAGE}.test_title"), anchor=False)
        show_scores(t, result, theme)
    st.subheader(t(f"{PAGE}.curves_title"), anchor=False)
    show_curves(t, result, label, theme)
    with st.container(width=720):
        st.markdown(f"**{t(f'{PAGE}.check_title')}**")
        for line in write_checks(t, result):
            st.markdown(f"- {line}")
    st.download_button(
        t(f"{PAGE}.download"),
        csv_table(*describe_scores(t, result)),
        file_name=f"faithfulness-{card.id}.csv",
        mime="text/csv",
        key=f"{PAGE}.csv",
        icon=":material/download:",
        on_click="ignore",
    )
    show_lab_links(t, PAGE)
    values = {"model": card.id, "target": request.target or ""}
    show_onward(t, PAGE, SETTINGS, values, request.text)
    show_how_it_works(t, PAGE)
    show_code(t, attention_faithfulness_code(card, request, result))


restore_from_link(PAGE, SETTINGS)
show_heading(t, PAGE)
model, clean = show_lab_input(t, PAGE)
if clean is not None:
    asked = make_request(model, clean.text)
    answer = show_answer(t, PAGE, model.id, asked)
    if answer is not None:
        show_result(model, asked, answer)
