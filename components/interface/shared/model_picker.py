"""The choice of one of a task's models, with the reason for each that is unavailable."""

from collections.abc import Sequence

import streamlit as st

from components.interface.frame import runtime
from components.interface.frame.i18n import Translator
from components.interface.frame.permalink import Setting
from components.interface.shared.notices import refusal_text
from components.interface.shared.terms import show_terms
from components.records.model import ModelCard
from components.records.refusal import Refusal


def model_setting(task: str) -> Setting:
    """Describe the model as a setting that links carry: any that can be chosen for the task."""
    usable = runtime.offers().usable(task)
    cards = [*usable, *runtime.offers().with_terms(task)]
    return Setting("model", usable[0].id, options=[card.id for card in cards])


def show_model_picker(t: Translator, page: str) -> ModelCard:
    """Show the choice of a model, its card, and the models that are out of reach.

    If the chosen model's terms of use have not been accepted yet, the page asks for that.

    Args:
        page: Stem of the page, which is the task in the catalog; the key is `<page>.model`.

    Returns:
        Card of the model that answers: the chosen one; the one chosen before it while its terms
        are open; or one that fits into the memory.
    """
    usable, unusable = runtime.offers().divide(page)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        chosen = show_models_box(t, page, [*usable, *runtime.offers().with_terms(page)])
        with st.popover(t("common.about_model"), icon=":material/info:", type="tertiary"):
            _show_card(t, chosen)
            _show_unusable(t, unusable)
            _show_unfit(t, runtime.offers().unfit(page))
    before = f"{page}.model_before"
    if runtime.offers().awaits_terms(chosen):
        by_id = {card.id: card for card in usable}
        instead = by_id.get(st.session_state.get(before, ""), usable[0])
        show_terms(t, page, chosen, t("terms.until", instead=instead.name))
        chosen = instead
    st.session_state[before] = chosen.id
    return settle_model(t, page, chosen)


def show_models_box(
    t: Translator,
    page: str,
    cards: Sequence[ModelCard],
    *,
    width: int = 320,
    is_disabled: bool = False,
) -> ModelCard:
    """Show a box with the names of models, the first one chosen where nothing is.

    Args:
        page: Stem of the page; the key is `<page>.model`.
        cards: At least one.
        width: In pixels.
        is_disabled: True keeps the visitor from changing it.

    Returns:
        The chosen model's card.
    """
    by_id = {card.id: card for card in cards}
    key = f"{page}.model"
    if st.session_state.get(key) not in by_id:
        st.session_state[key] = cards[0].id
    chosen = st.selectbox(
        t("common.model"),
        list(by_id),
        format_func=lambda model_id: by_id[model_id].name,
        key=key,
        persist_state="session",
        disabled=is_disabled,
        width=width,
    )
    return by_id[chosen]


def settle_model(t: Translator, task: str, wish: ModelCard) -> ModelCard:
    """Return the model that will answer; show a note if it is another one or runs elsewhere.

    Args:
        task: In the catalog.
        wish: The model chosen.
    """
    model = runtime.offers().fitting(task, wish)
    health = runtime.engines().health(model.id)
    note = None
    if model != wish:
        needed_mb, free_mb = runtime.offers().memory_mb(wish)
        note = t(
            "note.smaller_model",
            wish=wish.name,
            needed=f"{needed_mb:,.0f}",
            free=f"{free_mb:,.0f}",
            model=model.name,
        )
    elif health is not None and health.fallback is not None:
        note = t(f"note.{health.fallback}", model=model.name)
    if note is not None:
        st.container(width=560).info(note, icon=":material/memory:")
    return model


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
    if card.terms is not None:
        st.caption(t("terms.about", licence=card.licence, url=card.terms))


def _show_unusable(t: Translator, cards: list[ModelCard]) -> None:
    if not cards:
        return
    st.divider()
    status = runtime.offers().hub_status()
    st.markdown(f"**{t('common.unavailable')}**")
    st.caption(t(f"hub.{status.reason or 'ok'}"))
    for card in cards:
        st.caption(f"{card.name} · {card.size_mb:,} MB")


def _show_unfit(t: Translator, models: list[tuple[ModelCard, Refusal]]) -> None:
    """Name the models whose architecture the page cannot use, each with the reason."""
    if not models:
        return
    st.divider()
    st.markdown(f"**{t('common.unfit')}**")
    for _, reason in models:
        st.caption(refusal_text(t, reason))
