"""The way from a page to an engine, and which models are offered."""

import threading
import time
from types import SimpleNamespace

import pytest

from components.engine.worker import Engine
from components.interface.frame import runtime
from components.interface.frame.i18n import Translator
from components.models.hub import HubWatch
from components.records.attribution import AttributionRequest
from components.records.model import HubStatus
from components.records.refusal import Refusal
from components.records.sentiment import SentimentRequest

HUB_MODELS = {"distilbert-sst2", "gpt2", "qwen2.5-0.5b-instruct"}


@pytest.fixture
def hub(monkeypatch):
    """Set what the hub answers, and keep what was prepared on this machine out of it."""

    def set_(status):
        monkeypatch.setattr(runtime, "hub_status", lambda: status)
        monkeypatch.setattr(runtime.preparation, "is_prepared", lambda card: card.is_bundled)

    return set_


@pytest.mark.parametrize("task", ["sentiment", "text_generation", "attention"])
def test_hub_models_are_offered_while_the_hub_answers(hub, task):
    hub(HubStatus(is_reachable=True))
    usable, unusable = runtime.offered_models(task)
    assert unusable == []
    assert usable[0].is_bundled, "the default needs no hub"
    assert {card.id for card in usable} & HUB_MODELS


@pytest.mark.parametrize("task", ["sentiment", "text_generation", "attention"])
def test_hub_models_are_out_of_reach_without_the_hub(hub, task):
    hub(HubStatus(is_reachable=False, reason="no_network"))
    usable, unusable = runtime.offered_models(task)
    assert usable
    assert all(card.is_bundled for card in usable)
    assert {card.id for card in unusable} <= HUB_MODELS


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("reason", ["no_network", "offline", "timeout"])
def test_a_page_says_why_a_model_is_out_of_reach(hub, visit, shown_texts, language, reason):
    hub(HubStatus(is_reachable=False, reason=reason))
    app = visit("sentiment", language)
    shown = shown_texts(app)
    assert Translator(language)(f"hub.{reason}") in shown
    assert "DistilBERT" in shown
    assert "distilbert-sst2" not in app.selectbox(key="sentiment.model").options
    assert not app.exception


def test_nobody_waits_for_the_hub():
    def check():
        time.sleep(0.2)
        return HubStatus(is_reachable=True)

    watch = HubWatch(check)
    started = time.monotonic()
    assert watch.status() == HubStatus(is_reachable=False, reason="checking")
    assert time.monotonic() - started < 0.1
    deadline = time.monotonic() + 5
    while not watch.status().is_reachable:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_an_unknown_model_is_refused():
    with pytest.raises(Refusal, match="model_unknown"):
        runtime.ask("no-such-model", object(), lambda event, health: None)


@pytest.fixture
def engines(monkeypatch):
    """Start engines whose attributions wait for the test; gives the gate and what was started."""
    gate, started, names = threading.Event(), [], {}
    model = SimpleNamespace(device="cpu", backend="test", fallback=None)

    def run(model, request, emit):
        if isinstance(request, AttributionRequest):
            gate.wait(10)
        return request.text

    def start(model_id):
        started.append(Engine(lambda report: model, run, model_id))
        return started[-1]

    monkeypatch.setattr(runtime.serving, "start_engine", start)
    monkeypatch.setattr(runtime, "_started", lambda: names)
    yield gate, started
    gate.set()
    for name in list(names):
        runtime.engine.clear(name)


def test_a_verdict_does_not_wait_for_an_attribution(engines):
    gate, started = engines
    answers = []

    def explain():
        answers.append(runtime.ask("made-up", AttributionRequest("why"), lambda *_: None))

    explaining = threading.Thread(target=explain)
    explaining.start()
    while not started:
        time.sleep(0.005)
    assert runtime.ask("made-up", SentimentRequest("fine"), lambda *_: None) == "fine"
    assert answers == []
    assert {engine.name for engine in started} == {"made-up"}, "both run the same model"
    assert set(runtime.running_engines()) == {"made-up", "made-up+attribution"}
    gate.set()
    explaining.join(10)
    assert answers == ["why"]


def test_every_engine_of_a_model_that_failed_is_started_anew(engines):
    _, started = engines
    for request in (AttributionRequest("a"), SentimentRequest("b")):
        runtime.engine(runtime.engine_id("made-up", request))
        runtime._started()[runtime.engine_id("made-up", request)] = started[-1]
    started[0].close()
    runtime.forget_engine_if_failed("made-up")
    for name in ("made-up", "made-up+attribution"):
        runtime.engine(name)
    assert len(started) == 3, "the one that works is kept"
