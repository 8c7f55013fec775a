"""One worker thread per model, the only one to touch model, tokenizer and random state.

All other threads submit requests and read events. Which library computes, and what is batched,
is up to the runner; the queue does not know.
"""

import gc
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

from components.engine.job import Job
from components.engine.runners import OneByOne, Outcome, Run, Runner, describe_error
from components.engine.tally import Tally
from components.records.answer import Event
from components.records.model import PreparationProgress
from components.records.refusal import Refusal
from components.records.service import Health, State, Stats

log = logging.getLogger(__name__)

CAPACITY = 64
JOBS_A_SESSION = 2
"""Most jobs of a session: one running and one waiting."""
DEADLINE_S = 180.0
HUNG_S = 30.0
"""A job still running this many seconds after its deadline is taken to hang: replace the worker."""

Load = Callable[[Callable[[PreparationProgress], None]], Any]


class Engine:
    """A queue in front of one model.

    Args:
        load: Brings the model into memory, reporting progress; runs in the worker thread. The model
            it returns has `device`, `backend` and `fallback`.
        run: (model, request, emit) → result; runs in the worker thread. It calls `emit` at every
            step: that is where a cancelled job ends.
        name: For the thread and the log.
        capacity: Most jobs waiting.
        make_runner: (model, run) → how jobs are computed; one by one by default.
        hung_s: See `HUNG_S`.
    """

    def __init__(
        self,
        load: Load,
        run: Run,
        name: str,
        capacity: int = CAPACITY,
        make_runner: Callable[[Any, Run], Runner] = OneByOne,
        hung_s: float = HUNG_S,
    ) -> None:
        self.name = name
        self._load, self._run, self._make_runner = load, run, make_runner
        self._capacity, self._hung_s = capacity, hung_s
        self._lock = threading.Condition()
        self._waiting: deque[Job] = deque()
        self._running: dict[Job, float] = {}
        self._state: State = "starting"
        self._progress: PreparationProgress | None = None
        self._failure: Refusal | None = None
        self._model: Any = None
        self._tally = Tally()
        self._begin()

    def submit(self, request: Any, session: str, deadline_s: float = DEADLINE_S) -> Job:
        """Queue a request; returns at once.

        Args:
            request: A request record.
            session: Who asks.
            deadline_s: Seconds from now after which the job is given up.

        Returns:
            The job, to be given to `stream` and `cancel`.

        Raises:
            Refusal: `busy` with `wait_s` when the queue is full, `session_busy` when this session
                has one job running and one waiting, the reason of the failure when the model could
                not be loaded, `model_closed` when the engine was closed.
        """
        with self._lock:
            self._replace_if_hung()
            self._refuse_if_full(session)
            job = Job(request, session, deadline_s)
            self._waiting.append(job)
            self._lock.notify_all()
        return job

    def stream(self, job: Job, poll_s: float = 0.1) -> Iterator[Event | None]:
        """Yield a job's events as they come.

        None comes every `poll_s` seconds without an event, so that the caller can find out whether
        its reader is still there. Leaving the iterator early cancels the job.

        Args:
            job: What `submit` returned.
            poll_s: Longest silence, in seconds.

        Raises:
            Refusal: `deadline` when the job's time is over, whatever the worker is doing.
        """
        try:
            while True:
                event = job.next_event(poll_s)
                if event is None and job.is_over:
                    return
                if event is None and job.is_late:
                    raise Refusal("deadline")
                yield event
        finally:
            self.cancel(job)

    def cancel(self, job: Job) -> None:
        """Remove a job from the queue, or stop it at its next step; no effect if it is over."""
        job.cancel()
        with self._lock:
            if job in self._waiting:
                self._waiting.remove(job)
                self._end(job, "cancelled", refusal=Refusal("cancelled"))

    def health(self) -> Health:
        """Return the current state of the engine, without waiting for the worker."""
        with self._lock:
            self._replace_if_hung()
            model = self._model
            return Health(
                state=self._state,
                num_waiting=len(self._waiting),
                is_busy=bool(self._running),
                progress=self._progress if self._state == "starting" else None,
                failure=self._failure,
                device=getattr(model, "device", None),
                backend=getattr(model, "backend", None),
                fallback=getattr(model, "fallback", None),
            )

    def stats(self) -> Stats:
        """Return what the engine has done since it started."""
        return self._tally.stats()

    def close(self, wait_s: float = 5.0) -> None:
        """Refuse what waits, stop what runs and let the thread end.

        Args:
            wait_s: How long to wait for the thread, in seconds. A thread that still holds a model
                when the process ends can abort it.
        """
        with self._lock:
            self._state = "closed"
            self._refuse_waiting(Refusal("model_closed"))
            for job in self._running:
                job.cancel()
            self._lock.notify_all()
        if self._thread is not threading.current_thread():
            self._thread.join(wait_s)

    def _begin(self) -> None:
        self._thread = threading.Thread(target=self._work, name=f"engine-{self.name}", daemon=True)
        self._thread.start()

    def _is_mine(self) -> bool:
        """Return whether the calling thread is the worker, not a replaced one."""
        return threading.current_thread() is self._thread

    def _replace_if_hung(self) -> None:
        now = time.monotonic()
        if not any(now > job.deadline + self._hung_s for job in self._running):
            return
        log.error("the worker of %s hangs and is replaced", self.name)
        self._tally.count("replaced")
        for job in list(self._running):
            job.cancel()
            self._end(job, "failed", refusal=Refusal("deadline"))
        self._running.clear()
        self._state, self._model = "starting", None
        self._begin()

    def _refuse_if_full(self, session: str) -> None:
        if self._state == "closed":
            raise Refusal("model_closed")
        if self._failure is not None:
            raise self._failure
        active = [*self._waiting, *self._running]
        mine = sum(job.session == session and not job.is_cancelled for job in active)
        if mine < JOBS_A_SESSION and len(self._waiting) < self._capacity:
            return
        self._tally.count("refused")
        if mine >= JOBS_A_SESSION:
            raise Refusal("session_busy")
        wait_s = self._tally.mean_s() * (len(self._waiting) + 1)
        raise Refusal("busy", wait_s=max(1, round(wait_s)))

    def _work(self) -> None:
        runner = self._start()
        while runner is not None and self._take(runner):
            started = time.monotonic()
            for outcome in runner.step():
                self._finish(outcome)
            self._tally.add_busy(time.monotonic() - started)

    def _start(self) -> Runner | None:
        try:
            model = self._load(self._report)
            runner = self._make_runner(model, self._run)
        except Refusal as refusal:
            self._fail(refusal)
        except Exception:
            log.exception("model %s could not be loaded", self.name)
            self._fail(Refusal("model_failed"))
        else:
            # Streamlit collects all generations after every script run; a loaded torch makes that
            # take seconds unless its objects are out of the collector's sight.
            gc.collect()
            gc.freeze()
            with self._lock:
                if self._is_mine() and self._state == "starting":
                    self._model, self._state = model, "ready"
            return runner
        return None

    def _report(self, progress: PreparationProgress) -> None:
        self._progress = progress

    def _fail(self, refusal: Refusal) -> None:
        with self._lock:
            if self._is_mine():
                self._state, self._failure = "failed", refusal
                self._refuse_waiting(refusal)

    def _refuse_waiting(self, refusal: Refusal) -> None:
        while self._waiting:
            self._end(self._waiting.popleft(), "failed", refusal=refusal)

    def _take(self, runner: Runner) -> bool:
        """Start what waits and has room; wait while there is nothing to do; False at the end."""
        with self._lock:
            while not self._waiting and not self._running and self._state != "closed":
                self._lock.wait()
                if not self._is_mine():
                    break
            if not self._is_mine() or (self._state == "closed" and not self._running):
                self._model = None if self._is_mine() else self._model
                return False
            has_new = False
            # First in, first out: a request that has no room holds up those behind it.
            while self._waiting and runner.has_room(self._waiting[0].request):
                job = self._waiting.popleft()
                self._running[job] = time.monotonic()
                runner.start(job)
                has_new = True
            if has_new:
                self._tally.add_batch(len(self._running))
        return True

    def _finish(self, outcome: Outcome) -> None:
        name, refusal = "done", None
        if outcome.error is not None:
            name, refusal = describe_error(self.name, outcome.error)
        with self._lock:
            started = self._running.pop(outcome.job, None)
            if started is None:  # a replaced worker came back with an abandoned job
                return
            if name == "done":
                self._tally.add_duration(time.monotonic() - started, outcome.result)
            self._end(outcome.job, name, outcome.result, refusal)

    def _end(
        self, job: Job, outcome: str, result: Any = None, refusal: Refusal | None = None
    ) -> None:
        self._tally.count(outcome)
        job.finish(result, refusal)
