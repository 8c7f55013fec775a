"""What waits at the same time goes together, and nobody pays for a neighbour."""

import threading
import time
from types import SimpleNamespace

import pytest

from components.engine.job import JobCancelled
from components.engine.runners import MOST_TOGETHER, Together
from components.engine.worker import Engine
from components.records.refusal import Refusal


class Calls:
    """Doubles numbers; keeps how they were grouped; the first call waits for the test."""

    def __init__(self):
        self.groups, self.gate = [], threading.Event()

    def run(self, model, request, emit):
        self.groups.append([request])
        self.gate.wait(5)
        return request * 2

    def run_together(self, model, requests, emits):
        self.groups.append(list(requests))
        results = []
        for request, emit in zip(requests, emits, strict=True):
            try:
                emit(None)
                results.append(Refusal("odd") if request == 13 else request * 2)
            except JobCancelled as error:
                results.append(error)
        return results


@pytest.fixture
def calls():
    return Calls()


@pytest.fixture
def engine(calls):
    def make_runner(model, run):
        return Together(model, run, calls.run_together, lambda request: request < 1000)

    model = SimpleNamespace(device="cpu", backend="test", fallback=None)
    engine = Engine(lambda report: model, calls.run, "together", make_runner=make_runner)
    engine.submit(0, "blocker")
    while not engine.health().is_busy:
        time.sleep(0.005)
    yield engine
    calls.gate.set()
    engine.close()


def results(engine, jobs):
    found = []
    for job in jobs:
        list(engine.stream(job, poll_s=0.01))
        try:
            found.append(job.result())
        except Refusal as refusal:
            found.append(refusal.key)
    return found


def test_what_waits_goes_together_and_comes_back_to_its_owner(engine, calls):
    jobs = [engine.submit(n, f"visitor {n}") for n in range(1, 6)]
    calls.gate.set()
    assert results(engine, jobs) == [2, 4, 6, 8, 10]
    assert calls.groups == [[0], [1, 2, 3, 4, 5]]
    assert dict(engine.stats().batch_sizes) == {1: 1, 5: 1}


def test_a_batch_has_a_limit(engine, calls):
    jobs = [engine.submit(n, f"visitor {n}") for n in range(1, MOST_TOGETHER + 3)]
    calls.gate.set()
    results(engine, jobs)
    assert [len(group) for group in calls.groups] == [1, MOST_TOGETHER, 2]


def test_a_neighbour_s_refusal_is_the_neighbour_s(engine, calls):
    jobs = [engine.submit(n, f"visitor {n}") for n in (1, 13, 3)]
    calls.gate.set()
    assert results(engine, jobs) == [2, "odd", 6]


def test_a_cancelled_job_leaves_the_others_alone(engine, calls):
    jobs = [engine.submit(n, f"visitor {n}") for n in (1, 2, 3)]
    jobs[1].cancel()
    calls.gate.set()
    assert results(engine, jobs) == [2, "cancelled", 6]


def test_what_cannot_share_runs_alone_and_nobody_overtakes(engine, calls):
    jobs = [engine.submit(n, f"visitor {n}") for n in (1, 2000, 3, 4)]
    calls.gate.set()
    assert results(engine, jobs) == [2, 4000, 6, 8]
    assert calls.groups == [[0], [1], [2000], [3, 4]]
