"""Terms of use that come before a model: what they are, and the button that accepts them."""

from collections.abc import Callable

import streamlit as st

from components.interface.frame import runtime
from components.interface.frame.i18n import Translator
from components.interface.shared.notices import show_refusal
from components.interface.shared.waiting import describe_wait
from components.records.model import ModelCard
from components.records.refusal import Refusal

LOOK_AGAIN_S = 1.0


def show_terms(
    t: Translator,
    page: str,
    card: ModelCard,
    note: str,
    on_accept: Callable[[], None] = lambda: None,
) -> None:
    """Ask for the terms of a model that waits for them; once a run, its keys are the page's.

    Args:
        note: What happens once they are accepted, and until then.
        on_accept: Called once they are accepted, before the page runs again.
    """
    with st.container(border=True, width=560, key=f"{page}-terms"):
        st.markdown(f"**{t('terms.title', model=card.name)}**")
        st.markdown(t("terms.text", model=card.name, licence=card.licence, url=card.terms or ""))
        st.caption(f"{t('terms.then', size=f'{card.size_mb:,}')} {note}".replace("。 ", "。"))
        refusal: Refusal | None = st.session_state.pop(f"{page}.terms_refusal", None)
        if refusal is not None:
            show_refusal(t, refusal)
        st.button(
            t("terms.accept"),
            key=f"{page}.accept_terms",
            icon=":material/check:",
            on_click=_accept,
            args=(page, card, on_accept),
        )


def show_preparing(t: Translator, card: ModelCard) -> None:
    """Show how far a model with terms is on its way into memory, for a page that asks nothing."""
    if card.terms is not None and _is_starting(card):
        st.fragment(_show_progress, run_every=LOOK_AGAIN_S)(t, card)


def _show_progress(t: Translator, card: ModelCard) -> None:
    health = runtime.engines().health(card.id)
    if health is None or not _is_starting(card):
        st.rerun()
    else:
        label, fraction = describe_wait(t, health, None)
        with st.container(width=560):
            st.progress(min(fraction or 0.0, 1.0), text=f"{card.name} · {label}")


def _is_starting(card: ModelCard) -> bool:
    health = runtime.engines().health(card.id)
    return health is not None and health.state == "starting"


def _accept(page: str, card: ModelCard, on_accept: Callable[[], None]) -> None:
    try:
        runtime.offers().accept_terms(card)
    except Refusal as refusal:
        st.session_state[f"{page}.terms_refusal"] = refusal
    else:
        on_accept()
