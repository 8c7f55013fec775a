"""The encoding of a text file, where its bytes do not tell: a guess, and the others to choose."""

from collections.abc import Callable

import streamlit as st

from components.interface.frame.i18n import Translator
from components.text.encodings import ENCODINGS


def show_encoding_choice(
    t: Translator, key: str, encoding: str, on_choose: Callable[[str], None]
) -> None:
    """Say how a file was read, and let the visitor choose another way.

    Args:
        t: Translator.
        key: Of the chooser, another one for each file.
        encoding: How it was read, or was tried to be.
        on_choose: Called with the encoding that is chosen.
    """

    def choose() -> None:
        wish = st.session_state.get(key)
        if wish is not None:
            on_choose(wish)

    st.selectbox(
        t("documents.encoding_guess"),
        ENCODINGS,
        index=ENCODINGS.index(encoding),
        format_func=lambda name: t(f"table.encoding.{name}"),
        key=key,
        on_change=choose,
        width=320,
    )
