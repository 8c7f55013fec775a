import sys

from prometheus_client.parser import text_string_to_metric_families

from components.interface.frame import runtime, server
from components.records.service import Health, Stats
from tests.service_parts import RunningEngines


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
