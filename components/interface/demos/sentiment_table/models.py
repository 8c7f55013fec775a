"""One model, or two side by side."""

import streamlit as st

from components.interface.frame import runtime
from components.interface.frame.i18n import Translator
from components.interface.frame.session import register_translated_options
from components.interface.shared.model_picker import settle_model, show_models_box
from components.records.model import ModelCard

TASK = "sentiment"
_NONE = ""
_WIDTH = 280


def show_models(t: Translator, page: str, is_running: bool) -> list[ModelCard]:
    """Show the choice of a model and of a second one for the same rows.

    Args:
        page: Stem of the page; keys are `<page>.model` and `<page>.second`.
        is_running: True keeps the visitor from changing them.

    Returns:
        One card or two.
    """
    usable, unusable = runtime.offers().divide(TASK)
    cards = {card.id: card for card in usable}
    second_key = f"{page}.second"
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        first = show_models_box(t, page, usable, width=_WIDTH, is_disabled=is_running)
        others = [_NONE, *(model_id for model_id in cards if model_id != first.id)]
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
                width=_WIDTH,
            )
    if len(others) == 1:
        _show_why_one(t, len(unusable))
    model = settle_model(t, TASK, first)
    return [model, *([cards[second]] if second not in (_NONE, model.id) else [])]


def _show_why_one(t: Translator, num_unusable: int) -> None:
    if num_unusable:
        reason = t(f"hub.{runtime.offers().hub_status().reason or 'ok'}")
        with st.container(width=720):
            st.caption(t("sentiment_table.one_model", count=num_unusable, reason=reason))
