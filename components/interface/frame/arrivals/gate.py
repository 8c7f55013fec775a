"""What every request passes first: is it from where it may come, and which browser is it?

An ASGI middleware. In personal mode it answers this machine's own browser alone; in every mode a
page of another origin cannot open the app's websocket, and a browser gets a secret in a cookie that
no script can read.
"""

from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.accounts.mode import current_mode, is_own_request
from components.accounts.secret import is_secret, new_secret
from components.interface.frame.i18n import Translator, closest_language

COOKIE, SECURE_COOKIE = "pathfinder", "__Host-pathfinder"
"""Over https the name's prefix keeps sibling domains from planting a secret that they know:
https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie#cookie_prefixes."""
MAX_AGE_S = 400 * 86_400
"""Longest that browsers keep a cookie; every visit begins it anew."""


class Gate:
    """Refuses strangers' requests and sets the cookie.

    Args:
        app: What answers behind it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if not _may_pass(scope, headers):
            await _refuse(scope, receive, send, headers)
        elif _is_document(scope, headers):
            await self._app(scope, receive, _with_cookie(scope, headers, send))
        else:
            await self._app(scope, receive, send)


def secret_of(cookies: Mapping[str, str]) -> str | None:
    """Return the secret among a browser's cookies; None where there is none, or one made up."""
    found = (cookies.get(name, "") for name in (SECURE_COOKIE, COOKIE))
    return next((secret for secret in found if is_secret(secret)), None)


def _may_pass(scope: Scope, headers: Headers) -> bool:
    server, peer = ((scope.get(end) or [None])[0] for end in ("server", "client"))
    if current_mode() == "personal" and not is_own_request(server, peer, headers.items()):
        return False
    return scope["type"] == "http" or _is_same_origin(headers)


def _is_same_origin(headers: Headers) -> bool:
    """Compare the `Origin` of a websocket with its `Host`; a client without one is no browser.

    Streamlit itself would let every port of this machine in, and look up the machine's external
    address for anybody else.
    """
    origin = headers.get("origin")
    if origin is None or origin in _allowed_origins():
        return True
    try:
        return urlsplit(origin).netloc.lower() == headers.get("host", "").lower()
    except ValueError:
        return False


def _allowed_origins() -> list[str]:
    """Return what the operator of a class allows besides: for proxies that change the `Host`."""
    from streamlit import config

    return list(config.get_option("server.corsAllowedOrigins")) if _is_class() else []


def _is_class() -> bool:
    return current_mode() == "class"


def _is_document(scope: Scope, headers: Headers) -> bool:
    """Return whether a browser opens a page, rather than what belongs to one."""
    return (
        scope["type"] == "http"
        and scope["method"] == "GET"
        and "text/html" in headers.get("accept", "")
        and headers.get("sec-fetch-dest", "document") == "document"
    )


def _with_cookie(scope: Scope, headers: Headers, send: Send) -> Send:
    """Return a `send` that adds the cookie to the answer, which nobody may keep for another."""
    is_https = scope["scheme"] == "https" or (
        _is_class() and headers.get("x-forwarded-proto", "").split(",")[0].strip() == "https"
    )
    name = SECURE_COOKIE if is_https else COOKIE
    held = _read_cookie(headers, name)
    secret = held if is_secret(held) else new_secret()
    cookie = f"{name}={secret}; HttpOnly; Max-Age={MAX_AGE_S}; Path=/; SameSite=Lax"

    async def send_(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer = MutableHeaders(scope=message)
            answer.append("set-cookie", f"{cookie}; Secure" if is_https else cookie)
            answer["cache-control"] = "no-store"
        await send(message)

    return send_


def _read_cookie(headers: Headers, name: str) -> str:
    for line in headers.getlist("cookie"):
        try:
            morsel = SimpleCookie(line).get(name)
        except CookieError:
            continue
        if morsel is not None:
            return morsel.value
    return ""


async def _refuse(scope: Scope, receive: Receive, send: Send, headers: Headers) -> None:
    """Answer with one line, in the browser's language; a websocket, which shows none, by 403."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    wish = headers.get("accept-language", "").split(",")[0].split(";")[0].strip()
    said = Translator(closest_language(wish))("frame.personal_only")
    await PlainTextResponse(f"{said}\n", 403)(scope, receive, send)
