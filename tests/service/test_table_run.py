"""A run in small jobs: what is asked next, what is kept, how it ends."""

import pytest

from components.records.answer import Provenance
from components.records.refusal import Refusal
from components.records.scored_rows import ScoredRow, ScoredRows
from components.records.sentiment_table import SentimentTableResult
from components.records.service import Health
from components.service.table_run import (
    CHARACTERS_A_JOB,
    ROWS_A_JOB,
    ModelScores,
    SentimentRun,
    go_on,
)

LABELS = ("negative", "neutral", "positive")
HERE = Provenance("m", "cpu", "torch", 0.1, 9, 9)
GOOD = ScoredRow((0.1, 0.2, 0.7))


class Asked:
    """Answers every request but those that a test breaks, and takes note of all.

    Attributes:
        jobs: Model and number of rows of each request.
        failures: Number of a request, from 1 → the refusal that it ends with half way.
        waits: How long a full queue was waited for, in seconds.
    """

    def __init__(self):
        self.jobs, self.failures, self.waits = [], {}, []

    def __call__(self, model_id, request, watch):
        size = len(request.texts)
        self.jobs.append((model_id, size))
        half = tuple(range(size // 2))
        watch(ScoredRows(LABELS, half, (GOOD,) * len(half)), Health("ready"))
        if (refusal := self.failures.get(len(self.jobs))) is not None:
            raise refusal
        return SentimentTableResult(LABELS, (GOOD,) * size, HERE)

    def go_on(self, run):
        go_on(run, self, Watch(), self.waits.append)


class Watch:
    """Puts the rows of an event into the run's part."""

    def begin(self, part, take):
        self.take = take

    def end(self):
        self.is_over = True

    def __call__(self, event, health):
        self.take(event)


@pytest.fixture
def asked():
    return Asked()


def make(num_rows, models=("m",), text="I love it"):
    return SentimentRun(("key",), (text,) * num_rows, [ModelScores(model) for model in models])


def test_a_table_goes_in_jobs_so_that_others_get_their_turn(asked):
    run = make(2 * ROWS_A_JOB + 10)
    asked.go_on(run)
    assert asked.jobs == [("m", ROWS_A_JOB), ("m", ROWS_A_JOB), ("m", 10)]
    assert run.state == "done"
    assert run.num_done == run.num_total == 2 * ROWS_A_JOB + 10
    assert run.parts[0].labels == LABELS
    assert run.parts[0].backend == "torch"


def test_long_texts_make_small_jobs(asked):
    run = make(10, text="a" * (CHARACTERS_A_JOB // 3 + 1))
    asked.go_on(run)
    assert [size for _, size in asked.jobs] == [3, 3, 3, 1]


def test_two_models_take_turns(asked):
    run = make(ROWS_A_JOB + 1, models=("a", "b"))
    asked.go_on(run)
    assert [model for model, _ in asked.jobs] == ["a", "b", "a", "b"]
    assert run.num_done == 2 * (ROWS_A_JOB + 1)


def test_a_stopped_run_keeps_its_rows_and_goes_on_with_the_others(asked):
    run = make(ROWS_A_JOB + 100)
    asked.failures[2] = Refusal("cancelled")
    asked.go_on(run)
    assert run.state == "stopped"
    assert run.num_done == ROWS_A_JOB + 50
    run.state = "running"
    asked.go_on(run)
    assert asked.jobs[-1] == ("m", 50)
    assert run.state == "done"


def test_a_full_queue_is_waited_for_and_then_said(asked):
    run = make(10)
    asked.failures.update({1: Refusal("busy", wait_s=2)})
    asked.go_on(run)
    assert asked.waits == [2.0]
    assert run.state == "done"
    run = make(10_000)
    asked.failures.update({n: Refusal("busy", wait_s=2) for n in range(1, 99)})
    asked.go_on(run)
    assert run.state == "refused"
    assert run.refusal.key == "busy"


def test_other_refusals_end_the_run_and_keep_its_rows(asked):
    run = make(10)
    asked.failures[1] = Refusal("deadline")
    asked.go_on(run)
    assert (run.state, run.refusal.key, run.num_done) == ("refused", "deadline", 5)


def test_an_empty_table_is_done_at_once(asked):
    run = make(0)
    asked.go_on(run)
    assert run.state == "done"


def test_the_rows_that_came_last_are_kept_once():
    part = ModelScores("m")
    part.take([3, 1], (GOOD, GOOD))
    part.take([0, 1, 2, 3], (GOOD,) * 4)
    assert part.latest == [3, 1, 0, 2]
