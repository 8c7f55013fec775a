"""Uploads to a server in a process of its own, as a browser sends them."""

import os
import re
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import httpx2
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from components.interface.frame.i18n import Translator

ROOT = Path(__file__).resolve().parents[4]
MB = 1024**2
SCRIPT = """
import tempfile
import streamlit as st
from starlette.middleware import Middleware
from components.interface.frame import server
from components.interface.frame.failure import show_failure
from components.interface.frame.arrivals.frames import RepairedFrames
from components.interface.frame.arrivals.uploads import CountedUploads, StreamlitUploads

if __name__ == "__main__":
    def fail(text):
        raise LookupError(text)

    st.text(st.text_input("text", key="text"))
    if st.session_state.text.startswith("fail"):
        fail(st.session_state.text)
    st.text_input("other", key="other", on_change=lambda: fail(st.session_state.other))
    st.file_uploader("files", accept_multiple_files=True)
else:
    server.WARM_UP_AFTER_S = 3600
    tempfile.tempdir = "missing"
    counted = Middleware(
        CountedUploads,
        kept=StreamlitUploads(),
        max_session_bytes=40 * 1024**2,
        max_server_bytes=50 * 1024**2,
        grace_s=0.3,
    )
    middleware = [Middleware(RepairedFrames), counted]
    app = st.App(
        __file__, lifespan=server.lifespan, middleware=middleware, on_script_error=show_failure
    )
"""


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    """Name the file that the server's log goes to."""
    return tmp_path_factory.mktemp("served") / "server.log"


@pytest.fixture(scope="module")
def url(log):
    """Serve a page with an uploader; the folder for temporary files does not exist."""
    folder = log.parent
    (folder / "served.py").write_text(SCRIPT, "utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(folder / "served.py")]
    settings = {
        "HEADLESS": "true",
        "PORT": str(port),
        "ADDRESS": "127.0.0.1",
        "FILE_WATCHER_TYPE": "none",
    }
    command += ["--server.fileWatcherType=none", "--browser.gatherUsageStats=false"]
    command += ["--logger.enableRich=false"]
    environment = os.environ | {f"STREAMLIT_SERVER_{k}": v for k, v in settings.items()}
    environment |= {"PYTHONPATH": str(ROOT)}
    with log.open("w") as output:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=output, stderr=output
        )
        try:
            yield _await_health(f"http://127.0.0.1:{port}", process)
        finally:
            process.terminate()
            process.wait(timeout=20)


def _await_health(url, process):
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx2.get(f"{url}/_stcore/health").is_success:
                return url
        except httpx2.TransportError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer")


class Tab:
    """A browser tab that can type and upload."""

    def __init__(self, url, locale="en-US"):
        self._url, self._locale = url, locale
        self._open = ExitStack()
        self._ids = {}

    def __enter__(self):
        address = self._url.replace("http", "ws") + "/_stcore/stream"
        self._socket = self._open.enter_context(connect(address, subprotocols=["streamlit"]))
        self._client = self._open.enter_context(httpx2.Client(base_url=self._url))
        self._client.get("/_stcore/health")  # brings the token that uploads need
        message = BackMsg()
        message.rerun_script.context_info.locale = self._locale
        self._socket.send(message.SerializeToString())
        self._drawn()
        return self

    def __exit__(self, *_):
        self._open.close()

    def type(self, text, key="text"):
        """Put a text into a field, half a pair of surrogates as three bytes."""
        raw = text.encode("utf-8", "surrogatepass")
        message = BackMsg()
        message.rerun_script.context_info.locale = self._locale
        message.rerun_script.widget_states.widgets.add(
            id=self._ids[key], string_value="\x01" * len(raw)
        )
        self._socket.send(message.SerializeToString().replace(b"\x01" * len(raw), raw))
        return self._drawn()

    def _drawn(self):
        texts = []
        while True:
            message = ForwardMsg.FromString(self._socket.recv(timeout=30))
            if message.WhichOneof("type") == "script_finished":
                return texts
            element = message.delta.new_element
            if element.WhichOneof("type") == "text":
                texts.append(element.text.body)
            elif element.WhichOneof("type") == "text_input":
                self._ids[element.text_input.id.rsplit("-", 1)[1]] = element.text_input.id
            elif element.WhichOneof("type") in ("alert", "exception"):
                texts.append(getattr(element, element.WhichOneof("type")))

    def upload(self, size):
        """Upload a file; return the status of the answer."""
        ask = BackMsg()
        ask.file_urls_request.request_id = "r"
        ask.file_urls_request.file_names.append("a.txt")
        self._socket.send(ask.SerializeToString())
        while True:
            message = ForwardMsg.FromString(self._socket.recv(timeout=30))
            if message.WhichOneof("type") == "file_urls_response":
                break
        (urls,) = message.file_urls_response.file_urls
        token = self._client.cookies.get("_streamlit_xsrf") or ""
        answer = self._client.put(
            urls.upload_url,
            files={"a.txt": ("a.txt", b"x" * size)},
            headers={"X-Xsrftoken": token},
            timeout=60,
        )
        return answer.status_code


def kept_bytes(url):
    """Return how much the server says it keeps of uploads."""
    text = httpx2.get(f"{url}/_stcore/metrics").text
    found = re.search(r'cache_type="UploadedFileManager".*? ([\d.e+]+)$', text, re.MULTILINE)
    return float(found[1]) if found else 0.0


def test_uploads_hit_a_cap_stay_off_the_disk_and_go_with_their_tab(url):
    with Tab(url) as other:
        assert other.upload(5 * MB) == 204
        with Tab(url) as tab:
            assert [tab.upload(19 * MB) for _ in range(4)] == [204, 204, 429, 429]
            assert other.upload(19 * MB) == 507
            assert kept_bytes(url) == 43 * MB
        until = time.monotonic() + 10
        while kept_bytes(url) > 5 * MB and time.monotonic() < until:
            time.sleep(0.1)
        assert kept_bytes(url) == 5 * MB, "the open tab keeps its file, the closed one none"


def test_half_a_surrogate_pair_reaches_the_page_as_a_replacement_character(url):
    with Tab(url) as tab:
        assert tab.type("a fine film") == ["a fine film"]
        assert tab.type("a terrible film \ud83d") == ["a terrible film \ufffd"]


@pytest.mark.parametrize(("locale", "language"), [("en-US", "en"), ("zh-CN", "zh")])
@pytest.mark.parametrize("key", ["text", "other"], ids=["in the page", "in a callback"])
def test_a_failing_page_says_so_in_the_visitors_language_and_keeps_texts_out_of_the_log(
    url, log, locale, language, key
):
    with Tab(url, locale) as tab:
        *_, told = tab.type("fail on my secret", key)
    assert told.body == Translator(language)("frame.failure")
    text = log.read_text("utf-8")
    assert re.search(r"in fail\b.*\nLookupError", text, re.DOTALL)
    assert "my secret" not in text
