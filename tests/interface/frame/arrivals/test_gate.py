"""The gate in front of a real server, directly and behind a real proxy."""

import asyncio
import http.client
import http.server
import re
import threading
import time

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from components.accounts.secret import is_secret, new_secret
from components.interface.frame.arrivals.gate import COOKIE, SECURE_COOKIE, Gate, secret_of
from components.interface.frame.i18n import Translator

PAGE = {"Accept": "text/html,*/*", "Sec-Fetch-Dest": "document"}


async def greet(websocket):
    await websocket.accept()
    await websocket.send_text("hello")
    await websocket.close()


APP = Starlette(
    routes=[
        Route("/", lambda request: HTMLResponse("<h1>hello</h1>")),
        Route("/data", lambda request: PlainTextResponse("data")),
        WebSocketRoute("/_stcore/stream", greet),
    ],
    middleware=[Middleware(Gate)],
)


@pytest.fixture(scope="module")
def port():
    """Serve as Streamlit does, by uvicorn, which believes forwarded headers from loopback."""
    server = uvicorn.Server(uvicorn.Config(APP, port=0, log_level="critical"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def proxy_port(port):
    """Forward to the server from the same machine, and say for whom, as proxies do."""

    class Proxy(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            answer = get(
                port, self.path, dict(self.headers) | {"X-Forwarded-For": self.client_address[0]}
            )
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *arguments):
            pass

    proxy = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    yield proxy.server_address[1]
    proxy.shutdown()
    proxy.server_close()


def get(port, path="/", headers=PAGE):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.body = answer.read()
    connection.close()
    return answer


def cookie_of(answer):
    return answer.headers["set-cookie"]


def test_a_browser_on_this_machine_is_answered_and_gets_a_secret(port):
    answer = get(port)
    assert (answer.status, answer.body) == (200, b"<h1>hello</h1>")
    found = re.fullmatch(
        rf"{COOKIE}=(\S+); HttpOnly; Max-Age=34560000; Path=/; SameSite=Lax", cookie_of(answer)
    )
    assert is_secret(found[1])
    assert answer.headers["cache-control"] == "no-store"
    assert cookie_of(get(port)) != cookie_of(answer)


def test_a_secret_stays_and_one_made_up_is_replaced(port):
    secret = new_secret()
    kept = get(port, headers=PAGE | {"Cookie": f"other=1; {COOKIE}={secret}"})
    assert f"{COOKIE}={secret};" in cookie_of(kept)
    for bad in ("admin", secret[:-1], f"{secret}x", "", "a b", '"'):
        answer = get(port, headers=PAGE | {"Cookie": f"{COOKIE}={bad}"})
        assert answer.status == 200
        assert bad == "" or f"{COOKIE}={bad};" not in cookie_of(answer)
        assert is_secret(cookie_of(answer).split(";")[0].partition("=")[2])


@pytest.mark.parametrize(
    "headers",
    [{"Accept": "*/*"}, PAGE | {"Sec-Fetch-Dest": "iframe"}, PAGE | {"Sec-Fetch-Dest": "image"}],
)
def test_only_a_page_that_is_opened_sets_the_cookie(port, headers):
    answer = get(port, headers=headers)
    assert answer.status == 200
    assert answer.headers["set-cookie"] is None


def test_a_proxy_on_loopback_is_refused_in_personal_mode_and_served_in_class(
    port, proxy_port, monkeypatch
):
    refused = get(proxy_port)
    assert refused.status == 403
    assert refused.body.decode() == Translator("en")("frame.personal_only") + "\n"
    assert "PATHFINDER_MODE=class" in refused.body.decode()
    assert refused.headers["set-cookie"] is None
    said = get(proxy_port, headers=PAGE | {"Accept-Language": "zh-CN,zh;q=0.9"}).body.decode()
    assert said == Translator("zh")("frame.personal_only") + "\n"
    monkeypatch.setenv("PATHFINDER_MODE", "class")
    served = get(proxy_port)
    assert served.status == 200
    assert "Secure" not in cookie_of(served)


def test_behind_https_the_cookie_is_secure_and_bound_to_the_host(port, monkeypatch):
    monkeypatch.setenv("PATHFINDER_MODE", "class")
    planted = new_secret()
    https = PAGE | {"X-Forwarded-Proto": "https", "Cookie": f"{COOKIE}={planted}"}
    cookie = cookie_of(get(port, headers=https))
    assert cookie.startswith(f"{SECURE_COOKIE}=")
    assert cookie.endswith("; Secure")
    assert planted not in cookie
    secret = cookie.split(";")[0].partition("=")[2]
    assert secret_of({COOKIE: planted, SECURE_COOKIE: secret}) == secret


@pytest.mark.parametrize("path", ["/", "/data"])
def test_a_rebound_name_is_refused_in_personal_mode(port, path):
    assert get(port, path, PAGE | {"Host": "evil.example"}).status == 403
    assert get(port, path, PAGE | {"Host": f"localhost:{port}"}).status == 200


def open_stream(port, **headers):
    async def open_():
        url = f"ws://127.0.0.1:{port}/_stcore/stream"
        async with connect(url, additional_headers=headers, proxy=None) as websocket:
            return await websocket.recv()

    try:
        return asyncio.run(open_())
    except InvalidStatus as refused:
        return refused.response.status_code


@pytest.mark.parametrize("mode", ["personal", "class"])
def test_another_origin_cannot_open_the_websocket(port, monkeypatch, mode):
    monkeypatch.setenv("PATHFINDER_MODE", mode)
    assert open_stream(port) == "hello"
    assert open_stream(port, Origin=f"http://127.0.0.1:{port}") == "hello"
    for origin in (
        *("http://evil.example", f"http://evil.example:{port}", "null", "http://[", ""),
        *("http://127.0.0.1:3000", "http://localhost", f"http://127.0.0.1:{port}.evil.example"),
    ):
        assert open_stream(port, Origin=origin) == 403, origin


def test_a_forwarded_websocket_is_refused_in_personal_mode(port):
    assert open_stream(port, **{"X-Forwarded-For": "127.0.0.1"}) == 403


def test_an_operator_may_allow_an_origin_in_class_mode_only(port, monkeypatch):
    from streamlit import config

    listed = "https://learn.example"
    monkeypatch.setattr(config, "get_option", lambda name: [listed])
    assert open_stream(port, Origin=listed) == 403
    monkeypatch.setenv("PATHFINDER_MODE", "class")
    assert open_stream(port, Origin=listed) == "hello"
