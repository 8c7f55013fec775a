"""Ask a model: send a request, follow its events, take the result or cancel."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Generic, Protocol, TypeVar

from components.engine.job import Job
from components.engine.worker import DEADLINE_S, Engine
from components.records.answer import Event
from components.records.request import Request
from components.records.service import Health
from components.service.engines import Engines, engine_id

R = TypeVar("R")


class Watcher(Protocol):
    """Told what happens while an answer is awaited."""

    def __call__(self, event: Event | None, health: Health) -> None:
        """Take an event, or None after a tenth of a second without one."""


class Pending(Generic[R]):
    """A request in flight.

    Args:
        engine: Who answers it.
        job: The request in that engine's queue.
    """

    def __init__(self, engine: Engine, job: Job) -> None:
        self._engine, self._job = engine, job

    def events(self) -> Iterator[Event | None]:
        """Yield the events as they come, and None after every tenth of a second without one.

        Leaving the iterator early cancels the request.

        Raises:
            Refusal: `deadline` when its time is over.
        """
        return self._engine.stream(self._job)

    def health(self) -> Health:
        """Return the current state of the engine."""
        return self._engine.health()

    def cancel(self) -> None:
        """Cancel the request; no effect if it is answered."""
        self._engine.cancel(self._job)

    def result(self) -> R:
        """Return the result, after the last event.

        Raises:
            Refusal: What kept the request from being answered.
        """
        result: R = self._job.result()
        return result


def send(
    engines: Engines,
    model_id: str,
    request: Request[R],
    session: str,
    deadline_s: float = DEADLINE_S,
) -> Pending[R]:
    """Send a request to a model; returns at once.

    Args:
        engines: The engines of this process.
        model_id: Id in the catalog.
        request: A request record.
        session: Who asks; limits are counted by it.
        deadline_s: Seconds from now after which the request is given up.

    Raises:
        Refusal: The model is unknown or failed to load, or the queue is full.
    """
    engine = engines.engine(engine_id(model_id, request))
    return Pending(engine, engine.submit(request, session, deadline_s))


def ask(
    engines: Engines,
    model_id: str,
    request: Request[R],
    session: str,
    watch: Watcher,
    waiting: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> R:
    """Send a request to a model and wait for the answer; whatever `watch` raises cancels it.

    Args:
        engines: The engines of this process.
        model_id: Id in the catalog.
        request: A request record.
        session: Who asks; limits are counted by it.
        watch: Told of every event and of every silent tenth of a second.
        waiting: Entered while the next event is awaited, and left before `watch` is told of it.

    Returns:
        The task's result record.

    Raises:
        Refusal: What kept the request from being answered.
    """
    pending = send(engines, model_id, request, session)
    events = pending.events()
    try:
        while True:
            with waiting():
                try:
                    event = next(events)
                except StopIteration:
                    break
            watch(event, pending.health())
    finally:
        pending.cancel()
    return pending.result()
