"""The frame of every page: language, menu, footer. Run it with `streamlit run app.py`."""

from pathlib import Path

import streamlit as st

from components.interface.frame.drawing import turn
from components.interface.frame.failure import show_failure, show_missing_page
from components.interface.frame.menu import HOME, MENU
from components.interface.frame.server import MIDDLEWARE, ROUTES, lifespan, refuse_open_start
from components.interface.frame.session import (
    current_translator,
    enter_page,
    session_id,
    show_language_switch,
)

LOGO = Path(__file__).parent / "assets" / "logo.svg"
FRAME_STYLE = """
<style>
  /* The language switch stands in the header, beside Streamlit's own menu. */
  [data-testid="stVerticalBlock"].st-key-frame-language {
    position: fixed; top: 0.8rem; right: 3.25rem; z-index: 999990; width: auto;
  }
  /* Pages show their own progress and their own, translated Stop. */
  [data-testid="stStatusWidget"] { display: none; }
  .st-key-frame-language button { min-height: 2.1rem; padding-block: 0; }
  /* Examples are one line each on a phone, and look like something to press. */
  [class*="st-key-"][class*="-examples"] button {
    min-height: 1.75rem; text-decoration: underline dotted; text-underline-offset: 0.25em;
  }
  /* A link on the first page stands in line with the sentence under it. */
  [class*="st-key-home-link-"] [data-testid="stPageLink-NavLink"] { padding-inline: 0; }
</style>
"""


def show_app() -> None:
    """Draw the frame and the page that the visitor chose in it."""
    st.set_page_config(page_title="LLM Pathfinder", page_icon=str(LOGO), layout="wide")
    session_id()
    st.html(FRAME_STYLE)
    with st.container(key="frame-language"):
        show_language_switch()
    t = current_translator()
    sections = {
        t(f"menu.{section}"): [
            st.Page(path, title=t(f"{stem}.nav"), icon=icon, url_path=stem, default=stem == HOME)
            for stem, (path, icon) in pages.items()
        ]
        for section, pages in MENU.items()
    }
    st.logo(str(LOGO), size="large")
    page = st.navigation(sections, position="top")
    enter_page(page.url_path or HOME)
    show_missing_page()
    page.run()
    st.divider()
    st.caption(t("frame.footer"))


if __name__ == "__main__":
    with turn():
        show_app()
else:
    # `streamlit run` finds this application and serves it; each visit runs the branch above.
    refuse_open_start()
    app = st.App(
        Path(__file__),
        lifespan=lifespan,
        routes=ROUTES,
        middleware=MIDDLEWARE,
        on_script_error=show_failure,
    )
