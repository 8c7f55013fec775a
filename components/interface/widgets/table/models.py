"""One model, or two side by side."""

import streamlit as st

from components.interface import runtime
from components.interface.i18n import Translator
from components.interface.session import register_translated_options
from components.records.model import ModelCard

TASK = "sentiment"
_NONE = ""


def show_models(t: Translator, page: str, is_running: bool) -> list[ModelCard]:
    """Show the choice of a model and of a second one for the same rows.

    Args:
        t: Translator.
        page: Stem of the page; keys are `<page>.model` and `<page>.second`.
        is_running: True keeps the visitor from changing them.

    Returns:
        One card or two.
    """
    usable, unusable = runtime.offered_models(TASK)
    cards = {card.id: card for card in usable}
    key, second_key = f"{page}.model", f"{page}.second"
    if st.session_state.get(key) not in cards:
        st.session_state[key] = usable[0].id
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        first = st.selectbox(
            t("common.model"),
            list(cards),
            format_func=lambda model_id: cards[model_id].name,
            key=key,
            persist_state="session",
            disabled=is_running,
            width=280,
        )
        others = [_NONE, *(model_id for model_id in cards if model_id != first)]
        if len(others) == 1:
            second = _NONE
        else:
            register_translated_options(second_key)
            if st.session_state.get(second_key) not in others:
                st.session_state[second_key] = _NONE
            second = st.selectbox(
                t("sentiment_table.second_model"),
                others,
                format_func=lambda model_id: (
                    cards[model_id].name if model_id else t("sentiment_table.no_second")
                ),
                key=second_key,
                persist_state="session",
                disabled=is_running,
                width=280,
            )
    if len(others) == 1:
        _show_why_one(t, len(unusable))
    return [cards[model_id] for model_id in (first, second) if model_id]


def _show_why_one(t: Translator, num_unusable: int) -> None:
    if num_unusable:
        reason = t(f"hub.{runtime.hub_status().reason or 'ok'}")
        with st.container(width=720):
            st.caption(t("sentiment_table.one_model", count=num_unusable, reason=reason))
