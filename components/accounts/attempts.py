"""Limits how often recovery codes are guessed: from one browser, and by everyone together."""

import threading
import time
from collections import deque
from collections.abc import Callable

from components.records.refusal import Refusal

PER_BROWSER = 5
TOGETHER = 100
WINDOW_S = 600.0
"""Length of the window in which wrong codes are counted, in seconds."""


class Attempts:
    """Wrong recovery codes of the last ten minutes, in this process.

    Args:
        clock: Seconds that never run backwards.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures: deque[tuple[float, str]] = deque()

    def check(self, browser: str) -> None:
        """Refuse where there were too many wrong codes lately.

        Args:
            browser: Hash of the browser's secret.

        Raises:
            Refusal: `recovery_limited`, with the minutes to wait.
        """
        with self._lock:
            self._forget_old()
            own = [at for at, other in self._failures if other == browser]
            waits = [
                times[-limit] + WINDOW_S - self._clock()
                for times, limit in ((own, PER_BROWSER), (self._times(), TOGETHER))
                if len(times) >= limit
            ]
        if waits:
            raise Refusal("recovery_limited", minutes=max(1, -int(-max(waits) // 60)))

    def note_failure(self, browser: str) -> None:
        """Count a wrong code."""
        with self._lock:
            self._forget_old()
            self._failures.append((self._clock(), browser))

    def _times(self) -> list[float]:
        return [at for at, _ in self._failures]

    def _forget_old(self) -> None:
        while self._failures and self._failures[0][0] <= self._clock() - WINDOW_S:
            self._failures.popleft()
