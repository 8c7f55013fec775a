"""One worker thread a model, which alone touches model, tokenizer and random state.

Everybody else submits requests and reads events. What a second backend or batches across visitors
need comes in through `load` and `run`; the queue knows nothing of torch.
"""

import gc
import logging
import statistics
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from typing import Any

from components.models.job import Job, JobCancelled
from components.records.answer import Emit, Event
from components.records.model import PreparationProgress
from components.records.refusal import Refusal
from components.records.service import Health, State, Stats

log = logging.getLogger(__name__)

CAPACITY = 64
JOBS_A_SESSION = 2
"""One that runs and one that waits."""
DEADLINE_S = 180.0

Load = Callable[[Callable[[PreparationProgress], None]], Any]
Run = Callable[[Any, Any, Emit], Any]


class Engine:
    """A queue in front of one model.

    Args:
        load: Brings the model into memory, reporting progress; runs in the worker thread. The model
            it returns has `device`, `backend` and `fallback`.
        run: (model, request, emit) → result; runs in the worker thread. It calls `emit` at every
            step: that is where a cancelled job ends.
        name: For the thread and the log.
        capacity: Most jobs waiting.
    """

    def __init__(self, load: Load, run: Run, name: str, capacity: int = CAPACITY) -> None:
        self.name = name
        self._load, self._run, self._capacity = load, run, capacity
        self._lock = threading.Condition()
        self._waiting: deque[Job] = deque()
        self._running: Job | None = None
        self._state: State = "starting"
        self._progress: PreparationProgress | None = None
        self._failure: Refusal | None = None
        self._model: Any = None
        self._counts: Counter[str] = Counter()
        self._durations_s: deque[float] = deque(maxlen=512)
        self._thread = threading.Thread(target=self._work, name=f"engine-{name}", daemon=True)
        self._thread.start()

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
            self._refuse_if_full(session)
            job = Job(request, session, deadline_s)
            self._waiting.append(job)
            self._lock.notify()
        return job

    def stream(self, job: Job, poll_s: float = 0.1) -> Iterator[Event | None]:
        """Give a job's events as they come.

        None comes every `poll_s` seconds without an event, so that the caller can find out whether
        its reader is still there. Leaving the iterator early cancels the job.

        Args:
            job: What `submit` gave.
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
        """Take a job out of the queue, or stop it at its next step; nothing where it is over."""
        job.cancel()
        with self._lock:
            if job in self._waiting:
                self._waiting.remove(job)
                self._end(job, "cancelled", refusal=Refusal("cancelled"))

    def health(self) -> Health:
        """Tell the state of the engine now; never waits for the worker's work."""
        with self._lock:
            model = self._model
            return Health(
                state=self._state,
                num_waiting=len(self._waiting),
                is_busy=self._running is not None,
                progress=self._progress if self._state == "starting" else None,
                failure=self._failure,
                device=getattr(model, "device", None),
                backend=getattr(model, "backend", None),
                fallback=getattr(model, "fallback", None),
            )

    def stats(self) -> Stats:
        """Tell what the engine has done since it started."""
        with self._lock:
            counts, durations = dict(self._counts), sorted(self._durations_s)
        cuts = statistics.quantiles(durations, n=20) if len(durations) > 1 else durations * 20
        return Stats(
            num_done=counts.get("done", 0),
            num_cancelled=counts.get("cancelled", 0),
            num_failed=counts.get("failed", 0),
            num_refused=counts.get("refused", 0),
            p50_s=statistics.median(durations) if durations else 0.0,
            p95_s=cuts[18] if cuts else 0.0,
        )

    def close(self, wait_s: float = 5.0) -> None:
        """Refuse what waits, stop what runs and let the thread end.

        Args:
            wait_s: How long to wait for the thread, in seconds. A thread that still holds a model
                when the process ends can abort it.
        """
        with self._lock:
            self._state = "closed"
            self._refuse_waiting(Refusal("model_closed"))
            if self._running is not None:
                self._running.cancel()
            self._lock.notify_all()
        if self._thread is not threading.current_thread():
            self._thread.join(wait_s)

    def _refuse_if_full(self, session: str) -> None:
        if self._state == "closed":
            raise Refusal("model_closed")
        if self._failure is not None:
            raise self._failure
        active = [*self._waiting, *([self._running] if self._running else [])]
        mine = sum(job.session == session and not job.is_cancelled for job in active)
        if mine < JOBS_A_SESSION and len(self._waiting) < self._capacity:
            return
        self._counts["refused"] += 1
        if mine >= JOBS_A_SESSION:
            raise Refusal("session_busy")
        mean_s = statistics.fmean(self._durations_s) if self._durations_s else 1.0
        raise Refusal("busy", wait_s=max(1, round(mean_s * (len(self._waiting) + 1))))

    def _work(self) -> None:
        if self._start():
            while (job := self._take()) is not None:
                self._perform(job)
        self._model = None

    def _start(self) -> bool:
        try:
            model = self._load(self._report)
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
                self._model = model
                self._state = "ready" if self._state == "starting" else self._state
            return True
        return False

    def _report(self, progress: PreparationProgress) -> None:
        self._progress = progress

    def _fail(self, refusal: Refusal) -> None:
        with self._lock:
            self._state, self._failure = "failed", refusal
            self._refuse_waiting(refusal)

    def _refuse_waiting(self, refusal: Refusal) -> None:
        while self._waiting:
            self._end(self._waiting.popleft(), "failed", refusal=refusal)

    def _take(self) -> Job | None:
        with self._lock:
            while not self._waiting and self._state != "closed":
                self._lock.wait()
            if self._state == "closed":
                return None
            self._running = self._waiting.popleft()
            return self._running

    def _perform(self, job: Job) -> None:
        started = time.monotonic()
        outcome, result, refusal = "failed", None, None
        try:
            job.check()
            result = self._run(self._model, job.request, job.emit)
            outcome = "done"
        except JobCancelled:
            outcome, refusal = "cancelled", Refusal("cancelled")
        except Refusal as reason:
            refusal = reason
        except Exception:
            log.exception("a job of %s failed", self.name)
            refusal = Refusal("job_failed")
        with self._lock:
            self._running = None
            if outcome == "done":
                self._durations_s.append(time.monotonic() - started)
            self._end(job, outcome, result, refusal)

    def _end(
        self, job: Job, outcome: str, result: Any = None, refusal: Refusal | None = None
    ) -> None:
        self._counts[outcome] += 1
        job.finish(result, refusal)
