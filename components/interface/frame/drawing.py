"""Limits how many scripts draw at a time, so that the server stays responsive under load.

Every visitor's script is a thread, and threads share one interpreter lock: when two hundred draw,
the server's own thread gets the lock for one moment in two hundred, and every page is late.
Drawn a few at a time, the same pages are ready sooner.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

AT_ONCE = 2
PATIENCE_S = 5.0
"""A script waits at most this long, in seconds, then draws anyway: no slow page blocks others."""

_turns = threading.BoundedSemaphore(AT_ONCE)
_own = threading.local()


@contextmanager
def turn() -> Iterator[None]:
    """Wait for a turn and keep it while a page is drawn."""
    _own.is_drawing = True
    _take()
    try:
        yield
    finally:
        _give_back()
        _own.is_drawing = False


@contextmanager
def aside() -> Iterator[None]:
    """Let others draw while this script waits for something; no effect if it has no turn."""
    _give_back()
    try:
        yield
    finally:
        if getattr(_own, "is_drawing", False):
            _take()


def _take() -> None:
    _own.has_turn = _turns.acquire(timeout=PATIENCE_S)


def _give_back() -> None:
    if getattr(_own, "has_turn", False):
        _own.has_turn = False
        _turns.release()
