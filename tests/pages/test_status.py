"""The status page: every engine's numbers, explained, in both languages."""

import json

import pytest
import streamlit as st

from components.interface.frame import runtime
from components.interface.frame.i18n import Translator
from components.interface.start.status.measures import MEASURES
from components.records.refusal import Refusal
from components.records.service import Health, Stats
from components.service.engines import Engines
from tests.service_parts import RunningEngines, forbid_start

SCRIPT = "pages/start/status.py"
ENGINES = {
    "sentiment-en": (
        Health("ready", num_waiting=5, is_busy=True, device="cpu", backend="openvino"),
        Stats(num_done=12, p50_s=0.02, p95_s=0.4, num_tokens=840, busy_s=2.0, batch_sizes={1: 12}),
    ),
    "all-minilm-l6-v2": (Health("starting"), Stats()),
}


def open_status(visit, language="en"):
    return visit("home", language).switch_page(SCRIPT).run()


def table_of(app):
    (table,) = app.get("bidi_component")
    return json.loads(table.proto.json)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_number_of_every_engine_is_there(visit, shown_texts, language, monkeypatch):
    monkeypatch.setattr(runtime, "engines", lambda: RunningEngines(ENGINES))
    app = open_status(visit, language)
    assert not app.exception
    t = Translator(language)
    table = table_of(app)
    names = {card.id: card.name for card in runtime.offers().cards.values()}
    assert [c["title"] for c in table["columns"][1:]] == [names[model] for model in ENGINES]
    rows = {row["measure"]: row for row in table["rows"]}
    assert list(rows) == [t(f"status.measure.{name}") for name in MEASURES]
    assert rows[t("status.measure.waiting")]["sentiment-en"] == "5"
    assert rows[t("status.measure.speed")]["sentiment-en"] == t("status.per_s", value="420")
    assert rows[t("status.measure.speed")]["all-minilm-l6-v2"] == "–"
    assert "streamlit 1." in shown_texts(app)
    assert [metric.label for metric in app.metric] == [
        t(f"status.measure.{name}") for name in ("sessions", "memory", "age")
    ]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_model_that_could_not_be_loaded_says_why(visit, language, monkeypatch):
    failure = Refusal("model_fetch_failed", model="Encoder", reason="offline")
    engines = {"sentiment-en": (Health("failed", failure=failure), Stats())}
    monkeypatch.setattr(runtime, "engines", lambda: RunningEngines(engines))
    t = Translator(language)
    rows = {row["measure"]: row for row in table_of(open_status(visit, language))["rows"]}
    state = rows[t("status.measure.state")]
    assert state["sentiment-en"] == t("state.failed")
    assert state["sentiment-en_more"] == t(
        "refusal.model_fetch_failed", model="Encoder", reason=t("reason.offline")
    )


def test_an_engine_beside_a_model_s_own_says_what_it_is_for(visit, monkeypatch):
    engines = {
        "sentiment-en+attribution": (Health("ready", device="cpu", backend="torch"), Stats())
    }
    monkeypatch.setattr(runtime, "engines", lambda: RunningEngines(engines))
    app = open_status(visit)
    assert not app.exception
    name = runtime.offers().cards["sentiment-en"].name
    assert table_of(app)["columns"][1]["title"] == f"{name} · Why this verdict?"


def test_models_nobody_has_asked_for_are_named(visit, shown_texts, monkeypatch):
    monkeypatch.setattr(runtime, "engines", lambda: RunningEngines({}))
    app = open_status(visit)
    assert not app.exception
    assert not app.get("bidi_component")
    for card in runtime.offers().cards.values():
        assert card.name in shown_texts(app)


def test_looking_loads_no_model(visit, monkeypatch):
    monkeypatch.setattr(runtime, "engines", lambda: Engines(forbid_start))
    assert not open_status(visit).exception


def test_the_page_looks_again_by_itself(visit, monkeypatch):
    """Streamlit's test harness runs no timers; what the browser is told to do is checked."""
    asked, fragment = [], st.fragment
    monkeypatch.setattr(
        st, "fragment", lambda **options: asked.append(options) or fragment(**options)
    )
    assert not open_status(visit).exception
    assert asked == [{"run_every": 2.0}]
