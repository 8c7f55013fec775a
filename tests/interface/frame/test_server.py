import os
import subprocess
import sys
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from streamlit import config

from components.interface.frame import runtime, server
from components.records.service import Health, Stats
from tests.service_parts import RunningEngines

ROOT = Path(__file__).resolve().parents[3]


def test_metrics_are_served_as_text(monkeypatch):
    engines = {"a": (Health("ready", is_busy=True), Stats(num_done=2))}
    monkeypatch.setattr(runtime, "engines", lambda: RunningEngines(engines))
    (route,) = server.ROUTES
    assert route.path == "/metrics"
    answer = route.endpoint(None)
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    families = {f.name: f for f in text_string_to_metric_families(answer.body.decode())}
    assert families["pathfinder_model_busy"].samples[0].value == 1
    assert families["process_resident_memory_bytes"].samples[0].value > 10e6


def test_metrics_tell_nothing_of_a_visitor(monkeypatch):
    """Only these labels exist; a session's identity or a text has no place among them."""
    engines = {"a": (Health("ready", device="cpu", backend="torch"), Stats(batch_sizes={1: 1}))}
    monkeypatch.setattr(runtime, "engines", lambda: RunningEngines(engines))
    text = server.show_metrics(None).body.decode()
    labels = {
        name
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        for name in sample.labels
    }
    assert labels <= {
        *("model", "state", "device", "backend", "outcome", "quantile", "le"),
        *("package", "version"),
    }


def test_charts_find_their_packages_imported_by_whole():
    server._import_what_charts_need()
    assert hasattr(sys.modules["pandas"], "Series")
    assert hasattr(sys.modules["plotly.graph_objects"], "Figure")


@pytest.mark.parametrize("address", ["0.0.0.0", "::", None])
def test_a_start_that_others_could_reach_is_refused_in_one_line(monkeypatch, address):
    monkeypatch.setattr(config, "get_option", {"server.address": address}.get)
    with pytest.raises(SystemExit) as ended:
        server.refuse_open_start()
    assert "PATHFINDER_MODE=class" in ended.value.code
    assert "\n" not in ended.value.code
    monkeypatch.setenv("PATHFINDER_MODE", "class")
    server.refuse_open_start()


def test_streamlit_itself_starts_no_open_personal_app():
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.address", "0.0.0.0"]
    done = subprocess.run(
        [*command, "--server.headless", "true"],
        cwd=ROOT,
        env=os.environ | {"PATHFINDER_MODE": ""},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode != 0
    assert "Set PATHFINDER_MODE=class" in done.stderr
    assert "Traceback" not in done.stderr
