"""What this is, what is loaded on which device, and three things to try."""

import streamlit as st

from components.interface import runtime
from components.interface.session import current_translator, take_along
from components.interface.widgets.frame import show_heading
from components.interface.widgets.onward import PAGES
from components.records.model import ModelCard

t = current_translator()


def show_trial(page: str) -> None:
    """Show one card that opens a demo with a text in it."""
    script, icon = PAGES[page]
    with st.container(border=True, height="stretch"):
        st.markdown(f"##### {t(f'home.try_{page}')}")
        st.caption(t(f"home.try_{page}_note"))
        if st.button(t(f"{page}.nav"), key=f"home.try_{page}", icon=icon, type="primary"):
            take_along(t(f"home.text_{page}"))
            st.switch_page(script)


def describe(card: ModelCard) -> dict[str, str]:
    """Give a model's row: name, pages, state, device."""
    health = runtime.health_of(card.id)
    state = health.state if health else "idle"
    text = t(f"state.{state}")
    if not runtime.is_usable(card):
        text = t("common.unavailable")
    return {
        t("home.column_model"): card.name,
        t("home.column_task"): t("common.separator").join(t(f"{task}.nav") for task in card.tasks),
        t("home.column_state"): text,
        t("home.column_device"): t(f"device.{health.device}") if health and health.device else "–",
    }


show_heading(t, "home")
st.subheader(t("home.try_title"), anchor=False)
for column, stem in zip(st.columns(3), PAGES, strict=True):
    with column:
        show_trial(stem)

st.subheader(t("home.models_title"), anchor=False)
st.caption(t("home.models_note"))
st.table([describe(card) for card in runtime.model_cards().values()], border="horizontal")
if any(not runtime.is_usable(card) for card in runtime.model_cards().values()):
    st.caption(t(f"hub.{runtime.hub_status().reason}"))
