"""Measures the app under many simultaneous visitors, who use its websocket without a browser.

`python -m benchmarks.load --sessions 50 --minutes 3 --think 10` lets visitors come by links,
read, edit, switch pages and languages, generate, close tabs amid an answer, and read slowly.
`--burst 200` lets 200 come at the same moment, `--closed-tabs 20` measures how soon a
closed tab frees the model, `--idle` how fast a page is drawn when nothing else happens. Given
together they run one after another. Without `--url` the app is started in a fresh process;
other machines are refused. The last line on standard output is JSON.
"""

import argparse
import asyncio
import json
import logging
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from benchmarks.app_server import (
    HealthWatch,
    check_url,
    own_server,
    read_metrics,
    value_of,
    wait_for_models,
)
from benchmarks.closed_tabs import measure_closed_tabs
from benchmarks.crowd import Crowd, log_table, percentile, summarise
from benchmarks.visitor import Visitor

LIMITS = {"sessions": 500, "minutes": 60.0, "think": 600.0, "burst": 1_000, "closed_tabs": 200}
"""Largest values taken: a load test ends."""
IDLE_RUNS = 100
_LOG = logging.getLogger(__name__)


async def measure_idle(url: str) -> dict[str, float]:
    """Draw pages again and again with no other visitor."""
    figures = {}
    for page, key in (("", "rerun_idle_p95_ms"), ("status", "rerun_status_p95_ms")):
        async with Visitor(url) as visitor:
            await visitor.run(page=page)
            durations = []
            for _ in range(IDLE_RUNS):
                started = time.perf_counter()
                screen = await visitor.run()
                durations.append(time.perf_counter() - started)
                assert not screen.errors, screen.errors
        figures[key] = round(1_000 * percentile(durations, 0.95), 1)
        _LOG.info("%s: %s (median %.1f)", key, figures[key], 1_000 * statistics.median(durations))
    return figures


async def first_paint(url: str) -> float:
    """Measure from a server that has just begun to answer to its first page, in seconds."""
    started = time.perf_counter()
    async with Visitor(url) as visitor:
        await visitor.run(page="")
    return round(time.perf_counter() - started, 3)


async def _gather(count: int, visit: Callable[[int], Any]) -> None:
    await asyncio.gather(*(visit(number) for number in range(count)))


def measure(url: str, arguments: argparse.Namespace) -> dict[str, Any]:
    """Run what was asked for, one after another."""
    figures: dict[str, Any] = {}
    if arguments.idle:
        figures |= asyncio.run(measure_idle(url))
    if arguments.closed_tabs:
        figures |= asyncio.run(measure_closed_tabs(url, arguments.closed_tabs))
    if arguments.sessions or arguments.burst:
        figures |= measure_crowd(url, arguments)
    return figures


def measure_crowd(url: str, arguments: argparse.Namespace) -> dict[str, Any]:
    """Let many come: over some minutes, then all at once."""
    crowd = Crowd(url, arguments.seed)
    before = value_of(read_metrics(url), "process_resident_memory_bytes")
    with HealthWatch(url) as health:
        if arguments.sessions:
            until = time.monotonic() + 60 * arguments.minutes
            asyncio.run(
                _gather(arguments.sessions, lambda n: crowd.stay(n, arguments.think, until))
            )
        if arguments.burst:
            asyncio.run(_gather(arguments.burst, crowd.arrive))
    log_table(crowd.samples)
    after = value_of(read_metrics(url), "process_resident_memory_bytes")
    figures = summarise(crowd.samples)
    figures["errors"] += health.num_failed
    return {
        "sessions": arguments.sessions or arguments.burst,
        **figures,
        "closed_amid_answer": crowd.num_closed,
        "health_max_s": round(health.max_s, 3),
        "memory_mb": round(after / 1e6),
        "memory_grown_mb": round((after - before) / 1e6),
    }


def parse_arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    """Read and check the command line; with no task named, it is fifty visitors for a while."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sessions", type=int, default=0, help="visitors with time to think")
    parser.add_argument("--minutes", type=float, default=3.0, help="how long they stay")
    parser.add_argument("--think", type=float, default=10.0, help="mean seconds between actions")
    parser.add_argument("--burst", type=int, default=0, help="visitors who come at once")
    parser.add_argument("--closed-tabs", type=int, default=0, help="tabs to close amid an answer")
    parser.add_argument("--idle", action="store_true", help="time reruns on an idle server")
    parser.add_argument("--url", help="a server on this machine; else one is started")
    parser.add_argument("--seed", type=int, default=0, help="start of the random numbers")
    arguments = parser.parse_args(words)
    for name, limit in LIMITS.items():
        if not 0 <= getattr(arguments, name) <= limit:
            parser.error(f"--{name.replace('_', '-')} must be between 0 and {limit}")
    if arguments.url:
        try:
            arguments.url = check_url(arguments.url)
        except ValueError as error:
            parser.error(str(error))
    if not (arguments.sessions or arguments.burst or arguments.closed_tabs or arguments.idle):
        arguments.sessions = 50
    return arguments


def main(words: Sequence[str] | None = None) -> int:
    """Measure, write one line of JSON; 1 if there were errors."""
    arguments = parse_arguments(words)
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    figures: dict[str, Any] = {}
    server = nullcontext((arguments.url, None)) if arguments.url else own_server()
    with server as (url, log):
        if log is not None:
            figures["first_paint_s"] = asyncio.run(first_paint(url))
        wait_for_models(url)
        figures |= measure(url, arguments)
        if isinstance(log, Path):
            figures["tracebacks_in_log"] = log.read_text("utf-8").count("Traceback")
            _LOG.info("%s", log.read_text("utf-8")[-4_000:])
    sys.stdout.write(json.dumps(figures) + "\n")
    return 1 if figures.get("errors") or figures.get("tracebacks_in_log") else 0


if __name__ == "__main__":
    sys.exit(main())
