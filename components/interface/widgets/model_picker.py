"""Choose one of a task's models; the ones that cannot be used now say why."""

import streamlit as st

from components.interface import runtime
from components.interface.i18n import Translator
from components.interface.permalink import Setting
from components.records.model import ModelCard


def model_setting(task: str) -> Setting:
    """Describe the model as a setting that links carry: any usable model of the task."""
    usable, _ = runtime.offered_models(task)
    return Setting("model", usable[0].id, options=[card.id for card in usable])


def show_model_picker(t: Translator, page: str) -> ModelCard:
    """Show the choice of a model, its card, and the models that are out of reach.

    Args:
        t: Translator.
        page: Stem of the page, which is the task in the catalog; the key is `<page>.model`.

    Returns:
        The chosen model's card.
    """
    usable, unusable = runtime.offered_models(page)
    cards = {card.id: card for card in usable}
    key = f"{page}.model"
    if st.session_state.get(key) not in cards:
        st.session_state[key] = usable[0].id
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        chosen = st.selectbox(
            t("common.model"),
            list(cards),
            format_func=lambda model_id: cards[model_id].name,
            key=key,
            persist_state="session",
            width=320,
        )
        with st.popover(t("common.about_model"), icon=":material/info:", type="tertiary"):
            _show_card(t, cards[chosen])
            _show_unusable(t, unusable)
    return cards[chosen]


def _show_card(t: Translator, card: ModelCard) -> None:
    st.markdown(f"**{card.name}**")
    st.markdown(t.pick(card.card))
    st.caption(
        t(
            "common.card_facts",
            parameters=f"{card.parameters / 1e6:,.1f} M",
            size=f"{card.size_mb:,}",
            licence=card.licence,
            languages=t("common.separator").join(t(f"language.{code}") for code in card.languages),
        )
    )


def _show_unusable(t: Translator, cards: list[ModelCard]) -> None:
    if not cards:
        return
    st.divider()
    status = runtime.hub_status()
    st.markdown(f"**{t('common.unavailable')}**")
    st.caption(t(f"hub.{status.reason or 'ok'}"))
    for card in cards:
        st.caption(f"{card.name} · {card.size_mb:,} MB")
