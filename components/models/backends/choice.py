"""Which of several libraries answers fastest on this machine."""

import logging
import os
import statistics
import time
from collections.abc import Callable, Mapping

log = logging.getLogger(__name__)

PROBE_ROUNDS = 5


def choose_backend(probes: Mapping[str, Callable[[], object]], wish: str | None = None) -> str:
    """Choose the fastest of several backends by a short measurement.

    Args:
        probes: Backend → a small piece of work on it; at least one, the same work for all.
        wish: A backend to take without measuring, by default what `PATHFINDER_BACKEND` names;
            ignored where it is none of them.

    Returns:
        The backend with the shortest median time.
    """
    wish = wish or os.environ.get("PATHFINDER_BACKEND")
    if wish is not None and wish in probes:
        return wish
    if len(probes) == 1:
        return next(iter(probes))
    times_s = {name: measure_latency(probe) for name, probe in probes.items()}
    log.info("median times in seconds: %s", times_s)
    return min(times_s, key=times_s.__getitem__)


def measure_latency(probe: Callable[[], object]) -> float:
    """Median time of a call in seconds, after one that does not count."""
    probe()
    durations_s = []
    for _ in range(PROBE_ROUNDS):
        started = time.perf_counter()
        probe()
        durations_s.append(time.perf_counter() - started)
    return statistics.median(durations_s)
