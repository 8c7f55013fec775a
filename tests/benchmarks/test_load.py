"""What the load test computes; the load itself is a benchmark and no test."""

import asyncio
import json
import random
from collections import Counter
from contextlib import contextmanager

import pytest

from benchmarks import load
from benchmarks.app_server import check_url, models_in, read_samples, value_of
from benchmarks.closed_tabs import busy_models
from benchmarks.crowd import (
    FEW_TOKENS,
    Guest,
    Sample,
    make_query,
    missing_answer,
    percentile,
    summarise,
)
from benchmarks.load import parse_arguments
from benchmarks.visitor import Screen
from components.export.prometheus import prometheus_text
from components.records.process import ProcessFacts
from components.records.service import Health, Stats


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([5], 0.95, 5),
        (range(1, 101), 0.5, 50),
        (range(1, 101), 0.95, 95),
        (range(100, 0, -1), 0.95, 95),
        ([1, 2, 3], 0.95, 3),
        ([1, 2, 3, 4], 0.5, 2),
        ([1, 2], 1.0, 2),
    ],
)
def test_percentiles_are_nearest_ranks(values, share, expected):
    assert percentile(list(values), share) == expected


def test_slow_readers_and_lost_sessions_count_as_errors_but_not_as_durations():
    samples = [
        Sample("edit", 0.1),
        Sample("edit", 0.3, num_refusals=1),
        Sample("open", 50.0, ("no chart",), is_slow_reader=True),
        Sample("lost", 99.0, ("TimeoutError",)),
    ]
    assert summarise(samples) == {
        "runs": 4,
        "errors": 2,
        "refused": 1,
        "p50_s": 0.1,
        "p95_s": 0.3,
        "max_s": 0.3,
    }


def test_nothing_is_summarised_as_zeros():
    assert summarise([])["max_s"] == 0


@pytest.mark.parametrize(
    "url", ["http://localhost:8501", "http://127.0.0.1:8501/", "http://[::1]:8501"]
)
def test_this_machine_is_accepted(url):
    assert check_url(url) == url.rstrip("/")


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org:8501",
        "http://127.0.0.1.example.org",
        "http://127.0.0.1@example.org",
        "http://192.0.2.1",
        "https://localhost",
        "localhost:8501",
        "",
    ],
)
def test_other_machines_are_refused(url):
    with pytest.raises(ValueError, match="not on this machine"):
        check_url(url)


def test_the_command_line_is_bounded():
    assert parse_arguments([]).sessions == 50
    assert parse_arguments(["--burst", "200"]).sessions == 0
    assert parse_arguments(["--closed-tabs", "20"]).closed_tabs == 20
    for words in (
        ["--sessions", "100000"],
        ["--minutes", "1e9"],
        ["--burst", "-1"],
        ["--url", "http://example.org"],
    ):
        with pytest.raises(SystemExit):
            parse_arguments(words)


def test_links_carry_the_text_and_few_tokens():
    assert make_query("", "a b") == ""
    assert make_query("sentiment", "a b&c") == "text=a+b%26c"
    assert make_query("text_generation", "a") == f"max_new_tokens={FEW_TOKENS}&text=a"


def test_a_page_without_its_result_is_an_error():
    assert missing_answer(Screen(), "sentiment", "open") == ["no chart"]
    assert missing_answer(Screen(kinds=Counter(plotly_chart=1)), "attention", "open") == []
    assert missing_answer(Screen(refusals=["busy"]), "sentiment", "open") == []
    assert missing_answer(Screen(), "text_generation", "open") == []
    assert missing_answer(Screen(), "text_generation", "generate") == ["no facts"]
    assert missing_answer(Screen(), "", "open") == []


def test_the_app_s_own_metrics_are_understood():
    engines = {
        "a": (Health("ready", is_busy=True), Stats(num_cancelled=3)),
        "b": (Health("ready", num_waiting=1), Stats()),
        "c": (Health("starting"), Stats()),
    }
    text = prometheus_text(engines, ProcessFacts(7, 0.0, 0.0, 0.0, None, {"torch": "2"})).decode()
    samples = read_samples(text)
    assert value_of(samples, "process_resident_memory_bytes") == 7
    assert value_of(samples, "pathfinder_jobs_total", model="a", outcome="cancelled") == 3
    assert value_of(samples, "pathfinder_jobs_total", model="z", outcome="cancelled") == 0
    assert models_in(samples, "ready") == {"a", "b"}
    assert models_in(samples, "starting") == {"c"}
    assert busy_models(samples) == {"a", "b"}


class FakeVisitor:
    """Notes what it is asked, and shows a page with everything on it."""

    def __init__(self):
        self.wishes = []
        self.screen = Screen(labels={"frame.language": ["English", "中文"]})

    async def run(self, **wish):
        self.wishes.append(wish)
        self.screen.kinds["plotly_chart"] = 1
        self.screen.kinds["metric"] = 1
        return self.screen


@pytest.mark.parametrize("kind", ["edit", "follow_link", "generate", "language"])
def test_every_action_asks_for_what_it_says(kind):
    visitor, samples = FakeVisitor(), []
    guest = Guest(visitor, random.Random(0), ["a text"], samples, page="sentiment")
    asyncio.run(guest.act(kind))
    wishes = {
        "edit": [{"values": {"sentiment.text": "a text"}}],
        "generate": [
            {"page": "text_generation", "query": f"max_new_tokens={FEW_TOKENS}&text=a+text"},
            {"values": {"text_generation.generate": True}},
        ],
    }
    assert not any(sample.errors for sample in samples)
    if kind in wishes:
        assert visitor.wishes == wishes[kind]
    elif kind == "language":
        assert visitor.wishes[0]["values"]["frame.language"][0] in ("English", "中文")
    else:
        assert visitor.wishes[0]["page"] in ("sentiment", "attention", "text_generation")


def test_the_last_line_is_json(monkeypatch, capsys, tmp_path):
    @contextmanager
    def server():
        log = tmp_path / "log"
        log.write_text("all is well")
        yield "http://127.0.0.1:1", log

    async def paint(url):
        return 0.5

    monkeypatch.setattr(load, "own_server", server)
    monkeypatch.setattr(load, "first_paint", paint)
    monkeypatch.setattr(load, "wait_for_models", lambda url: None)
    monkeypatch.setattr(load, "measure", lambda url, arguments: {"errors": 0})
    assert load.main(["--burst", "1"]) == 0
    figures = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert figures == {"first_paint_s": 0.5, "errors": 0, "tracebacks_in_log": 0}
