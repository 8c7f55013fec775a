"""What to do with a result: open it on another page, link to it."""

from collections.abc import Mapping, Sequence

import streamlit as st

from components.interface.frame.i18n import Translator
from components.interface.frame.menu import PAGES
from components.interface.frame.permalink import MAX_TEXT, Setting, Value, build_link


def show_onward(
    t: Translator,
    page: str,
    settings: Sequence[Setting],
    values: Mapping[str, Value],
    text: str,
) -> None:
    """Show *open in…* for the other pages, and the permalink.

    Args:
        page: Stem of this page.
        settings: What the link carries.
        values: Setting → value now; what the visitor wrote goes into the link only when asked to.
        text: The visitor's text; the same holds for it.
    """
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.caption(t("common.open_in"), width="content")
        for stem, (script, icon) in PAGES.items():
            if stem != page:
                st.page_link(script, label=t(f"{stem}.nav"), icon=icon)
        with st.popover(t("common.link"), icon=":material/link:", type="tertiary"):
            _show_link(t, page, settings, values, text)


def _show_link(
    t: Translator,
    page: str,
    settings: Sequence[Setting],
    values: Mapping[str, Value],
    text: str,
) -> None:
    own = {s.name for s in settings if s.is_text and values.get(s.name)}
    is_short = len(text) <= MAX_TEXT and bool(text or own)
    wants_text = st.checkbox(t("common.link_text"), key=f"{page}.link_text", disabled=not is_short)
    if text and not is_short:
        st.caption(t("common.link_too_long", limit=f"{MAX_TEXT:,}"))
    if not (wants_text and is_short):
        values, text = {name: v for name, v in values.items() if name not in own}, ""
    url = build_link(st.context.url or "", settings, values, text)
    st.code(url, language=None, wrap_lines=True)
