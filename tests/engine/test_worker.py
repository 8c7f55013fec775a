"""The queue in front of a model, with a model whose every step the test decides."""

import threading
import time

import pytest

from components.engine.worker import Engine
from components.records.answer import TextDelta
from components.records.refusal import Refusal
from tests.engine.engine_steps import collect, follow, run_steps, wait_until


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


def test_a_cancelled_job_of_a_session_makes_room(engine, model):
    running = engine.submit("running", "a")
    waiting = engine.submit("waiting", "a")
    with pytest.raises(Refusal):
        engine.submit("next", "a")
    engine.cancel(waiting)
    engine.cancel(running)
    following = engine.submit("next", "a")
    model.gate.set()
    assert follow(engine, following) == "NEXT"
    assert "waiting" not in model.order
    assert running.is_cancelled
    assert waiting.is_cancelled


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


def test_tokens_and_time_are_counted(engine, model):
    from types import SimpleNamespace

    def answer(model, request, emit):
        return SimpleNamespace(provenance=SimpleNamespace(tokens_used=7), sequences=())

    counting = Engine(lambda report: model, answer, "counting")
    follow(counting, counting.submit("x", "a"))
    stats = counting.stats()
    assert (stats.num_tokens, dict(stats.batch_sizes)) == (7, {1: 1})
    assert stats.busy_s >= 0
    counting.close()
