"""The structure that every page shares: heading, folded explanations, what to try next."""

from collections.abc import Sequence

import streamlit as st

from components.interface.frame.i18n import Translator
from components.interface.frame.permalink import Setting, parse_settings, parse_text
from components.interface.frame.session import take_along


def show_heading(t: Translator, page: str) -> None:
    """Show a page's title and the sentence that says what it is for."""
    st.title(t(f"{page}.title"), anchor=False)
    with st.container(width=720):
        st.markdown(t(f"{page}.lead"))


def restore_from_link(page: str, settings: Sequence[Setting]) -> None:
    """Set the page's widgets from a permalink, once, before they render.

    The language stays in the address: reloading the page must not lose it.

    Args:
        page: Stem of the page; widget keys are `<page>.<setting>`.
        settings: What the page's links carry.
    """
    if not st.query_params:
        return
    params = st.query_params.to_dict()
    for name, value in parse_settings(settings, params).items():
        st.session_state[f"{page}.{name}"] = value
    text = parse_text(params)
    if text is not None:
        take_along(text)
        st.session_state[f"{page}.text"] = text
        st.session_state[f"{page}.from_link"] = True
    st.query_params.from_dict({"lang": params["lang"]} if "lang" in params else {})


def show_how_it_works(t: Translator, page: str) -> None:
    """Show the folded explanation: the messages `<page>.how.1`, `.2` … as paragraphs."""
    with st.expander(t("common.how_it_works")), st.container(width=720):
        for paragraph in t.items(f"{page}.how"):
            st.markdown(paragraph)


def show_code(t: Translator, code: str) -> None:
    """Show the folded plain code that reproduces the numbers."""
    with st.expander(t("common.show_code")):
        with st.container(width=720):
            st.caption(t("common.show_code_note"))
        st.code(code, language="python", wrap_lines=True)
