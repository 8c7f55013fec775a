"""What an engine does when a model cannot be loaded, a job breaks, or the worker hangs."""

import threading
import time

import pytest

from components.engine.worker import Engine
from components.records.model import PreparationProgress
from components.records.refusal import Refusal
from tests.engine.engine_steps import StepModel, collect, follow, run_steps, wait_until


def test_a_fault_is_a_plain_refusal_and_the_worker_lives_on(engine, model):
    job = engine.submit("fail", "a")
    collect(engine, job)
    with pytest.raises(Refusal) as refusal:
        job.result()
    assert refusal.value.key == "job_failed"
    assert "secret" not in str(refusal.value)
    model.gate.set()
    again = engine.submit("fine", "a")
    collect(engine, again)
    assert again.result() == "FINE"


def test_a_model_that_cannot_be_loaded_refuses_everything():
    reached = threading.Event()

    def load(report):
        reached.wait(5)
        raise Refusal("model_fetch_failed", model="X", reason="no_network")

    engine = Engine(load, run_steps, "broken")
    early = engine.submit("early", "a")
    reached.set()
    collect(engine, early)
    with pytest.raises(Refusal, match="model_fetch_failed"):
        early.result()
    assert engine.health().state == "failed"
    with pytest.raises(Refusal, match="model_fetch_failed"):
        engine.submit("late", "a")


def test_an_unexpected_fault_while_loading_tells_no_details():
    def load(report):
        raise OSError("/secret/path")

    engine = Engine(load, run_steps, "broken")
    wait_until(lambda: engine.health().state == "failed")
    assert engine.health().failure.key == "model_failed"


def test_health_tells_how_far_the_start_has_come(model):
    step = threading.Event()

    def load(report):
        report(PreparationProgress("m", "fetch", 0.5))
        step.wait(5)
        return model

    engine = Engine(load, run_steps, "slow")
    wait_until(lambda: engine.health().progress is not None)
    health = engine.health()
    assert (health.state, health.progress.fraction, health.device) == ("starting", 0.5, None)
    step.set()
    wait_until(lambda: engine.health().state == "ready")
    assert (engine.health().device, engine.health().progress) == ("cpu", None)
    engine.close()


def test_a_hung_worker_is_noticed_and_replaced():
    stuck = threading.Event()
    loads = []

    def load(report):
        loads.append(1)
        return StepModel()

    def run(model, request, emit):
        if request == "hang":
            stuck.wait(30)
        return request

    engine = Engine(load, run, "hanging", hung_s=0.05)
    hung = engine.submit("hang", "a", deadline_s=0.05)
    with pytest.raises(Refusal, match="deadline"):
        follow(engine, hung)
    wait_until(lambda: engine.health() and len(loads) == 2)
    assert follow(engine, engine.submit("fine", "a")) == "fine"
    stuck.set()
    time.sleep(0.05)
    assert engine.stats().num_replaced == 1
    assert engine.stats().num_done == 1
    engine.close()


def test_loaded_objects_leave_the_garbage_collector(model):
    import gc

    before = gc.get_freeze_count()
    engine = Engine(lambda report: model, run_steps, "freezing")
    wait_until(lambda: engine.health().state == "ready")
    assert gc.get_freeze_count() > before or before > 0
    engine.close()
