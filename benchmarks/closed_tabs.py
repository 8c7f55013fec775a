"""Measures how soon a model is free again when the tab it writes for is closed."""

import asyncio
import logging
import random
import statistics
import time
from typing import Any
from urllib.parse import urlencode

from benchmarks.app_server import Samples, read_metrics, value_of
from benchmarks.visitor import Visitor

LONG = {"max_new_tokens": 500, "temperature": 1.5}
GOAL_S = 2.0
_LOG = logging.getLogger(__name__)


def busy_models(samples: Samples) -> set[str]:
    """Name the models that are computing or have requests waiting."""
    return {
        dict(labels)["model"]
        for name in ("pathfinder_model_busy", "pathfinder_jobs_waiting")
        for labels, value in samples.get(name, {}).items()
        if value
    }


async def measure_closed_tabs(url: str, count: int) -> dict[str, Any]:
    """Close tabs amid a long text, half of them with a good-bye, half without.

    Args:
        url: The server, which must have no other visitors.
        count: How many times to measure.

    Returns:
        `freed_s`, the longest; `freed_p50_s`; `freed_within_2s` and `closed_tabs`, counts.

    Raises:
        RuntimeError: When texts keep ending by themselves before the tab is closed.
    """
    durations: list[float] = []
    for attempt in range(3 * count):
        freed_s = await _close_one(url, attempt)
        if freed_s is not None:
            durations.append(freed_s)
            _LOG.info("closed tab %d: free after %.2f s", len(durations), freed_s)
        if len(durations) == count:
            return {
                "closed_tabs": count,
                "freed_s": round(max(durations), 3),
                "freed_p50_s": round(statistics.median(durations), 3),
                "freed_within_2s": sum(duration <= GOAL_S for duration in durations),
            }
    raise RuntimeError("the texts ended before the tabs were closed")


async def _close_one(url: str, number: int) -> float | None:
    """Return seconds from the closing to an idle model; None if it was through before."""
    rng = random.Random(number)
    async with Visitor(url) as visitor:
        text = f"Once upon a time, in village number {number}, there was"
        await visitor.run(page="text_generation", query=urlencode({**LONG, "text": text}))
        before = await asyncio.to_thread(read_metrics, url)
        await visitor.ask(values={"text_generation.generate": True})
        model = await _wait_for_busy(url)
        await asyncio.sleep(rng.uniform(0.2, 0.6))
        started = time.perf_counter()
        closing = asyncio.create_task(visitor.vanish(politely=number % 2 == 0))
        samples = await _wait_for_idle(url)
        freed_s = time.perf_counter() - started
        await closing
    labels = {"model": model, "outcome": "cancelled"}
    name = "pathfinder_jobs_total"
    was_cancelled = value_of(samples, name, **labels) > value_of(before, name, **labels)
    return freed_s if was_cancelled else None


async def _wait_for_busy(url: str) -> str:
    async with asyncio.timeout(30):
        while not (models := busy_models(await asyncio.to_thread(read_metrics, url))):
            await asyncio.sleep(0.02)
    return models.pop()


async def _wait_for_idle(url: str) -> Samples:
    async with asyncio.timeout(60):
        while busy_models(samples := await asyncio.to_thread(read_metrics, url)):
            await asyncio.sleep(0.02)
    return samples
