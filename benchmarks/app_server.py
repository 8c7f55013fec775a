"""The app under test: started in a process of its own, or one that runs on this machine already."""

import logging
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
LOOPBACK = ("127.0.0.1", "localhost", "::1")
START_S = 120.0
_LOG = logging.getLogger(__name__)
_SAMPLE = re.compile(r"^(?P<name>\w+)(?:\{(?P<labels>.*)\})? (?P<value>\S+)$")
_LABEL = re.compile(r'(\w+)="([^"]*)"')
# A proxy that the environment names has no business with this machine's own addresses.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))

Samples = dict[str, dict[tuple[tuple[str, str], ...], float]]


def check_url(url: str) -> str:
    """Accept only an address of this machine: a load test never targets another one.

    Raises:
        ValueError: For any other host.

    Example:
        >>> check_url("http://127.0.0.1:8501/")
        'http://127.0.0.1:8501'
    """
    parts = urlsplit(url)
    if parts.scheme != "http" or parts.hostname not in LOOPBACK:
        raise ValueError(f"{url} is not on this machine; allowed: http:// on {', '.join(LOOPBACK)}")
    return f"http://{parts.netloc}"


def fetch(url: str, timeout_s: float = 30.0) -> str:
    """Get a page's text."""
    with _OPENER.open(url, timeout=timeout_s) as answer:
        return str(answer.read().decode())


def read_samples(text: str) -> Samples:
    """Read the metrics: name → labels, sorted, → value.

    Example:
        >>> read_samples('busy{model="a"} 1.0')
        {'busy': {(('model', 'a'),): 1.0}}
    """
    samples: Samples = {}
    for line in text.splitlines():
        match = _SAMPLE.match(line)
        if match:
            labels = tuple(sorted(_LABEL.findall(match["labels"] or "")))
            samples.setdefault(match["name"], {})[labels] = float(match["value"])
    return samples


def read_metrics(url: str) -> Samples:
    """Ask the app for its metrics."""
    return read_samples(fetch(f"{url}/metrics"))


def value_of(samples: Samples, name: str, **labels: str) -> float:
    """Return one sample; 0 if it is missing."""
    return samples.get(name, {}).get(tuple(sorted(labels.items())), 0.0)


def models_in(samples: Samples, state: str) -> set[str]:
    """Name the models in a state."""
    rows = samples.get("pathfinder_model_state", {})
    return {
        dict(labels)["model"]
        for labels, value in rows.items()
        if value and dict(labels)["state"] == state
    }


def wait_for_models(url: str) -> None:
    """Wait until the models that the app loads by itself are in memory.

    Raises:
        TimeoutError: When they are not after two minutes.
    """
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        samples = read_metrics(url)
        if models_in(samples, "ready") and not models_in(samples, "starting"):
            return
        time.sleep(0.25)
    raise TimeoutError("the models were not loaded in time")


@contextmanager
def own_server() -> Iterator[tuple[str, Path]]:
    """Start the app on a free port and stop it at the end; yields its address and its log.

    Raises:
        RuntimeError: When it ends by itself.
        TimeoutError: When it does not answer in time.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "server.log"
        with path.open("w", encoding="utf-8") as log:
            process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "streamlit", "run", "app.py"),
                    *("--server.headless", "true", "--server.address", "127.0.0.1"),
                    *("--server.port", str(port)),
                ],
                cwd=ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
            try:
                _wait_for_health(url, process)
                yield url, path
            finally:
                process.terminate()
                process.wait(timeout=30)


def _wait_for_health(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError("the server ended by itself")
        try:
            fetch(f"{url}/_stcore/health", 2)
            return
        except OSError:
            time.sleep(0.02)
    raise TimeoutError("the server did not answer in time")


class HealthWatch:
    """Asks for the server's health twice a second in a thread of its own; a context manager.

    Attributes:
        max_s: Longest time to an answer, in seconds.
        num_failed: How often there was none.
    """

    def __init__(self, url: str, period_s: float = 0.5) -> None:
        self._url, self._period_s = f"{url}/_stcore/health", period_s
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="health-watch", daemon=True)
        self.max_s, self.num_failed = 0.0, 0

    def __enter__(self) -> "HealthWatch":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._is_over.set()
        self._thread.join(40)

    def _watch(self) -> None:
        while not self._is_over.wait(self._period_s):
            started = time.perf_counter()
            try:
                fetch(self._url)
            except OSError as error:
                self.num_failed += 1
                _LOG.warning("health: %s", error)
            self.max_s = max(self.max_s, time.perf_counter() - started)
