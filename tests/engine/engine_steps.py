"""A model whose every step a test decides, and ways to follow its jobs."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from components.engine.job import Job
from components.engine.worker import Engine
from components.records.answer import Emit, Event, Progress, TextDelta


@dataclass
class StepModel:
    """Holds a job at each step until the test lets it go on."""

    device: str = "cpu"
    backend: str = "test"
    fallback: str | None = None
    gate: threading.Event = field(default_factory=threading.Event)
    order: list[str] = field(default_factory=list)


def run_steps(model: StepModel, request: str, emit: Emit) -> str:
    model.order.append(request)
    if request == "fail":
        raise RuntimeError("secret path /home/somebody")
    emit(TextDelta(f"{request}!"))
    while not model.gate.wait(0.005):
        emit(Progress(0, 1))
    return request.upper()


def wait_until(condition: Callable[[], bool], timeout_s: float = 5.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.005)


def collect(engine: Engine, job: Job) -> list[Event]:
    return [event for event in engine.stream(job, poll_s=0.01) if event is not None]


def follow(engine: Engine, job: Job) -> Any:
    collect(engine, job)
    return job.result()
