import os
import time
from types import SimpleNamespace

import pytest

from components.interface.frame import process
from components.interface.frame.process import count_sessions, installed_versions, read_process


def test_the_process_is_this_one():
    facts = read_process()
    assert 10e6 < facts.memory_bytes < 200e9
    assert 0 < facts.cpu_s <= facts.age_s * (os.cpu_count() or 1) + 1
    assert facts.started_at == pytest.approx(time.time() - facts.age_s, abs=1)


def test_versions_are_those_that_are_installed(monkeypatch):
    assert {"Python", "torch", "streamlit"} <= installed_versions().keys()
    monkeypatch.setattr(process, "PACKAGES", ("no-such-package",))
    installed_versions.cache_clear()
    assert list(installed_versions()) == ["Python"]
    installed_versions.cache_clear()


def server_that_tells(monkeypatch, stats):
    runtime = SimpleNamespace(stats_mgr=SimpleNamespace(get_stats=lambda families: stats))
    monkeypatch.setattr(process.streamlit_runtime, "exists", lambda: True)
    monkeypatch.setattr(process.streamlit_runtime, "get_instance", lambda: runtime)


def test_sessions_are_counted_by_streamlit(monkeypatch):
    server_that_tells(monkeypatch, {"active_sessions": [SimpleNamespace(value=4)]})
    assert count_sessions() == 4


@pytest.mark.parametrize("stats", [{}, None, {"active_sessions": []}, {"active_sessions": [1]}])
def test_a_streamlit_that_tells_otherwise_costs_one_number(monkeypatch, stats):
    server_that_tells(monkeypatch, stats)
    assert count_sessions() is None


def test_outside_a_server_there_are_no_sessions_to_count(monkeypatch):
    monkeypatch.setattr(process.streamlit_runtime, "exists", lambda: False)
    assert count_sessions() is None
