"""`check_hub` tells in time whether models can be fetched, and never raises."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from components.models import hub
from components.models.hub import check_hub
from components.records.model import HubStatus

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture(autouse=True)
def no_settings(monkeypatch):
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    monkeypatch.delenv("TRANSFORMERS_OFFLINE", raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")  # nobody listens there


@pytest.fixture
def serve(monkeypatch):
    """Give a function that answers every question with a status and headers, after a while."""
    servers = []

    def start(status, headers, delay_s=0.0):
        class Handler(BaseHTTPRequestHandler):
            def do_HEAD(self):
                time.sleep(delay_s)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()

            def log_message(self, *arguments):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        servers.append(server)
        monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.server_port}")

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_hub_that_answers(serve):
    serve(200, {"X-Repo-Commit": COMMIT, "ETag": '"1"', "Content-Length": "3"})
    assert check_hub() == HubStatus(is_reachable=True)


@pytest.mark.parametrize("variable", ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"])
def test_setting_that_forbids_the_hub(serve, monkeypatch, variable):
    serve(200, {"X-Repo-Commit": COMMIT})
    monkeypatch.setenv(variable, "1")
    assert check_hub() == HubStatus(is_reachable=False, reason="offline")


def test_no_connection():
    assert check_hub() == HubStatus(is_reachable=False, reason="no_network")


@pytest.mark.parametrize(
    ("status", "headers"),
    [(200, {"Content-Type": "text/html"}), (404, {}), (502, {}), (403, {"Content-Length": "0"})],
)
def test_page_of_a_proxy_is_no_hub(serve, status, headers):
    serve(status, headers)
    assert check_hub() == HubStatus(is_reachable=False, reason="bad_answer")


def test_slow_hub_is_given_up_in_time(serve):
    serve(200, {"X-Repo-Commit": COMMIT}, delay_s=1.0)
    begun = time.monotonic()
    assert check_hub(timeout_s=0.2) == HubStatus(is_reachable=False, reason="timeout")
    assert time.monotonic() - begun < 0.9


def test_it_never_raises(monkeypatch):
    def fail(*_arguments):
        raise RuntimeError("unforeseen")

    monkeypatch.setattr(hub, "ask_hub", fail)
    assert check_hub() == HubStatus(is_reachable=False, reason="no_network")
