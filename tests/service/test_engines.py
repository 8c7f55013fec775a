"""The registry of engines: started once, found by name, dropped when they failed."""

import threading

import pytest

from components.records.attention_faithfulness import AttentionFaithfulnessRequest
from components.records.attribution import AttributionRequest
from components.records.head_knockout import HeadKnockoutRequest, HeadSweepRequest
from components.records.refusal import Refusal
from components.records.sentiment import SentimentRequest
from components.records.service import Health
from components.service.engines import Engines, engine_id, retry_after
from tests.service_parts import StandIn


@pytest.fixture
def made():
    """Give a registry and the engines that it started: (model, stand-in), in order."""
    started = []

    def start(model_id):
        state = "failed" if model_id == "broken" else "ready"
        started.append((model_id, StandIn(Health(state))))
        return started[-1][1]

    return Engines(start), started


def test_requests_that_read_a_text_many_times_have_an_engine_beside_the_model_s():
    assert engine_id("m", HeadSweepRequest("a")) == "m+attribution"
    assert engine_id("m", AttentionFaithfulnessRequest("a")) == "m+attribution"
    assert engine_id("m", AttributionRequest("a")) == "m+attribution"
    assert engine_id("m", HeadKnockoutRequest("a", ())) == "m"
    assert engine_id("m", SentimentRequest("a")) == "m"


def test_an_engine_is_started_once_and_both_run_the_same_model(made):
    engines, started = made
    assert engines.engine("m") is engines.engine("m")
    engines.engine("m+attribution")
    assert [model_id for model_id, _ in started] == ["m", "m"]
    assert set(engines.running()) == {"m", "m+attribution"}


def test_visitors_who_come_at_once_start_one_engine(made):
    engines, started = made
    together = threading.Barrier(8)

    def visit():
        together.wait(10)
        engines.engine("m")

    visitors = [threading.Thread(target=visit) for _ in range(8)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join(10)
    assert len(started) == 1


def test_looking_starts_nothing(made):
    engines, started = made
    assert engines.health("m") is None
    assert engines.running() == {}
    assert started == []


def test_only_engines_that_failed_are_started_anew(made):
    engines, started = made
    for name in ("broken", "broken+attribution", "m"):
        engines.engine(name)
    assert engines.health("broken").state == "failed"
    engines.forget_if_failed("m")
    assert len(engines.running()) == 3, "the one that works is kept"
    engines.forget_if_failed("broken")
    assert set(engines.running()) == {"m"}
    assert [stand_in.is_closed for _, stand_in in started] == [True, True, False]
    engines.engine("broken")
    assert len(started) == 4


def test_the_end_closes_all(made):
    engines, started = made
    engines.engine("a")
    engines.engine("b")
    engines.shut_down()
    assert [stand_in.is_closed for _, stand_in in started] == [True, True]


def test_an_unknown_model_is_refused_and_nothing_is_kept():
    engines = Engines()
    with pytest.raises(Refusal, match="model_unknown"):
        engines.engine("no-such-model")
    assert engines.running() == {}


def test_bad_input_is_not_tried_again():
    assert retry_after(Refusal("busy"))
    assert retry_after(Refusal("model_fetch_failed"))
    assert not retry_after(Refusal("text_empty"))
