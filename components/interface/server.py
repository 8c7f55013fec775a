"""What happens when the server starts and ends, outside any visitor's session."""

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from components.interface import runtime

WARM_UP_AFTER_S = 3.0
"""The first visitor's page is painted by then; importing torch any earlier would hold it up."""


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Prepare the process for its visitors, and load the bundled models behind their backs."""
    _forget_legacy_pages()
    timer = threading.Timer(WARM_UP_AFTER_S, runtime.warm_up)
    timer.daemon = True
    timer.start()
    yield
    timer.cancel()
    runtime.shut_down()


def _forget_legacy_pages() -> None:
    """Keep Streamlit from looking for scripts in `pages/` by itself.

    Without this the first visitor of a fresh process who follows a link to a page is told that the
    page does not exist: until `st.navigation` has run once, Streamlit 1.67 takes the folder
    `pages/` for its old way of multi-page apps. There is no public setting; a browser test watches
    over it.
    """
    from streamlit.runtime.pages_manager import PagesManager

    PagesManager.uses_pages_directory = False
