"""A visitor without a browser: speaks the app's websocket as a browser would.

The messages are Streamlit's own protobufs: `BackMsg` asks for a run of the script, `ForwardMsg`s
bring what it draws. The only module outside the interface that knows Streamlit.
"""

import asyncio
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from components.interface.frame.i18n import load_catalogs

TIMEOUT_S = 120.0
BUSY = ("busy", "session_busy")
"""Refusals that are expected under load; every other one is an error here."""
_WIDGET_ID = re.compile(r"^\$\$ID-[0-9a-f]+-(?P<key>.+)$")


def refusal_patterns() -> dict[str, list[re.Pattern[str]]]:
    """Return refusal key → what its messages look like, in every language."""
    patterns: dict[str, list[re.Pattern[str]]] = {}
    for catalog in load_catalogs().values():
        for key, message in catalog.items():
            if key.startswith("refusal."):
                words = re.split(r"\{[^}]*\}", message)
                pattern = re.compile(".+".join(map(re.escape, words)))
                patterns.setdefault(key.removeprefix("refusal."), []).append(pattern)
    return patterns


_REFUSALS = refusal_patterns()


def find_refusal(text: str) -> str | None:
    """Return which refusal a notice on the screen is; None for any other notice."""
    for key, patterns in _REFUSALS.items():
        if any(pattern.fullmatch(text) for pattern in patterns):
            return key
    return None


@dataclass
class Screen:
    """What one run of the script has drawn.

    Attributes:
        page_hash: The page that ran.
        pages: Address → hash of every page in the menu.
        widgets: Key → id of every widget with a key.
        labels: Key → labels of the options of a group of buttons.
        kinds: How many elements of each kind came.
        errors: Exceptions and notices of something gone wrong.
        refusals: Notices that the app is busy.
        is_over: True once the script has ended.
        num_bytes: What came over the websocket, in bytes.
    """

    page_hash: str = ""
    pages: dict[str, str] = field(default_factory=dict)
    widgets: dict[str, str] = field(default_factory=dict)
    labels: dict[str, list[str]] = field(default_factory=dict)
    kinds: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    is_over: bool = False
    num_bytes: int = 0

    def take(self, message: ForwardMsg) -> None:
        """Take in what the server sent."""
        kind = message.WhichOneof("type")
        if kind == "delta":
            self._take_element(message)
        elif kind == "new_session":
            self.page_hash = message.new_session.page_script_hash
            self.is_over = False
        elif kind == "navigation":
            self.pages = {p.url_pathname: p.page_script_hash for p in message.navigation.app_pages}
            self.page_hash = message.navigation.page_script_hash
        elif kind == "page_not_found":
            self.errors.append("page not found")
        elif kind == "script_finished":
            self._take_end(message.script_finished)

    def _take_end(self, status: int) -> None:
        if status == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            self.errors.append("the script does not compile")
        # FINISHED_EARLY_FOR_RERUN is no end: the script begins again by itself.
        self.is_over = status != ForwardMsg.FINISHED_EARLY_FOR_RERUN

    def _take_element(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind is None:
            return
        self.kinds[kind] += 1
        body = getattr(element, kind)
        if kind == "exception":
            self.errors.append(f"exception: {body.type} {body.message}"[:200])
        elif kind == "alert":
            self._take_notice(body.body, body.format == body.ERROR)
        match = _WIDGET_ID.match(getattr(body, "id", ""))
        if match:
            self.widgets[match["key"]] = body.id
        if match and kind == "button_group":
            self.labels[match["key"]] = [option.content for option in body.options]

    def _take_notice(self, text: str, is_error: bool) -> None:
        refusal = find_refusal(text)
        if refusal in BUSY:
            self.refusals.append(refusal)
        elif refusal is not None or is_error:
            self.errors.append(refusal or f"notice: {text[:200]}")


def rerun_message(
    screen: Screen,
    *,
    page: str | None = None,
    query: str = "",
    values: Mapping[str, str | list[str] | bool] | None = None,
) -> bytes:
    """Ask for a run.

    Args:
        screen: What the last run drew; the first message of a session takes an empty one.
        page: Address of the page to go to; None stays on this one.
        query: What stands after the question mark of the link.
        values: Widget's key → new value: text, labels chosen, or True for a button.

    Returns:
        The message for the websocket.

    Raises:
        KeyError: When a widget is not on the screen.
    """
    message = BackMsg()
    state = message.rerun_script
    state.query_string = query
    state.context_info.locale = "en-US"
    state.context_info.timezone = "UTC"
    state.page_script_hash = screen.page_hash
    if page is not None:
        state.page_script_hash = screen.pages.get(page, "")
        state.page_name = page
    for key, value in (values or {}).items():
        widget = state.widget_states.widgets.add(id=screen.widgets[key])
        if isinstance(value, bool):
            widget.trigger_value = value
        elif isinstance(value, str):
            widget.string_value = value
        else:
            widget.string_array_value.data.extend(value)
    return bytes(message.SerializeToString())


class Visitor:
    """One browser tab; an async context manager.

    Args:
        url: The server, such as `http://127.0.0.1:8501`.
        pause_s: How long a slow reader waits before it reads another message, in seconds.
    """

    def __init__(self, url: str, pause_s: float = 0.0) -> None:
        self._address = url.replace("http", "ws", 1).rstrip("/") + "/_stcore/stream"
        self._pause_s = pause_s
        self._socket: ClientConnection | None = None
        self.screen = Screen()

    async def __aenter__(self) -> "Visitor":
        # A slow reader takes one message at a time, so that the server feels it.
        self._socket = await connect(
            self._address,
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=None,
            max_queue=1 if self._pause_s else 64,
            open_timeout=TIMEOUT_S,
            close_timeout=2,
            ping_interval=None,
            proxy=None,
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._socket is not None:
            await self._socket.close()

    async def run(self, **wish: Any) -> Screen:
        """Ask for a run and read until it is over.

        Args:
            **wish: See `rerun_message`.

        Raises:
            TimeoutError: When the run takes longer than `TIMEOUT_S`.
        """
        await self.ask(**wish)
        return await self.read_until(None)

    async def ask(self, **wish: Any) -> None:
        """Ask for a run; `read_until` gives what it draws."""
        assert self._socket is not None
        message = rerun_message(self.screen, **wish)
        self.screen = Screen(self.screen.page_hash, self.screen.pages)
        await self._socket.send(message)

    async def read_until(self, kind: str | None, count: int = 1) -> Screen:
        """Read until the run is over, or until `count` elements of a kind have come."""
        async with asyncio.timeout(TIMEOUT_S):
            while not self.screen.is_over:
                await self._read()
                if kind is not None and self.screen.kinds[kind] >= count:
                    break
        return self.screen

    async def _read(self) -> None:
        assert self._socket is not None
        message = ForwardMsg()
        data = await self._socket.recv(decode=False)
        message.ParseFromString(data)
        self.screen.take(message)
        self.screen.num_bytes += len(data)
        if self._pause_s:
            await asyncio.sleep(self._pause_s)

    async def vanish(self, *, politely: bool) -> None:
        """Close the tab now, with the browser's good-bye or by a line that goes dead."""
        assert self._socket is not None
        if politely:
            await self._socket.close(1001)
        else:
            self._socket.transport.abort()
