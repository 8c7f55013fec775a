"""From a request to its result: events, refusals, what is called off, who waits for whom."""

import threading
import time
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from components.engine.worker import Engine
from components.records.answer import Progress
from components.records.attribution import AttributionRequest
from components.records.refusal import Refusal
from components.records.sentiment import SentimentRequest
from components.service.asking import ask, send
from components.service.engines import Engines


@pytest.fixture
def made():
    """Give a registry whose attributions wait at a gate, and the gate."""
    gate = threading.Event()
    model = SimpleNamespace(device="cpu", backend="test", fallback=None)

    def run(model, request, emit):
        if isinstance(request, AttributionRequest):
            gate.wait(10)
        for done in range(3):
            emit(Progress(done, 3))
        return request.text

    engines = Engines(lambda model_id: Engine(lambda report: model, run, model_id))
    yield engines, gate
    gate.set()
    engines.shut_down()


def quiet(event, health):
    """Watch without a word."""


def dones(events):
    return [event.done for event in events if event is not None]


def test_an_answer_comes_after_its_events(made):
    engines, _ = made
    events = []
    result = ask(engines, "m", SentimentRequest("fine"), "s", lambda event, _: events.append(event))
    assert result == "fine"
    assert dones(events) == [0, 1, 2]


def test_a_verdict_does_not_wait_for_an_attribution(made):
    engines, gate = made
    explaining = send(engines, "m", AttributionRequest("why"), "s")
    assert ask(engines, "m", SentimentRequest("fine"), "s", quiet) == "fine"
    assert set(engines.running()) == {"m", "m+attribution"}
    gate.set()
    assert dones(explaining.events()) == [0, 1, 2]
    assert explaining.result() == "why"


def test_a_watcher_that_goes_away_takes_the_request_along(made):
    engines, gate = made

    def leave(event, health):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ask(engines, "m", AttributionRequest("why"), "s", leave)
    gate.set()
    engine = engines.engine("m+attribution")
    deadline = time.monotonic() + 10
    while engine.stats().num_cancelled == 0:
        assert time.monotonic() < deadline
        time.sleep(0.005)
    assert engine.stats().num_done == 0


def test_what_was_sent_can_be_called_off(made):
    engines, gate = made
    pending = send(engines, "m", AttributionRequest("why"), "s")
    pending.cancel()
    gate.set()
    assert dones(pending.events()) == []
    with pytest.raises(Refusal, match="cancelled"):
        pending.result()


def test_others_go_on_while_the_next_event_is_awaited(made):
    engines, _ = made
    steps = []

    @contextmanager
    def waiting():
        steps.append("wait")
        yield
        steps.append("back")

    ask(engines, "m", SentimentRequest("a"), "s", lambda *_: steps.append("told"), waiting)
    assert steps[:3] == ["wait", "back", "told"]
    assert steps.count("wait") == steps.count("told") + 1, "the last wait ends without an event"


def test_an_unknown_model_is_refused():
    with pytest.raises(Refusal, match="model_unknown"):
        ask(Engines(), "no-such-model", SentimentRequest("a"), "s", quiet)
