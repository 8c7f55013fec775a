"""Limits how much visitors upload, before any of it is read, and frees it when a tab is closed.

Streamlit keeps each file in memory until its session ends, two minutes after its tab was closed or
later, and takes any number of files, whether or not a page uses them.
"""

import asyncio
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Protocol, cast

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from components.interface.frame.process import give_back_memory
from components.text.documents.limits import MAX_BYTES

MAX_SESSION_BYTES = 10 * MAX_BYTES
"""What one tab may keep: ten documents of the largest size."""
MAX_SERVER_BYTES = 1024 * 1024 * 1024
"""What all tabs may keep together."""
GRACE_S = 10.0
"""How long the files of a closed tab stay, in seconds: its connection may only have broken."""
SESSION_FULL, SERVER_FULL = 429, 507
"""How an upload is refused: the browser can tell these from Streamlit's own refusals."""

_ADDRESS = re.compile(r"/_stcore/upload_file/(?P<session>[^/]+)/[^/]+$")


class KeptUploads(Protocol):
    """Where uploads are kept."""

    def sizes(self) -> Mapping[str, int]:
        """Return session → bytes that it keeps."""
        ...

    def is_connected(self, session: str) -> bool:
        """Return whether the tab of a session is open."""
        ...

    def free(self, session: str) -> None:
        """Drop what a session keeps."""
        ...


class StreamlitUploads:
    """The uploads that Streamlit keeps in memory."""

    def sizes(self) -> dict[str, int]:
        """Return session → bytes that it keeps."""
        from streamlit.runtime import get_instance
        from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

        files = cast(MemoryUploadedFileManager, get_instance().uploaded_file_mgr).file_storage
        return {
            session: sum(len(file.data) for file in list(kept.values()))
            for session, kept in list(files.items())
        }

    def is_connected(self, session: str) -> bool:
        """Return whether the tab of a session is open."""
        from streamlit.runtime import get_instance

        return get_instance().is_active_session(session)

    def free(self, session: str) -> None:
        """Drop what a session keeps."""
        from streamlit.runtime import get_instance

        get_instance().uploaded_file_mgr.remove_session_files(session)


class CountedUploads:
    """ASGI middleware that refuses uploads beyond the limits, and frees those of closed tabs."""

    def __init__(
        self,
        app: ASGIApp,
        kept: KeptUploads,
        max_session_bytes: int = MAX_SESSION_BYTES,
        max_server_bytes: int = MAX_SERVER_BYTES,
        grace_s: float = GRACE_S,
    ) -> None:
        self._app, self._kept, self._grace_s = app, kept, grace_s
        self._max_session_bytes, self._max_server_bytes = max_session_bytes, max_server_bytes
        self._arriving: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, unless it is an upload for which there is no room."""
        if scope["type"] == "websocket":
            try:
                await self._app(scope, receive, send)
            finally:
                self._free_later()
            return
        session, size = _session_of(scope), _announced_bytes(scope)
        if session is None or size > MAX_BYTES:  # Streamlit refuses too large a file unread
            await self._app(scope, receive, send)
        else:
            await self._take(session, size, scope, receive, send)

    async def _take(
        self, session: str, size: int, scope: Scope, receive: Receive, send: Send
    ) -> None:
        status = self._refusal(session, size)
        if status is not None:
            # Answered before the body has come, a browser would see a broken connection instead.
            while (await receive()).get("more_body"):
                pass
            await Response(status_code=status)(scope, receive, send)
            return
        self._arriving[session] += size
        try:
            await self._app(scope, receive, send)
        finally:
            self._arriving[session] -= size
            self._arriving += Counter()  # forgets sessions without an upload
            self._free_later()

    def _refusal(self, session: str, size: int) -> int | None:
        """Return the status of the refusal; None if there is room for an upload."""
        sizes = self._kept.sizes()
        arriving = self._arriving.total()
        if sizes.get(session, 0) + self._arriving[session] + size > self._max_session_bytes:
            return SESSION_FULL
        if sum(sizes.values()) + arriving + size > self._max_server_bytes:
            return SERVER_FULL
        return None

    def _free_later(self) -> None:
        """Free what sessions without a tab keep, unless they are back by then."""
        gone = [session for session in self._kept.sizes() if not self._kept.is_connected(session)]
        if gone:
            asyncio.get_running_loop().call_later(self._grace_s, self._free, gone)

    def _free(self, sessions: Sequence[str]) -> None:
        for session in sessions:
            if not self._kept.is_connected(session):
                self._kept.free(session)
        asyncio.get_running_loop().run_in_executor(None, give_back_memory)


def _session_of(scope: Scope) -> str | None:
    """Return which session uploads a file with this request; None for any other request."""
    if scope["type"] != "http" or scope["method"] != "PUT":
        return None
    match = _ADDRESS.search(scope["path"])
    return match["session"] if match else None


def _announced_bytes(scope: Scope) -> int:
    """Return how long the body will be; without a word about it, as long as it may be."""
    headers: list[tuple[bytes, bytes]] = scope.get("headers", [])
    lengths = [value for name, value in headers if name == b"content-length"]
    return int(lengths[0]) if lengths and lengths[0].isdigit() else MAX_BYTES
