"""Health and counts of the engines as Prometheus reads them: its text format 0.0.4.

Format: https://prometheus.io/docs/instrumenting/exposition_formats/. Labels are models, packages
and outcomes; nothing here names a session or carries a visitor's text.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.registry import Collector

from components.records.process import ProcessFacts
from components.records.service import Health, State, Stats

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
BATCH_BOUNDS = (1, 2, 4, 8, 16, 32)
"""Upper ends of the classes of the batch sizes: requests computed together."""

Engines = Mapping[str, tuple[Health, Stats]]


def prometheus_text(engines: Engines, process: ProcessFacts) -> bytes:
    """Write everything that is measured.

    Args:
        engines: Engine's id, which is the model's or begins with it → health and counts.
        process: The process they run in.

    Returns:
        Lines of UTF-8, to be served as `CONTENT_TYPE`.
    """
    return generate_latest(_Families(engines, process))


@dataclass(frozen=True)
class _Families(Collector):
    engines: Engines
    process: ProcessFacts

    def collect(self) -> Iterator[Metric]:
        yield from _process_families(self.process)
        yield from _state_families(self.engines)
        yield from _count_families(self.engines)
        yield _durations(self.engines)
        yield _batch_sizes(self.engines)


def _process_families(process: ProcessFacts) -> Iterator[Metric]:
    # The first three have the names that Prometheus' own clients give them.
    yield GaugeMetricFamily(
        "process_resident_memory_bytes", "Resident memory in bytes.", process.memory_bytes
    )
    yield GaugeMetricFamily(
        "process_start_time_seconds",
        "Start of the process in seconds since the epoch.",
        process.started_at,
    )
    yield CounterMetricFamily(
        "process_cpu_seconds", "User and system CPU time in seconds.", process.cpu_s
    )
    if process.num_sessions is not None:
        yield GaugeMetricFamily(
            "pathfinder_sessions", "Browser tabs connected now.", process.num_sessions
        )
    packages = GaugeMetricFamily(
        "pathfinder_package_info", "Installed packages; always 1.", labels=["package", "version"]
    )
    for package, installed in process.versions.items():
        packages.add_metric([package, installed], 1)
    yield packages


def _state_families(engines: Engines) -> Iterator[Metric]:
    states = GaugeMetricFamily(
        "pathfinder_model_state",
        "1 for the state a model is in, 0 for the others.",
        labels=["model", "state"],
    )
    places = GaugeMetricFamily(
        "pathfinder_model_info",
        "Where a loaded model runs; always 1.",
        labels=["model", "device", "backend"],
    )
    waiting = GaugeMetricFamily(
        "pathfinder_jobs_waiting", "Requests in a model's queue.", labels=["model"]
    )
    running = GaugeMetricFamily(
        "pathfinder_model_busy", "1 while a model computes, else 0.", labels=["model"]
    )
    for model, (health, _) in engines.items():
        for state in get_args(State):
            states.add_metric([model, state], int(health.state == state))
        if health.device is not None:
            places.add_metric([model, health.device, health.backend or ""], 1)
        waiting.add_metric([model], health.num_waiting)
        running.add_metric([model], int(health.is_busy))
    yield from (states, places, waiting, running)


def _count_families(engines: Engines) -> Iterator[Metric]:
    jobs = CounterMetricFamily(
        "pathfinder_jobs", "Requests by how they ended.", labels=["model", "outcome"]
    )
    tokens = CounterMetricFamily(
        "pathfinder_tokens",
        "Tokens read and written by answered requests.",
        labels=["model"],
    )
    busy = CounterMetricFamily(
        "pathfinder_busy_seconds", "Time in which a model was computing.", labels=["model"]
    )
    replaced = CounterMetricFamily(
        "pathfinder_workers_replaced", "Workers that hung and were replaced.", labels=["model"]
    )
    for model, (_, stats) in engines.items():
        for outcome, count in (
            ("answered", stats.num_done),
            ("cancelled", stats.num_cancelled),
            ("failed", stats.num_failed),
            ("refused", stats.num_refused),
        ):
            jobs.add_metric([model, outcome], count)
        tokens.add_metric([model], stats.num_tokens)
        busy.add_metric([model], stats.busy_s)
        replaced.add_metric([model], stats.num_replaced)
    yield from (jobs, tokens, busy, replaced)


def _durations(engines: Engines) -> Metric:
    """A gauge and no summary: the quantiles are those of the last answers, without a sum."""
    durations = GaugeMetricFamily(
        "pathfinder_answer_seconds",
        "Time in the worker of the last answers, by quantile; absent before the first.",
        labels=["model", "quantile"],
    )
    for model, (_, stats) in engines.items():
        if stats.num_done:
            durations.add_metric([model, "0.5"], stats.p50_s)
            durations.add_metric([model, "0.95"], stats.p95_s)
    return durations


def _batch_sizes(engines: Engines) -> Metric:
    family = HistogramMetricFamily(
        "pathfinder_batch_size", "Requests that were computed together.", labels=["model"]
    )
    for model, (_, stats) in engines.items():
        counts = dict(stats.batch_sizes)
        buckets = [
            (str(bound), sum(count for size, count in counts.items() if size <= bound))
            for bound in BATCH_BOUNDS
        ]
        buckets.append(("+Inf", sum(counts.values())))
        family.add_metric(
            [model],
            buckets=[(bound, float(count)) for bound, count in buckets],
            sum_value=sum(size * count for size, count in counts.items()),
        )
    return family
