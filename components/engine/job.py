"""One request on its way through an engine."""

import queue
import threading
import time
from typing import Any

from components.records.answer import Event
from components.records.refusal import Refusal


class JobCancelled(Exception):  # noqa: N818 - the usual end of an abandoned job
    """Raised inside the worker, out of `Job.emit`, to abort an abandoned computation."""


class Job:
    """A request, the events it has produced and, in the end, its result.

    Args:
        request: A request record.
        session: Who asks; limits are counted per session.
        deadline_s: Seconds from now after which the job is abandoned.
    """

    def __init__(self, request: Any, session: str, deadline_s: float) -> None:
        self.request = request
        self.session = session
        self.deadline = time.monotonic() + deadline_s
        self._cancelled = threading.Event()
        self._events: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
        self._is_over = threading.Event()
        self._result: Any = None
        self._refusal: Refusal | None = None

    @property
    def is_cancelled(self) -> bool:
        """True once the answer is no longer wanted."""
        return self._cancelled.is_set()

    @property
    def is_over(self) -> bool:
        """True once the result or the refusal is there."""
        return self._is_over.is_set()

    @property
    def is_late(self) -> bool:
        """True once the deadline has passed."""
        return time.monotonic() > self.deadline

    def cancel(self) -> None:
        """Cancel the job; the worker drops it at its next step."""
        self._cancelled.set()

    def emit(self, event: Event) -> None:
        """Deliver an event; this is where the worker can be stopped.

        Raises:
            JobCancelled: When the job was cancelled.
            Refusal: `deadline` when its time is over.
        """
        self.check()
        self._events.put(event)

    def check(self) -> None:
        """Raise as `emit` does, without an event."""
        if self.is_cancelled:
            raise JobCancelled
        if self.is_late:
            raise Refusal("deadline")

    def finish(self, result: Any = None, refusal: Refusal | None = None) -> None:
        """End the job with a result or a refusal; called once, by the engine."""
        self._result, self._refusal = result, refusal
        self._is_over.set()
        self._events.put(None)

    def next_event(self, timeout_s: float) -> Event | None:
        """Wait for the next event.

        Args:
            timeout_s: Longest wait, in seconds.

        Returns:
            The event; None when the time is over or the job is.
        """
        try:
            return self._events.get(timeout=timeout_s)
        except queue.Empty:
            return None

    def result(self) -> Any:
        """Return the result of a job that is over.

        Raises:
            Refusal: When the job was refused, failed, came too late or was cancelled (`cancelled`).
        """
        if self._refusal is not None:
            raise self._refusal
        if not self.is_over:
            raise Refusal("cancelled")
        return self._result
