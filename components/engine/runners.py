"""How a worker computes its jobs: one by one, or compatible ones in one batch.

An engine starts jobs on its runner as long as there is room, then asks it for steps. All of this
happens in the worker thread.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from components.engine.job import Job, JobCancelled
from components.models.memory import is_out_of_memory
from components.records.answer import Emit
from components.records.refusal import Refusal

log = logging.getLogger(__name__)

Run = Callable[[Any, Any, Emit], Any]
RunTogether = Callable[[Any, Sequence[Any], Sequence[Emit]], list[Any]]
"""(model, requests, emits) → one result or exception per request, in their order."""

MOST_TOGETHER = 8
"""Most visitors' requests computed in one go."""


@dataclass(frozen=True)
class Outcome:
    """How a job ended: with a result, or with the exception that ended it."""

    job: Job
    result: Any = None
    error: BaseException | None = None


class Runner(Protocol):
    """Computes jobs with a model that nothing else uses."""

    def has_room(self, request: Any) -> bool:
        """Return whether a request can join what was started and is not over."""

    def start(self, job: Job) -> None:
        """Take a job for which there was room."""

    def step(self) -> Iterable[Outcome]:
        """Continue the started jobs; yield each job as soon as it has ended."""


class OneByOne:
    """One job at a time, whole.

    Args:
        model: What `run` is given.
        run: (model, request, emit) → result.
    """

    def __init__(self, model: Any, run: Run) -> None:
        self._model, self._run = model, run
        self._job: Job | None = None

    def has_room(self, _request: Any) -> bool:
        """Return whether no job is there."""
        return self._job is None

    def start(self, job: Job) -> None:
        """Take the job."""
        self._job = job

    def step(self) -> list[Outcome]:
        """Compute the job to its end."""
        job, self._job = self._job, None
        return [] if job is None else [perform(job, self._model, self._run)]


class Together:
    """Requests of one kind that are queued at the same time are computed in one batch.

    No request waits for a batch to fill: those queued when the worker comes round go together.

    Args:
        model: What both functions are given.
        run: Computes one request.
        run_together: Computes several.
        can_join: Returns whether a request may share a batch.
    """

    def __init__(
        self, model: Any, run: Run, run_together: RunTogether, can_join: Callable[[Any], bool]
    ) -> None:
        self._model, self._run, self._run_together = model, run, run_together
        self._can_join = can_join
        self._jobs: list[Job] = []

    def has_room(self, request: Any) -> bool:
        """Return whether it is the first job, or one of the same kind as the others."""
        if not self._jobs:
            return True
        first = self._jobs[0].request
        is_alike = type(request) is type(first) and self._can_join(request)
        return is_alike and self._can_join(first) and len(self._jobs) < MOST_TOGETHER

    def start(self, job: Job) -> None:
        """Take the job."""
        self._jobs.append(job)

    def step(self) -> list[Outcome]:
        """Compute all jobs to their end."""
        jobs, self._jobs = self._jobs, []
        if len(jobs) < 2:
            return [perform(job, self._model, self._run) for job in jobs]
        try:
            results = self._run_together(
                self._model, [job.request for job in jobs], [job.emit for job in jobs]
            )
        except Exception as error:
            return [Outcome(job, error=error) for job in jobs]
        return [
            Outcome(job, error=result)
            if isinstance(result, BaseException)
            else Outcome(job, result)
            for job, result in zip(jobs, results, strict=True)
        ]


def perform(job: Job, model: Any, run: Run) -> Outcome:
    """Compute one job; an exception becomes its outcome."""
    try:
        job.check()
        return Outcome(job, run(model, job.request, job.emit))
    except Exception as error:
        return Outcome(job, error=error)


def describe_error(name: str, error: BaseException) -> tuple[str, Refusal]:
    """Map the exception that ended a job to its count and to what its visitor is told.

    Args:
        name: The engine, for the log.
        error: The exception.

    Returns:
        `cancelled` or `failed`, and the refusal; details of a fault go to the log alone.
    """
    if isinstance(error, JobCancelled):
        return "cancelled", Refusal("cancelled")
    if isinstance(error, Refusal):
        return "failed", error
    log.error("a job of %s failed", name, exc_info=error)
    return "failed", Refusal("out_of_memory" if is_out_of_memory(error) else "job_failed")
