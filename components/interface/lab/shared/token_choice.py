"""A row of tokens of which a visitor chooses one, by click or arrow key."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from components.interface.browser.component import load_component
from components.interface.frame.i18n import Translator
from components.records.token import Token

_token_choice = load_component(Path(__file__))


def show_token_choice(t: Translator, page: str, tokens: Sequence[Token], default: int) -> int:
    """Show the tokens of a text; return the place of the chosen one, from 0.

    A choice holds as long as the tokens stay the same.

    Args:
        t: Translator; the message `<page>.tokens_name` says what is chosen.
        page: Stem of the page; the choice is kept under `<page>.place`, counted from 1, 0 for none.
        tokens: At least one.
        default: Place of the token chosen at first, from 0.
    """
    key, of = f"{page}.place", f"{page}.place_of"
    ids = tuple(token.id for token in tokens)
    if st.session_state.get(of, ids) != ids:
        st.session_state[key] = 0
    st.session_state[of] = ids
    number = st.session_state.get(key) or 0
    chosen = number - 1 if 0 < number <= len(tokens) else default

    def take() -> None:
        place = st.session_state[f"{page}.tokens"].chosen
        if isinstance(place, int) and 0 <= place < len(tokens):
            st.session_state[key] = place + 1

    data = {
        "tokens": [token.text for token in tokens],
        "chosen": chosen,
        "label": t(f"{page}.tokens_name"),
    }
    _token_choice(key=f"{page}.tokens", data=data, on_chosen_change=take)
    return chosen


def last_word(tokens: Sequence[Token]) -> int:
    """Return the place of the last ordinary token that is a word, else of the last token."""
    places = [
        place
        for place, token in enumerate(tokens)
        if not token.is_special and token.text.lstrip("␣#▁")[:1].isalnum()
    ]
    return places[-1] if places else len(tokens) - 1
