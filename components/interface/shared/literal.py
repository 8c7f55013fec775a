"""Text of visitors and models, exactly as it is and in its own direction, and how to copy it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from components.interface.browser.component import load_component

# Two texts of one container flow on as one; without these rules one stands below the other.
_STYLE = """
<style>
[class*="st-key-literal-"] { display: block !important; }
[class*="st-key-literal-"] > div, [class*="st-key-literal-"] [data-testid="stText"],
[class*="st-key-literal-"] [data-testid="stText"] * { display: inline !important; }
[class*="st-key-literal-"] [data-testid="stText"] {
  font-family: inherit; white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.7;
  unicode-bidi: plaintext;
}
[class*="st-key-literal-"] [data-testid="stText"] * { white-space: pre-wrap; }
[class*="st-key-literal-prompt"] > div:first-child [data-testid="stText"] { opacity: 0.62; }
</style>
"""
# `st.text` strips and dedents what it is given; a zero-width space at both ends keeps it as it is.
_GUARD = "\u200b"
_copy_button = load_component(Path(__file__).with_name("copy_button"))


def show_literal_style() -> None:
    """Put the styles for literal text on the page; once per page."""
    st.html(_STYLE)


@dataclass(frozen=True)
class LiteralPlace:
    """A place on the page that shows one text at a time.

    Attributes:
        place: An `st.empty()`.
    """

    place: Any

    def text(self, text: str) -> None:
        """Show a text in full ink, in place of the one before."""
        self.place.text(f"{_GUARD}{text}{_GUARD}")


def literal_place(key: str, prompt: str = "") -> LiteralPlace:
    """Create a place for text that may grow.

    Args:
        key: Of the place, unique on the page.
        prompt: Shown before the text, in muted ink; nothing if empty.

    Returns:
        The place, empty.
    """
    kind = "prompt" if prompt else "plain"
    with st.container(key=f"literal-{kind}-{key}", width=720):
        if prompt:
            st.text(f"{_GUARD}{prompt}{_GUARD}")
        return LiteralPlace(st.empty())


def show_copy_button(label: str, done: str, text: str, key: str) -> None:
    """Show a button that copies a text.

    Args:
        label: Of the button.
        done: Label for two seconds afterwards.
        text: What is copied.
    """
    _copy_button(key=key, data={"label": label, "done": done, "text": text}, width="content")
