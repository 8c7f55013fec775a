"""Jobs that run step by step take turns, so that several visitors' texts grow at once."""

from collections.abc import Generator, Iterator
from typing import Any, Protocol

from components.engine.job import Job
from components.engine.runners import MOST_TOGETHER, Outcome, Runner
from components.records.answer import Emit

Steps = Generator[None, None, Any]
"""Advances by one step each time it is resumed; returns the result."""


class Tasks(Protocol):
    """Decides which requests can be answered step by step, and starts them."""

    def can_go_by_steps(self, model: Any, request: Any) -> bool:
        """Return whether a request can be answered step by step."""

    def needs_to_be_alone(self, request: Any) -> bool:
        """Return whether no other request may go on by steps beside this one."""

    def run_by_steps(self, model: Any, request: Any, emit: Emit) -> Steps:
        """Begin a request."""


class TakingTurns:
    """Advances every step-wise job by one step; other jobs are computed first, by another runner.

    Args:
        model: What the tasks are given.
        tasks: Which requests go by steps, and how.
        others: Computes the other requests.
    """

    def __init__(self, model: Any, tasks: Tasks, others: Runner) -> None:
        self._model, self._tasks, self._others = model, tasks, others
        self._jobs: dict[Job, Steps] = {}

    def has_room(self, request: Any) -> bool:
        """Return whether a request may run beside the present jobs."""
        if not self._tasks.can_go_by_steps(self._model, request):
            return self._others.has_room(request)
        requests = [request, *(job.request for job in self._jobs)]
        has_company = len(requests) > 1
        if has_company and any(self._tasks.needs_to_be_alone(each) for each in requests):
            return False
        return len(requests) <= MOST_TOGETHER

    def start(self, job: Job) -> None:
        """Take the job."""
        if self._tasks.can_go_by_steps(self._model, job.request):
            self._jobs[job] = self._tasks.run_by_steps(self._model, job.request, job.emit)
        else:
            self._others.start(job)

    def step(self) -> Iterator[Outcome]:
        """Compute what the other runner has, then take one step of every job."""
        yield from self._others.step()
        for job, steps in list(self._jobs.items()):
            outcome = _advance(job, steps)
            if outcome is not None:
                del self._jobs[job]
                yield outcome


def _advance(job: Job, steps: Steps) -> Outcome | None:
    """Take one step; return the outcome if it was the last."""
    try:
        job.check()
        next(steps)
    except StopIteration as end:
        return Outcome(job, end.value)
    except Exception as error:
        steps.close()
        return Outcome(job, error=error)
    return None
