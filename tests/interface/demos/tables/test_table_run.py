"""A run in small jobs: what is asked next, what is kept, how it ends."""

import pytest

from components.interface.demos.sentiment_table.columns import Columns
from components.interface.demos.sentiment_table.rows import (
    describe_file,
    describe_rows,
    write_answer,
)
from components.interface.demos.tables import run as module
from components.interface.demos.tables.run import (
    CHARACTERS_A_JOB,
    ROWS_A_JOB,
    ModelScores,
    Run,
    describe_progress,
    go_on,
    write_duration,
)
from components.interface.frame import runtime
from components.interface.frame.i18n import Translator
from components.records.answer import Provenance
from components.records.refusal import Refusal
from components.records.scored_rows import ScoredRow, ScoredRows
from components.records.sentiment_table import SentimentTableResult
from components.records.service import Health
from components.text.tables import read_table

LABELS = ("negative", "neutral", "positive")
HERE = Provenance("m", "cpu", "torch", 0.1, 9, 9)
GOOD, BLANK = ScoredRow((0.1, 0.2, 0.7)), ScoredRow(unread="blank")
EN = Translator("en")


class Bar:
    def __init__(self):
        self.texts = []

    def progress(self, value, text):
        assert 0 <= value <= 1
        self.texts.append(text)


@pytest.fixture
def asked(monkeypatch):
    """Answer every request; gives the sizes of the jobs, and lets a test break one."""
    jobs = []

    def ask(model_id, request, watch):
        size = len(request.texts)
        jobs.append((model_id, size))
        half = tuple(range(size // 2))
        watch(ScoredRows(LABELS, half, (GOOD,) * len(half)), Health("ready"))
        if (refusal := failures.get(len(jobs))) is not None:
            raise refusal
        return SentimentTableResult(LABELS, (GOOD,) * size, HERE)

    failures = {}
    monkeypatch.setattr(runtime, "ask", ask)
    monkeypatch.setattr(module, "_let_others_go", lambda watch, wait_s: None)
    return jobs, failures


def make(num_rows, models=("m",), text="I love it"):
    return Run(("key",), (text,) * num_rows, [ModelScores(model) for model in models])


def test_a_table_goes_in_jobs_so_that_others_get_their_turn(asked):
    run = make(2 * ROWS_A_JOB + 10)
    go_on(EN, run, Bar(), lambda: None)
    assert asked[0] == [("m", ROWS_A_JOB), ("m", ROWS_A_JOB), ("m", 10)]
    assert run.state == "done"
    assert run.num_done == run.num_total == 2 * ROWS_A_JOB + 10
    assert run.parts[0].labels == LABELS
    assert run.parts[0].backend == "torch"


def test_long_texts_make_small_jobs(asked):
    run = make(10, text="a" * (CHARACTERS_A_JOB // 3 + 1))
    go_on(EN, run, Bar(), lambda: None)
    assert [size for _, size in asked[0]] == [3, 3, 3, 1]


def test_two_models_take_turns(asked):
    run = make(ROWS_A_JOB + 1, models=("a", "b"))
    go_on(EN, run, Bar(), lambda: None)
    assert [model for model, _ in asked[0]] == ["a", "b", "a", "b"]
    assert run.num_done == 2 * (ROWS_A_JOB + 1)


def test_a_stopped_run_keeps_its_rows_and_goes_on_with_the_others(asked):
    run = make(ROWS_A_JOB + 100)
    asked[1][2] = Refusal("cancelled")
    go_on(EN, run, Bar(), lambda: None)
    assert run.state == "stopped"
    assert run.num_done == ROWS_A_JOB + 50
    run.state = "running"
    go_on(EN, run, Bar(), lambda: None)
    assert asked[0][-1] == ("m", 50)
    assert run.state == "done"


def test_a_full_queue_is_waited_for_and_then_said(asked):
    run = make(10)
    asked[1].update({1: Refusal("busy", wait_s=2)})
    go_on(EN, run, Bar(), lambda: None)
    assert run.state == "done"
    run = make(10_000)
    asked[1].update({n: Refusal("busy", wait_s=2) for n in range(1, 99)})
    go_on(EN, run, Bar(), lambda: None)
    assert run.state == "refused"
    assert run.refusal.key == "busy"


def test_other_refusals_end_the_run_and_keep_its_rows(asked):
    run = make(10)
    asked[1][1] = Refusal("deadline")
    go_on(EN, run, Bar(), lambda: None)
    assert (run.state, run.refusal.key, run.num_done) == ("refused", "deadline", 5)


def test_an_empty_table_is_done_at_once(asked):
    run = make(0)
    go_on(EN, run, Bar(), lambda: None)
    assert run.state == "done"


def test_progress_says_rows_speed_and_the_time_that_is_left():
    run = make(1_000)
    run.parts[0].take(LABELS, list(range(250)), (GOOD,) * 250)
    assert describe_progress(EN, run) == "250 of 1,000 rows"
    run.busy_s = 2.5
    assert describe_progress(EN, run) == "250 of 1,000 rows · 100 rows/s · about 8 s left"
    assert write_duration(EN, 0.2) == "1 s"
    assert write_duration(EN, 119) == "119 s"
    assert write_duration(EN, 600) == "10 min"


def test_the_rows_that_came_last_are_kept_once():
    part = ModelScores("m")
    part.take(LABELS, [3, 1], (GOOD, GOOD))
    part.take(LABELS, [0, 1, 2, 3], (GOOD,) * 4)
    assert part.latest == [3, 1, 0, 2]


def test_screen_and_file_show_the_same_answers_and_unread_rows_have_none():
    table = read_table(b"text,answer\n=1+1,x\n,y\nlate,z\n")
    run = Run(("k",), table.column(0), [ModelScores("m")])
    run.parts[0].take(LABELS, [0, 1], (GOOD, BLANK))
    screen = describe_rows(EN, run, range(3))
    assert screen["answer0"] == ["positive", "not read: blank", "not yet"]
    assert screen["sure0"] == [pytest.approx(70), None, None]
    header, rows = describe_file(EN, table, run)
    assert header[:3] == ["line", "text", "answer"]
    assert header[3:] == ["m: answer", "m: negative", "m: neutral", "m: positive", "m: note"]
    assert rows[0] == [2, "=1+1", "x", "positive", 0.1, 0.2, 0.7, ""]
    assert rows[1] == [3, "", "y", "", "", "", "", "not read: blank"]
    assert rows[2][-1] == "not yet"
    assert write_answer(Translator("zh"), LABELS, GOOD) == "正面"


def test_the_truth_is_what_the_visitor_says_of_the_values():
    table = read_table(b"text,label\na, 1 \nb,0\nc,?\n")
    assert Columns(0, 1, {"1": "positive", "0": "negative"}).truth(table) == [
        "positive",
        "negative",
        None,
    ]
    assert Columns(0, None, {}).truth(table) == [None] * 3
