"""Registers a component of Streamlit from the files that lie beside its Python module."""

from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from components.interface.browser.bundle import bundle


def load_component(path: Path) -> ComponentRenderer:
    """Register the component whose script, style and markup share a stem; once per process.

    Args:
        path: Its place, of which folder and stem count: `<stem>.js` with all that it imports,
            `<stem>.css` and `<stem>.html`. The stem is the component's name.

    Returns:
        What mounts it.
    """
    return st.components.v2.component(
        path.stem,
        html=path.with_suffix(".html").read_text("utf-8"),
        css=path.with_suffix(".css").read_text("utf-8"),
        js=bundle(path.with_suffix(".js")),
    )
