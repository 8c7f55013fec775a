"""What the chosen model cannot read is offered to one that can, one click away."""

from functools import partial

import streamlit as st

from components.interface.demos.text_generation import conversation
from components.interface.demos.text_generation.streaming import Draft
from components.interface.frame import runtime
from components.interface.frame.i18n import Translator
from components.interface.frame.session import take_along
from components.interface.shared.terms import show_terms
from components.records.model import ModelCard
from components.service.readers import find_reader

PAGE = "text_generation"


def find_offer(draft: Draft) -> ModelCard | None:
    """Find a model that reads what the draft's model does not; in a conversation one that chats.

    Returns:
        A model that can be asked now or after its terms are accepted; None if there is none.
    """
    usable = runtime.offers().usable(PAGE)
    cards = [*usable, *runtime.offers().with_terms(PAGE)]
    if draft.request.is_chat:
        cards.sort(key=lambda card: not card.is_chat)  # stable: those that chat come first
    reader = find_reader(draft.card, cards, [draft.request.messages[-1].content])
    return None if reader == draft.card else reader


def show_offer(t: Translator, draft: Draft) -> None:
    """Offer another model below the sentence that says why this one was not asked.

    If its terms of use have not been accepted yet, the page asks for that here, unless the model
    was chosen above, where it asks already.
    """
    turns = conversation.turns()
    if draft.request.is_chat and not (turns and turns[-1].draft is draft):
        return  # an older turn
    model = find_offer(draft)
    if model is None:
        return
    take = partial(_take_offer, draft, model)
    if runtime.offers().awaits_terms(model):
        if st.session_state.get(f"{PAGE}.model") != model.id:
            st.caption(t(f"{PAGE}.offer_terms", model=model.name))
            show_terms(t, PAGE, model, t(f"{PAGE}.offer_writes"), take)
        return
    st.button(
        t(f"{PAGE}.offer", model=model.name),
        key=f"{PAGE}.offer",
        icon=":material/translate:",
        on_click=take,
    )


def _take_offer(draft: Draft, model: ModelCard) -> None:
    """Choose the model and let it write; what was said to one that chats becomes a beginning."""
    st.session_state[f"{PAGE}.model"] = model.id
    if draft.request.is_chat and model.is_chat:
        conversation.answer_again()
        return
    if draft.request.is_chat:
        text = draft.request.messages[-1].content
        st.session_state[f"{PAGE}.mode"] = "continue"
        st.session_state[f"{PAGE}.text"] = text
        take_along(text)
    st.session_state[conversation.WANTED] = True
