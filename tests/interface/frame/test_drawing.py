"""Few draw at a time, whoever waits makes room, nobody is held up for good."""

import threading
import time

import pytest

from components.interface.frame import drawing
from components.interface.frame.drawing import aside, turn


class Crowd:
    """Threads that draw, and the largest number of them that drew at once."""

    def __init__(self):
        self.lock, self.now, self.most = threading.Lock(), 0, 0

    def draw(self, draw_s=0.01):
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(draw_s)
        with self.lock:
            self.now -= 1

    def run(self, visit, count=24):
        threads = [threading.Thread(target=visit) for _ in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
            assert not thread.is_alive()


@pytest.fixture(autouse=True)
def free_turns(monkeypatch):
    monkeypatch.setattr(drawing, "_turns", threading.BoundedSemaphore(2))


def test_few_draw_at_once():
    crowd = Crowd()

    def visit():
        with turn():
            crowd.draw()

    crowd.run(visit)
    assert crowd.most == 2


def test_whoever_waits_lets_others_draw():
    crowd = Crowd()
    waiting = threading.Barrier(12, timeout=10)

    def visit():
        with turn():
            crowd.draw()
            with aside():
                waiting.wait()  # passes only when all twelve wait at the same time
            crowd.draw()

    crowd.run(visit, count=12)
    assert crowd.most == 2


def test_a_turn_is_given_back_when_a_script_is_stopped():
    for _ in range(5):
        with pytest.raises(KeyboardInterrupt), turn(), aside():
            raise KeyboardInterrupt
    assert drawing._turns.acquire(blocking=False)
    assert drawing._turns.acquire(blocking=False)


def test_without_a_turn_stepping_aside_takes_none():
    """A fragment runs by itself, outside the frame."""
    with aside():
        pass
    assert drawing._turns.acquire(blocking=False)
    assert drawing._turns.acquire(blocking=False)


def test_a_script_that_never_ends_stops_nobody(monkeypatch):
    monkeypatch.setattr(drawing, "PATIENCE_S", 0.05)
    drawing._turns.acquire()
    drawing._turns.acquire()
    started = time.monotonic()
    with turn(), aside():
        pass
    assert time.monotonic() - started < 2
    assert not drawing._turns.acquire(blocking=False), "what was not taken is not given back"
