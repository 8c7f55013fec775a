"""What happens when the server starts and ends, outside any visitor's session."""

import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any

from starlette.formparsers import MultiPartParser
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from components.accounts.mode import check_address
from components.interface.frame import runtime
from components.interface.frame.arrivals.frames import RepairedFrames
from components.interface.frame.arrivals.gate import Gate
from components.interface.frame.arrivals.uploads import CountedUploads, StreamlitUploads
from components.interface.frame.failure import log_without_texts, note_missing_page
from components.interface.frame.process import read_process
from components.text.documents.limits import MAX_BYTES

WARM_UP_AFTER_S = 3.0
"""By then the first visitor's page has been drawn; importing torch earlier would delay it."""


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Prepare the process for its visitors, and load the bundled models in the background."""
    _forget_legacy_pages()
    _open_no_dialog()
    log_without_texts()
    _import_what_charts_need()
    _keep_uploads_off_the_disk()
    timer = threading.Timer(WARM_UP_AFTER_S, lambda: runtime.offers().warm_up())
    timer.daemon = True
    timer.start()
    yield
    timer.cancel()
    runtime.engines().shut_down()


def refuse_open_start() -> None:
    """End the process, with one line that says why, where others could reach a personal app."""
    from streamlit import config

    try:
        check_address(config.get_option("server.address"))
    except ValueError as error:
        sys.exit(str(error))


def _import_what_charts_need() -> None:
    """Import Plotly and pandas before the first visitor.

    Plotly looks into `sys.modules` for pandas. When several first visitors open pages with charts,
    it finds a pandas that another visitor's thread has only half imported, and fails.
    """
    for name in ("pandas", "plotly.graph_objects"):
        import_module(name)


def show_metrics(_request: Request) -> Response:
    """Answer `/metrics`; Streamlit's own numbers stay at `/_stcore/metrics`.

    Streamlit has no public way to add numbers to its endpoint, and its format is another one.
    """
    from components.export.prometheus import CONTENT_TYPE, prometheus_text

    text = prometheus_text(runtime.engines().running(), read_process())
    return Response(text, headers={"content-type": CONTENT_TYPE, "cache-control": "no-store"})


def _keep_uploads_off_the_disk() -> None:
    """Let an upload come in through memory; by default Starlette spools 1 MB and more to a file."""
    MultiPartParser.spool_max_size = MAX_BYTES + 1


ROUTES = [Route("/metrics", show_metrics, methods=["GET"])]
"""What the server answers besides the app's pages."""
MIDDLEWARE = [
    Middleware(Gate),
    Middleware(RepairedFrames),
    Middleware(CountedUploads, kept=StreamlitUploads()),
]
"""What looks at all that arrives before Streamlit does."""


def _forget_legacy_pages() -> None:
    """Keep Streamlit from looking for scripts in `pages/` by itself.

    Without this the first visitor of a fresh process who follows a link to a page is told that the
    page does not exist: until `st.navigation` has run once, Streamlit 1.67 treats the folder
    `pages/` as an old-style multi-page app. There is no public setting; a browser test covers it.
    """
    from streamlit.runtime.pages_manager import PagesManager

    PagesManager.uses_pages_directory = False


def _open_no_dialog() -> None:
    """Let the app say that a link leads to no page; Streamlit's dialog is in English.

    There is no public setting; a browser test covers it.
    """
    vars(import_module("streamlit.commands.navigation"))["send_page_not_found"] = note_missing_page
