"""The metrics, read back by the library's own parser."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from components.export.prometheus import CONTENT_TYPE, prometheus_text
from components.records.process import ProcessFacts
from components.records.service import Health, Stats

PROCESS = ProcessFacts(1_500_000_000, 12.5, 1_700_000_000.0, 60.0, 3, {"torch": "2.13.0"})
STATS = Stats(
    num_done=7,
    num_cancelled=2,
    num_failed=1,
    num_refused=4,
    p50_s=0.25,
    p95_s=1.5,
    num_tokens=900,
    busy_s=3.0,
    batch_sizes={1: 5, 2: 3, 8: 1, 40: 1},
    num_replaced=1,
)
ENGINES = {
    "a": (Health("ready", num_waiting=2, is_busy=True, device="cpu", backend="torch"), STATS),
    "b": (Health("starting"), Stats()),
}


def read(engines=ENGINES, process=PROCESS):
    families = text_string_to_metric_families(prometheus_text(engines, process).decode())
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
    }


def test_the_format_is_the_one_prometheus_asks_for():
    assert CONTENT_TYPE.startswith("text/plain; version=0.0.4")
    lines = prometheus_text(ENGINES, PROCESS).decode().splitlines()
    names = [line.split()[2] for line in lines if line.startswith("# TYPE")]
    assert len(names) == len(set(names))
    assert names == [line.split()[2] for line in lines if line.startswith("# HELP")]
    assert prometheus_text(ENGINES, PROCESS).endswith(b"\n")


@pytest.mark.parametrize(
    ("name", "labels", "value"),
    [
        ("process_resident_memory_bytes", {}, 1.5e9),
        ("process_cpu_seconds_total", {}, 12.5),
        ("pathfinder_sessions", {}, 3),
        ("pathfinder_package_info", {"package": "torch", "version": "2.13.0"}, 1),
        ("pathfinder_model_state", {"model": "a", "state": "ready"}, 1),
        ("pathfinder_model_state", {"model": "b", "state": "ready"}, 0),
        ("pathfinder_model_info", {"model": "a", "device": "cpu", "backend": "torch"}, 1),
        ("pathfinder_jobs_waiting", {"model": "a"}, 2),
        ("pathfinder_model_busy", {"model": "a"}, 1),
        ("pathfinder_model_busy", {"model": "b"}, 0),
        ("pathfinder_jobs_total", {"model": "a", "outcome": "answered"}, 7),
        ("pathfinder_jobs_total", {"model": "a", "outcome": "cancelled"}, 2),
        ("pathfinder_jobs_total", {"model": "a", "outcome": "failed"}, 1),
        ("pathfinder_jobs_total", {"model": "a", "outcome": "refused"}, 4),
        ("pathfinder_tokens_total", {"model": "a"}, 900),
        ("pathfinder_busy_seconds_total", {"model": "a"}, 3),
        ("pathfinder_workers_replaced_total", {"model": "a"}, 1),
        ("pathfinder_answer_seconds", {"model": "a", "quantile": "0.95"}, 1.5),
        ("pathfinder_batch_size_bucket", {"model": "a", "le": "2"}, 8),
        ("pathfinder_batch_size_bucket", {"model": "a", "le": "32"}, 9),
        ("pathfinder_batch_size_bucket", {"model": "a", "le": "+Inf"}, 10),
        ("pathfinder_batch_size_count", {"model": "a"}, 10),
        ("pathfinder_batch_size_sum", {"model": "a"}, 5 + 6 + 8 + 40),
    ],
)
def test_every_number_arrives(name, labels, value):
    assert read()[(name, *sorted(labels.items()))] == value


def test_what_is_not_known_is_left_out():
    samples = read(process=ProcessFacts(1, 0.0, 0.0, 0.0, None, {}))
    assert ("pathfinder_sessions",) not in samples
    assert not [key for key in samples if key[0] == "pathfinder_answer_seconds" and "b" in str(key)]
    assert not [key for key in samples if key[0] == "pathfinder_model_info" and "'b'" in str(key)]


def test_labels_are_escaped():
    odd = 'a"b\\c\nd'
    samples = read({odd: (Health("ready"), Stats())})
    assert samples[("pathfinder_model_busy", ("model", odd))] == 0
