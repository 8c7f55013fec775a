"""Attention of an encoder or a decoder: all heads, the chosen ones, the chosen tokens."""

from dataclasses import replace

import streamlit as st

from components.export.attention_code import attention_code
from components.interface.charts.percents import write_percent
from components.interface.charts.theme import chart_theme
from components.interface.frame.session import current_translator, theme_name
from components.interface.lab.attention.head_choice import show_head_choice, show_scope
from components.interface.lab.attention.keep import Shown, show_keep
from components.interface.lab.attention.page_state import PAGE, SETTINGS, AttentionPageState
from components.interface.lab.attention.pair import read_pair
from components.interface.lab.attention.token_sums import show_token_sums
from components.interface.lab.attention.view_choice import show_view
from components.interface.lab.shared.lab_input import carry_head, show_lab_input
from components.interface.lab.shared.lab_links import show_lab_links
from components.interface.shared.answering import show_answer
from components.interface.shared.frame import show_code, show_heading, show_how_it_works
from components.interface.shared.notices import show_provenance
from components.interface.shared.onward import show_onward
from components.records.attention import MAX_ATTENTION_TOKENS, AttentionRequest, AttentionResult
from components.records.model import ModelCard

# Up to this many tokens the map stands beside the thumbnails, else below them.
MOST_TOKENS_BESIDE = 36

t = current_translator()
theme = chart_theme(theme_name())
state = AttentionPageState()


def show_limits(card: ModelCard, result: AttentionResult) -> None:
    """Say what the model could not read, then where the result comes from."""
    unknown = result.provenance.unknown_share
    if unknown > 0:
        st.warning(t(f"{PAGE}.unknown", percent=write_percent(unknown)), icon=":material/info:")
    show_provenance(t, card, replace(result.provenance, unknown_share=0.0))
    texts = [token.text for token in result.tokens]
    if any("⟨" in text for text in texts):
        st.caption(t(f"{PAGE}.bytes"))
    elif any("␣" in text for text in texts):
        st.caption(t(f"{PAGE}.spaces"))


def show_result(
    card: ModelCard, request: AttentionRequest, result: AttentionResult, text: str
) -> None:
    """Show everything there is to say about one text."""
    state.settle(result)
    show_limits(card, result)
    if len(result.tokens) <= MOST_TOKENS_BESIDE:
        left, right = st.columns([5, 7], gap="large")
    else:
        left, right = st.container(), st.container()
    with left:
        show_head_choice(t, state, result, theme)
    with right:
        view = show_view(t, state, request, result, theme)
        keep = st.container()
    show_token_sums(t, result, view, theme)
    code = attention_code(card, request, result, state.queries or [result.default_query()])
    with keep:
        show_keep(t, Shown(card, request, result, view, text, state.link(text), code))
    show_lab_links(t, PAGE)
    show_onward(t, PAGE, SETTINGS, state.link_values(), text)
    show_how_it_works(t, PAGE)
    show_code(t, code)


state.set_up()
show_heading(t, PAGE)
chosen, clean = show_lab_input(t, PAGE)
with st.container(horizontal=True, gap="medium", vertical_alignment="top"):
    show_scope(t, state)
    st.number_input(
        t(f"{PAGE}.max_tokens"),
        8,
        MAX_ATTENTION_TOKENS,
        step=8,
        key=AttentionPageState.max_tokens.key,
        help=t(f"{PAGE}.max_tokens_help"),
        persist_state="session",
        width=180,
    )
if clean is not None:
    asked = state.request(*read_pair(t, clean.text))
    # A container of its own: what follows keeps its place, so the canvas keeps zoom and cursor.
    with st.container():
        answer = show_answer(t, PAGE, chosen.id, asked)
    if answer is not None:
        carry_head(answer.layer, answer.head)
        show_result(chosen, asked, answer, clean.text)
