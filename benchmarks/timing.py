"""How long a call takes."""

import time
from collections.abc import Callable
from typing import Any


def time_call(call: Callable[[], Any]) -> tuple[float, Any]:
    """Run once; return seconds and the result."""
    started = time.perf_counter()
    result = call()
    return time.perf_counter() - started, result
