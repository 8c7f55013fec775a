"""The engines of one process: started on first use, kept by name, closed at the end."""

import threading
from collections.abc import Callable

from components.engine import serving
from components.engine.worker import Engine
from components.records.attention_faithfulness import AttentionFaithfulnessRequest
from components.records.attribution import AttributionRequest
from components.records.head_knockout import HeadSweepRequest
from components.records.refusal import Refusal
from components.records.service import Health, Stats

FOR_ATTRIBUTION = "+attribution"
LONG_REQUESTS = (AttributionRequest, AttentionFaithfulnessRequest, HeadSweepRequest)
"""They read a text hundreds of times, in passes that cannot be interleaved with others."""
RETRYABLE = {"model_failed", "model_fetch_failed", "model_closed", "memory_short", "busy"}


def engine_id(model_id: str, request: object) -> str:
    """Name the engine that answers a request: the model's own, or one beside it.

    A long request computes for many seconds. With its own copy of the model it does not delay
    other visitors' requests.

    Example:
        >>> engine_id("m", AttributionRequest("Fine.")), model_of(engine_id("m", object()))
        ('m+attribution', 'm')
    """
    return model_id + FOR_ATTRIBUTION * isinstance(request, LONG_REQUESTS)


def model_of(engine_id: str) -> str:
    """Return the id of the model that an engine runs."""
    return engine_id.removesuffix(FOR_ATTRIBUTION)


def retry_after(refusal: Refusal) -> bool:
    """Return whether trying again can help: a failed start is tried again, bad input is not."""
    return refusal.key in RETRYABLE


class Engines:
    """The engines of one process, one per name, shared by all visitors.

    Args:
        start: Model id → its engine, which loads in the background; raises `Refusal` where the
            catalog has no such model.
    """

    def __init__(self, start: Callable[[str], Engine] = serving.start_engine) -> None:
        self._start = start
        self._lock = threading.Lock()
        self._started: dict[str, Engine] = {}

    def engine(self, engine_id: str) -> Engine:
        """Return an engine, started now unless it was before.

        Args:
            engine_id: As `engine_id` names it; a model's id is the engine of most requests.

        Raises:
            Refusal: `model_unknown` where the catalog has no such model.
        """
        with self._lock:
            if engine_id not in self._started:
                self._started[engine_id] = self._start(model_of(engine_id))
            return self._started[engine_id]

    def health(self, model_id: str) -> Health | None:
        """Return the state of a model's engine without starting it; None before its first use."""
        started = self._started.get(model_id)
        return started.health() if started is not None else None

    def running(self) -> dict[str, tuple[Health, Stats]]:
        """Return the state and the counts of every engine that was started, by its name."""
        with self._lock:
            started = dict(self._started)
        return {name: (engine.health(), engine.stats()) for name, engine in started.items()}

    def forget_if_failed(self, model_id: str) -> None:
        """Drop a model's failed and closed engines, so that the next request starts anew."""
        with self._lock:
            failed = [
                name
                for name, engine in self._started.items()
                if model_of(name) == model_id and engine.health().state in ("failed", "closed")
            ]
            dropped = [self._started.pop(name) for name in failed]
        for engine in dropped:
            engine.close()

    def shut_down(self) -> None:
        """Close all engines, before the process ends."""
        with self._lock:
            started = list(self._started.values())
        for engine in started:
            engine.close()
