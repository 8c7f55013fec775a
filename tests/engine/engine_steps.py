"""A model whose every step a test decides, and ways to follow its jobs."""

import threading
import time
from dataclasses import dataclass, field

from components.records.answer import Progress, TextDelta


@dataclass
class StepModel:
    """Holds a job at each step until the test lets it go on."""

    device: str = "cpu"
    backend: str = "test"
    fallback: str | None = None
    gate: threading.Event = field(default_factory=threading.Event)
    order: list = field(default_factory=list)


def run_steps(model, request, emit):
    model.order.append(request)
    if request == "fail":
        raise RuntimeError("secret path /home/somebody")
    emit(TextDelta(f"{request}!"))
    while not model.gate.wait(0.005):
        emit(Progress(0, 1))
    return request.upper()


def wait_until(condition, timeout_s=5.0):
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.005)


def collect(engine, job):
    return [event for event in engine.stream(job, poll_s=0.01) if event is not None]


def follow(engine, job):
    collect(engine, job)
    return job.result()
