import pytest

from components.interface.frame.i18n import Translator
from components.interface.start.status.measures import (
    MEASURES,
    UNKNOWN,
    describe_engine,
    table_rows,
    write_age,
    write_duration,
    write_memory,
)
from components.records.service import Health, Stats

t = Translator("en")
READY = Health("ready", num_waiting=3, is_busy=True, device="cpu", backend="openvino")
DONE = Stats(
    num_done=1_200,
    num_cancelled=5,
    num_failed=1,
    num_refused=2,
    p50_s=0.0123,
    p95_s=2.345,
    num_tokens=50_000,
    busy_s=20.0,
    batch_sizes={4: 2, 1: 1_000},
    num_replaced=1,
)


def test_every_number_is_written():
    assert describe_engine(t, READY, DONE) == {
        "state": "in memory",
        "device": "CPU · OpenVINO",
        "work": "computing",
        "waiting": "3",
        "answered": "1,200",
        "cancelled": "5",
        "failed": "1",
        "refused": "2",
        "p50": "12 ms",
        "p95": "2.3 s",
        "speed": "2,500/s",
        "batches": "1 × 1,000, 4 × 2",
        "replaced": "1",
    }


def test_what_is_not_measured_yet_is_no_zero():
    texts = describe_engine(t, Health("starting"), Stats())
    assert {name for name, text in texts.items() if text == UNKNOWN} == {
        *("device", "p50", "p95", "speed", "batches"),
    }


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_row_names_and_explains_its_number(language):
    rows = table_rows(Translator(language), {"a": (READY, DONE), "b": (Health("failed"), Stats())})
    assert len(rows) == len(MEASURES)
    assert all(row["measure"] and row["measure_more"] for row in rows)
    assert all(row["a"] and row["b"] for row in rows)
    assert (rows[0]["a_tone"], rows[0]["b_tone"]) == ("ready", "failed")


@pytest.mark.parametrize(
    ("age_s", "text"),
    [
        (0, "0 min 0 s"),
        (59.9, "0 min 59 s"),
        (3_599, "59 min 59 s"),
        (3_600, "1 h 0 min"),
        (90_000, "1 d 1 h"),
    ],
)
def test_ages_are_written_in_two_units(age_s, text):
    assert write_age(t, age_s) == text


@pytest.mark.parametrize(
    ("duration_s", "text"), [(0.0004, "0 ms"), (0.5, "500 ms"), (1.0, "1.0 s"), (75, "75.0 s")]
)
def test_durations_have_their_unit(duration_s, text):
    assert write_duration(t, duration_s) == text


def test_memory_has_its_unit():
    assert (write_memory(999_000_000), write_memory(2_040_000_000)) == ("999 MB", "2.0 GB")
