"""Progress as bars on a terminal and as lines in a log."""

import io
from dataclasses import replace

import pytest

from components.models.preparation.bars import ProgressBar
from components.records.model import PreparationProgress
from tests.models.preparation.tiny_sources import make_card


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def cards():
    return {"tiny": replace(make_card(), size_mb=50)}


def fetched(fraction, host="pypi.org"):
    return PreparationProgress("tiny", "fetch", fraction, host)


def test_a_log_has_a_line_per_tenth(cards):
    log = io.StringIO()
    bar = ProgressBar(cards, log)
    for percent in range(0, 101):
        bar.show(fetched(percent / 100))
    bar.show(PreparationProgress("tiny", "convert"))
    bar.close()
    first, *tenths, last = log.getvalue().splitlines()
    assert first == "Tiny: fetching from pypi.org"
    assert [line.split(", ")[1] for line in tenths] == [f"{n} of 50 MB" for n in range(5, 51, 5)]
    assert all(line.endswith(" s left") for line in tenths)
    assert last == "Tiny: converting"


def test_another_source_is_named(cards):
    log = io.StringIO()
    bar = ProgressBar(cards, log)
    for host in ("pypi.org", "pypi.org", "huggingface.co", ""):
        bar.show(fetched(0.0, host))
    expected = [" from pypi.org", " from huggingface.co", ""]
    assert log.getvalue().splitlines() == [f"Tiny: fetching{origin}" for origin in expected]


def test_a_terminal_has_a_bar_with_megabytes_and_time(cards):
    terminal = Terminal()
    bar = ProgressBar(cards, terminal)
    bar.show(fetched(0.5))
    bar.close()
    assert "Tiny: fetching from pypi.org" in terminal.getvalue()
    assert "25 of 50 MB" in terminal.getvalue()
    assert " left" in terminal.getvalue()
