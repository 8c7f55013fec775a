"""The queue in front of a model, with a model whose every step the test decides."""

import threading
import time
from dataclasses import dataclass, field

import pytest

from components.models.engine import Engine
from components.records.answer import Progress, TextDelta
from components.records.model import PreparationProgress
from components.records.refusal import Refusal


@dataclass
class StepModel:
    """Holds a job at each step until the test lets it go on."""

    device: str = "cpu"
    backend: str = "test"
    fallback: str | None = None
    gate: threading.Event = field(default_factory=threading.Event)
    order: list = field(default_factory=list)


def run_steps(model, request, emit):
    model.order.append(request)
    if request == "fail":
        raise RuntimeError("secret path /home/somebody")
    emit(TextDelta(f"{request}!"))
    while not model.gate.wait(0.005):
        emit(Progress(0, 1))
    return request.upper()


@pytest.fixture
def model():
    return StepModel()


@pytest.fixture
def engine(model):
    engine = Engine(lambda report: model, run_steps, "steps", capacity=3)
    yield engine
    model.gate.set()
    engine.close()


def wait_until(condition, timeout_s=5.0):
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.005)


def collect(engine, job):
    return [event for event in engine.stream(job, poll_s=0.01) if event is not None]


def follow(engine, job):
    collect(engine, job)
    return job.result()


def test_events_come_in_order_and_the_result_last(engine, model):
    model.gate.set()
    job = engine.submit("hello", "a")
    assert collect(engine, job) == [TextDelta("hello!")]
    assert job.result() == "HELLO"
    assert engine.stats().num_done == 1


def test_jobs_run_first_come_first_served(engine, model):
    first = engine.submit("one", "a")
    wait_until(lambda: engine.health().is_busy)
    jobs = [engine.submit(name, name) for name in ("two", "three")]
    model.gate.set()
    for job in (first, *jobs):
        collect(engine, job)
    assert model.order == ["one", "two", "three"]


def test_a_full_queue_refuses_at_once_and_says_how_long(engine):
    engine.submit("running", "a")
    wait_until(lambda: engine.health().is_busy)
    for number in range(3):
        engine.submit("waiting", f"visitor {number}")
    started = time.monotonic()
    with pytest.raises(Refusal) as refusal:
        engine.submit("late", "z")
    assert time.monotonic() - started < 0.2
    assert refusal.value.key == "busy"
    assert refusal.value.values["wait_s"] >= 1
    assert engine.stats().num_refused == 1


def test_a_session_has_one_running_and_one_waiting_job(engine):
    engine.submit("running", "a")
    engine.submit("waiting", "a")
    with pytest.raises(Refusal) as refusal:
        engine.submit("third", "a")
    assert refusal.value.key == "session_busy"
    engine.submit("somebody else's", "b")


def test_a_cancelled_job_of_a_session_makes_room(engine):
    running = engine.submit("running", "a")
    waiting = engine.submit("waiting", "a")
    engine.cancel(waiting)
    engine.cancel(running)
    engine.submit("next", "a")


def test_cancelling_frees_the_worker_at_its_next_step(engine):
    job = engine.submit("endless", "a")
    wait_until(lambda: engine.health().is_busy)
    started = time.monotonic()
    engine.cancel(job)
    wait_until(lambda: not engine.health().is_busy)
    assert time.monotonic() - started < 1
    with pytest.raises(Refusal) as refusal:
        job.result()
    assert refusal.value.key == "cancelled"
    assert engine.stats().num_cancelled == 1


def test_a_cancelled_waiting_job_never_runs(engine, model):
    engine.submit("running", "a")
    wait_until(lambda: engine.health().is_busy)
    waiting = engine.submit("waiting", "b")
    engine.cancel(waiting)
    assert engine.health().num_waiting == 0
    model.gate.set()
    wait_until(lambda: not engine.health().is_busy)
    assert model.order == ["running"]


def test_leaving_the_stream_cancels_the_job(engine):
    job = engine.submit("endless", "a")
    stream = engine.stream(job, poll_s=0.01)
    assert next(stream) == TextDelta("endless!")
    stream.close()
    wait_until(lambda: not engine.health().is_busy)
    assert job.is_cancelled


def test_silence_yields_none_so_that_the_reader_can_be_looked_for(model):
    def run_silently(model, request, emit):
        model.gate.wait(5)

    engine = Engine(lambda report: model, run_silently, "silent")
    stream = engine.stream(engine.submit("x", "a"), poll_s=0.01)
    assert next(stream) is None
    model.gate.set()
    assert all(event is None for event in stream)
    engine.close()


def test_a_deadline_ends_a_running_job(engine):
    job = engine.submit("endless", "a", deadline_s=0.05)
    with pytest.raises(Refusal, match="deadline"):
        follow(engine, job)
    wait_until(lambda: not engine.health().is_busy)


def test_a_deadline_holds_even_when_the_worker_hangs(model):
    def hang(model, request, emit):
        model.gate.wait(10)

    engine = Engine(lambda report: model, hang, "hanging")
    with pytest.raises(Refusal, match="deadline"):
        collect(engine, engine.submit("x", "a", deadline_s=0.05))
    model.gate.set()
    engine.close()


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


def test_closing_ends_what_runs_and_refuses_what_comes(engine):
    running = engine.submit("endless", "a")
    wait_until(lambda: engine.health().is_busy)
    waiting = engine.submit("waiting", "b")
    engine.close()
    for job in (running, waiting):
        collect(engine, job)
        with pytest.raises(Refusal):
            job.result()
    with pytest.raises(Refusal, match="model_closed"):
        engine.submit("late", "a")


def test_many_threads_get_their_own_answers(model):
    model.gate.set()
    engine = Engine(lambda report: model, run_steps, "busy", capacity=64)
    wrong = []

    def visit(number):
        for turn in range(20):
            text = f"v{number}t{turn}"
            job = engine.submit(text, f"visitor {number}")
            collect(engine, job)
            if job.result() != text.upper():
                wrong.append(text)

    threads = [threading.Thread(target=visit, args=(n,)) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert engine.stats().num_done == 16 * 20
    assert engine.stats().p95_s >= engine.stats().p50_s >= 0
    engine.close()


def test_loaded_objects_leave_the_garbage_collector(model):
    import gc

    before = gc.get_freeze_count()
    engine = Engine(lambda report: model, run_steps, "freezing")
    wait_until(lambda: engine.health().state == "ready")
    assert gc.get_freeze_count() > before or before > 0
    engine.close()
