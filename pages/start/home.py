"""What this is, things to try, where else to go, and what is loaded on which device."""

import streamlit as st

from components.interface.frame import runtime
from components.interface.frame.menu import MENU, PAGES
from components.interface.frame.session import current_translator, take_along
from components.interface.shared.frame import show_heading
from components.interface.shared.model_table import describe_model, show_model_table
from components.interface.shared.notices import refusal_text
from components.records.model import ModelCard

LOOK_AGAIN_S = 2.0
CARDS_A_ROW = 4
LINKS_A_ROW = 3

t = current_translator()


def show_trial(page: str, script: str) -> None:
    """Show one card that opens a demo with a text in it."""
    text = t(f"home.example.{page}")
    with st.container(border=True, height="stretch", key=f"home-card-{page}"):
        with st.container(height="stretch", gap="small"):
            st.markdown(f"#### {t(f'home.try.{page}.title')}")
            st.caption(t(f"home.try.{page}.note"))
            st.markdown(f"*{t('home.quoted', text=text)}*")
        if st.button(
            t("home.try_button", page=t(f"{page}.nav")),
            key=f"home.try_{page}",
            icon=":material/arrow_forward:",
            icon_position="right",
            width="stretch",
        ):
            take_along(text)
            if page == "question_answering":
                st.session_state[f"{page}.question"] = t("home.question")
            st.switch_page(script)


def show_section(section: str) -> None:
    """Show links to the pages of a section that have no card, each with what one does there."""
    pages = [(stem, entry) for stem, entry in MENU[section].items() if stem not in PAGES]
    for first in range(0, len(pages), LINKS_A_ROW):
        row = pages[first : first + LINKS_A_ROW]
        for column, (stem, (script, icon)) in zip(st.columns(LINKS_A_ROW), row, strict=False):
            with column.container(gap=None, key=f"home-link-{stem}"):
                st.page_link(script, label=f"**{t(f'{stem}.nav')}**", icon=icon)
                st.caption(t(f"{stem}.lead"))


def is_pending() -> bool:
    """Return whether the table will change by itself soon."""
    states = [runtime.engines().health(model_id) for model_id in runtime.offers().cards]
    is_starting = any(health is not None and health.state == "starting" for health in states)
    return is_starting or runtime.offers().hub_status().reason == "checking"


def why_not(card: ModelCard) -> str | None:
    """Say why a model cannot be used now; None if it can."""
    unfit = runtime.offers().why_unfit(card)
    if unfit is not None:
        return refusal_text(t, unfit)
    if runtime.offers().awaits_terms(card):
        return t("home.awaits_terms")
    hub = t(f"home.hub.{runtime.offers().hub_status().reason or 'ok'}")
    return None if runtime.offers().is_usable(card) else hub


def show_models(was_pending: bool) -> None:
    """Show all models; looked at again until the ones that are loading are loaded."""
    cards = runtime.offers().cards.values()
    rows = [
        describe_model(t, card, runtime.engines().health(card.id), why_not(card)) for card in cards
    ]
    show_model_table(t, rows, key="home.models")
    if was_pending and not is_pending():
        st.rerun()


show_heading(t, "home")
st.caption(f":material/lock: {t('home.private')}")

st.subheader(t("home.try_title"), anchor=False)
for first in range(0, len(PAGES), CARDS_A_ROW):
    cards = list(PAGES.items())[first : first + CARDS_A_ROW]
    for column, (stem, (script, _)) in zip(st.columns(CARDS_A_ROW), cards, strict=False):
        with column:
            show_trial(stem, script)

show_section("demos")
for section in ("lab", "career"):
    st.subheader(t(f"home.section.{section}"), anchor=False)
    show_section(section)

st.subheader(t("home.models_title"), anchor=False)
with st.container(width=720):
    st.caption(t("home.models_note"))
pending = is_pending()
st.fragment(show_models, run_every=LOOK_AGAIN_S if pending else None)(pending)
