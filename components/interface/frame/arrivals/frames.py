"""Repairs texts that are no Unicode on their way from the browser to Streamlit.

A text field may hold half of a surrogate pair, and the browser sends that half as it is: three
bytes that UTF-8 does not allow. Streamlit refuses the whole message and drops the connection, and
the page goes on showing the result of the text before. U+FFFD is three bytes long as well, so the
lengths that stand in a message stay true.
"""

import re

from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

_SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
_REPLACEMENT = "\ufffd".encode()


class RepairedFrames:
    """ASGI middleware that repairs what comes over a websocket."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a connection on; every frame that comes over a websocket is repaired first."""

        async def receive_repaired() -> Message:
            message = await receive()
            if message.get("bytes"):
                message["bytes"] = repair_frame(message["bytes"])
            return message

        is_websocket = scope["type"] == "websocket"
        await self._app(scope, receive_repaired if is_websocket else receive, send)


def repair_frame(frame: bytes) -> bytes:
    """Replace lone surrogates in the texts of a message by U+FFFD.

    Args:
        frame: A serialized `BackMsg`.

    Returns:
        The same bytes, unless Streamlit cannot read them and they hold surrogates.
    """
    if not _SURROGATE.search(frame) or _can_be_read(frame):
        return frame
    return _SURROGATE.sub(_REPLACEMENT, frame)


def _can_be_read(frame: bytes) -> bool:
    """Return whether these bytes are a message: such a sequence may also be part of a number."""
    try:
        BackMsg.FromString(frame)
    except DecodeError:
        return False
    return True
