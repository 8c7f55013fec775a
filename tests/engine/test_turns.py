"""Texts of several visitors grow in turns; who needs to be alone is."""

import threading
import time
from types import SimpleNamespace

import pytest

from components.engine.runners import MOST_TOGETHER, OneByOne
from components.engine.turns import TakingTurns
from components.engine.worker import Engine
from components.records.refusal import Refusal


class Letters:
    """Requests such as `"aaa"`: a step a letter; capitals go whole, `!` needs to be alone."""

    def __init__(self):
        self.order, self.gate = [], threading.Event()

    def can_go_by_steps(self, model, request):
        return not request.isupper()

    def needs_to_be_alone(self, request):
        return "!" in request

    def run_by_steps(self, model, request, emit):
        self.gate.wait(5)
        try:
            for letter in request:
                if letter == "?":
                    raise ValueError("not a letter")
                self.order.append(letter)
                emit(letter)
                yield
        finally:
            self.order.append("/")
        return request.upper()

    def run(self, model, request, emit):
        self.order.append(request)
        return request.lower()


@pytest.fixture
def letters():
    return Letters()


@pytest.fixture
def engine(letters):
    model = SimpleNamespace(device="cpu", backend="test", fallback=None)
    engine = Engine(
        lambda report: model,
        letters.run,
        "turns",
        make_runner=lambda model, run: TakingTurns(model, letters, OneByOne(model, run)),
    )
    yield engine
    letters.gate.set()
    engine.close()


def submit_all(engine, letters, *requests):
    """Submit while the first one waits at its gate, so that all are there before it goes on."""
    first = engine.submit(requests[0], "visitor 0")
    while not engine.health().is_busy:
        time.sleep(0.005)
    others = [engine.submit(r, f"visitor {n}") for n, r in enumerate(requests[1:], start=1)]
    letters.gate.set()
    return [first, *others]


def result(engine, job):
    list(engine.stream(job, poll_s=0.01))
    return job.result()


def test_texts_grow_in_turns(engine, letters):
    jobs = submit_all(engine, letters, "aaaa", "bbbb")
    assert [result(engine, job) for job in jobs] == ["AAAA", "BBBB"]
    assert "".join(letters.order) == "aababab/b/"
    assert max(dict(engine.stats().batch_sizes)) == 2


def test_who_needs_to_be_alone_is_and_nobody_overtakes(engine, letters):
    jobs = submit_all(engine, letters, "aaa", "b!", "cc")
    assert [result(engine, job) for job in jobs] == ["AAA", "B!", "CC"]
    assert "".join(letters.order) == "aaa/b!/cc/"


def test_others_are_computed_in_between(engine, letters):
    jobs = submit_all(engine, letters, "aaaa", "WHOLE")
    assert [result(engine, job) for job in jobs] == ["AAAA", "whole"]
    assert letters.order == ["a", "WHOLE", "a", "a", "a", "/"]


def test_no_more_than_a_batch_at_once(engine, letters):
    requests = [f"{chr(97 + number)}" * 3 for number in range(MOST_TOGETHER + 1)]
    jobs = submit_all(engine, letters, *requests)
    assert [result(engine, job) for job in jobs] == [request.upper() for request in requests]
    assert max(dict(engine.stats().batch_sizes)) == MOST_TOGETHER
    last = requests[-1][0]
    assert letters.order.index("/") < letters.order.index(last)


def test_a_fault_or_a_stop_ends_one_text_alone(engine, letters):
    jobs = submit_all(engine, letters, "aaaa", "b?", "cccccccc")
    stopped = engine.submit("d" * 100_000, "visitor 4")
    events = engine.stream(stopped)
    assert next(events) == "d"
    events.close()
    assert result(engine, jobs[0]) == "AAAA"
    with pytest.raises(Refusal, match="job_failed"):
        result(engine, jobs[1])
    assert result(engine, jobs[2]) == "CCCCCCCC"
    with pytest.raises(Refusal, match="cancelled"):
        result(engine, stopped)
    assert letters.order.count("/") == 4
    assert letters.order.count("d") < 100_000
