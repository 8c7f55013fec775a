"""What an engine reports about itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from components.records.model import PreparationProgress
from components.records.refusal import Refusal

State = Literal["starting", "ready", "failed", "closed"]


@dataclass(frozen=True)
class Health:
    """The state of an engine now.

    Attributes:
        state: `starting` until the model is in memory; `failed` where it could not be loaded.
        num_waiting: Jobs in the queue, the running one not counted.
        is_busy: True while a job runs.
        progress: How far the start has come; None before it begins and once it is over.
        failure: Why the model could not be loaded.
        device: Where the model is, once it is ready.
        backend: Which library runs it, once it is ready.
        fallback: Catalog key of the reason why it is not on the preferred device; None if it is.
    """

    state: State
    num_waiting: int = 0
    is_busy: bool = False
    progress: PreparationProgress | None = None
    failure: Refusal | None = None
    device: str | None = None
    backend: str | None = None
    fallback: str | None = None


@dataclass(frozen=True)
class Stats:
    """What an engine has done since it started.

    Attributes:
        num_done: Jobs answered.
        num_cancelled: Cancelled jobs.
        num_failed: Jobs that ended in an error or past their deadline.
        num_refused: Jobs not taken because the queue or the session was full.
        p50_s: Median time in the worker of the last jobs, in seconds; 0 before the first.
        p95_s: 95th percentile of the same.
        num_tokens: Tokens read and written by the jobs that were answered.
        busy_s: Time in which the worker was computing, in seconds.
        batch_sizes: Visitors' requests computed together → how often.
        num_replaced: How often a hung worker was replaced.
    """

    num_done: int = 0
    num_cancelled: int = 0
    num_failed: int = 0
    num_refused: int = 0
    p50_s: float = 0.0
    p95_s: float = 0.0
    num_tokens: int = 0
    busy_s: float = 0.0
    batch_sizes: Mapping[int, int] = field(default_factory=dict)
    num_replaced: int = 0
