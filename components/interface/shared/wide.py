"""A box for what is wider than a phone: it scrolls sideways instead of being squeezed."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


def wide_container(key: str, min_width_px: int, width_px: int | None = None) -> DeltaGenerator:
    """Return a container whose content keeps a width.

    Args:
        key: Key of the container, unique on the page.
        min_width_px: The content is never narrower.
        width_px: Width of the container on a screen that is wide enough; None for all there is.
    """
    st.html(
        f"<style>.st-key-{key} {{ overflow-x: auto; }}"
        f".st-key-{key} > * {{ min-width: {min_width_px}px; }}</style>"
    )
    return st.container(key=key, width="stretch" if width_px is None else width_px)
