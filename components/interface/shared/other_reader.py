"""A text that the chosen model cannot read chooses one that can; the visitor can change it back."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

import streamlit as st

from components.interface.frame import runtime
from components.interface.frame.i18n import Translator
from components.service.readers import MOST_PARTS, find_reader


@dataclass(frozen=True)
class _Followed:
    """For which texts a model was chosen: `wish` by the visitor, `model` because it reads them."""

    texts: tuple[str, ...]
    wish: str
    model: str


def follow_text(page: str, task: str, texts: Iterable[str]) -> None:
    """Let the choice of a model follow a new text; call it before the model picker.

    Args:
        page: Stem of the page; the picker's key is `<page>.model`.
        task: In the catalog.
        texts: What is to be read. Each sentence counts, so that a Chinese sentence among English
            ones is read too.
    """
    key, memory = f"{page}.model", f"{page}.followed"
    before: _Followed | None = st.session_state.get(memory)
    first = tuple(islice(texts, MOST_PARTS))
    if before is not None and before.texts == first:
        return
    usable = runtime.offers().usable(task)
    by_id = {card.id: card for card in usable}
    chosen = st.session_state.get(key)
    if before is not None and chosen == before.model:
        chosen = before.wish
    wish = by_id.get(str(chosen), usable[0])
    model = find_reader(wish, usable, first)
    st.session_state[memory] = _Followed(first, wish.id, model.id)
    st.session_state[key] = model.id


def show_followed(t: Translator, page: str) -> None:
    """Say that the text chose the model, as long as it has."""
    followed: _Followed | None = st.session_state.get(f"{page}.followed")
    if followed is None or followed.model == followed.wish:
        return
    if st.session_state.get(f"{page}.model") != followed.model:
        return
    cards = runtime.offers().cards
    names = {"model": cards[followed.model].name, "wish": cards[followed.wish].name}
    st.container(width=720).info(t("note.other_reader", **names), icon=":material/translate:")
