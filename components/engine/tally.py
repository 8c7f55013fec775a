"""Counts and times of an engine's jobs."""

import statistics
import threading
from collections import Counter, deque
from typing import Any

from components.records.service import Stats

WINDOW = 512
"""Number of most recent jobs over which percentiles are taken."""


class Tally:
    """Counts that several threads may read and write."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()
        self._batches: Counter[int] = Counter()
        self._durations_s: deque[float] = deque(maxlen=WINDOW)
        self._busy_s = 0.0

    def count(self, name: str, number: int = 1) -> None:
        """Add to one of the counts `done`, `cancelled`, `failed`, `refused`, `replaced`."""
        with self._lock:
            self._counts[name] += number

    def add_batch(self, size: int) -> None:
        """Note how many jobs are being computed together."""
        with self._lock:
            self._batches[size] += 1

    def add_busy(self, duration_s: float) -> None:
        """Note time in which the worker was computing, in seconds."""
        with self._lock:
            self._busy_s += duration_s

    def add_duration(self, duration_s: float, result: Any) -> None:
        """Note an answered job: its time in the worker in seconds, and its tokens."""
        with self._lock:
            self._durations_s.append(duration_s)
            self._counts["tokens"] += count_tokens(result)

    def mean_s(self) -> float:
        """Return the mean time of the last jobs in seconds; 1 before the first."""
        with self._lock:
            return statistics.fmean(self._durations_s) if self._durations_s else 1.0

    def stats(self) -> Stats:
        """Return all of it as one record."""
        with self._lock:
            counts, durations = dict(self._counts), sorted(self._durations_s)
            batches, busy_s = dict(sorted(self._batches.items())), self._busy_s
        cuts = statistics.quantiles(durations, n=20) if len(durations) > 1 else durations * 20
        return Stats(
            num_done=counts.get("done", 0),
            num_cancelled=counts.get("cancelled", 0),
            num_failed=counts.get("failed", 0),
            num_refused=counts.get("refused", 0),
            p50_s=statistics.median(durations) if durations else 0.0,
            p95_s=cuts[18] if cuts else 0.0,
            num_tokens=counts.get("tokens", 0),
            busy_s=busy_s,
            batch_sizes=batches,
            num_replaced=counts.get("replaced", 0),
        )


def count_tokens(result: Any) -> int:
    """Count the tokens that a result says were read and written; 0 if it does not say."""
    provenance = getattr(result, "provenance", None)
    read = int(getattr(provenance, "tokens_used", 0))
    return read + sum(int(s.num_tokens) for s in getattr(result, "sequences", ()))
