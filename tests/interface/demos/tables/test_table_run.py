"""What the pages of tables say of a run: its progress, its rows, its file."""

import pytest

from components.interface.demos.sentiment_table.columns import Columns
from components.interface.demos.sentiment_table.rows import (
    describe_file,
    describe_rows,
    write_answer,
)
from components.interface.demos.tables.run import describe_progress, write_duration
from components.interface.frame.i18n import Translator
from components.records.scored_rows import ScoredRow
from components.service.table_run import ModelScores, SentimentRun
from components.text.tables import read_table

LABELS = ("negative", "neutral", "positive")
GOOD, BLANK = ScoredRow((0.1, 0.2, 0.7)), ScoredRow(unread="blank")
EN = Translator("en")


def test_progress_says_rows_speed_and_the_time_that_is_left():
    run = SentimentRun(("key",), ("I love it",) * 1_000, [ModelScores("m", labels=LABELS)])
    run.parts[0].take(list(range(250)), (GOOD,) * 250)
    assert describe_progress(EN, run) == "250 of 1,000 rows"
    run.busy_s = 2.5
    assert describe_progress(EN, run) == "250 of 1,000 rows · 100 rows/s · about 8 s left"
    assert write_duration(EN, 0.2) == "1 s"
    assert write_duration(EN, 119) == "119 s"
    assert write_duration(EN, 600) == "10 min"


def test_screen_and_file_show_the_same_answers_and_unread_rows_have_none():
    table = read_table(b"text,answer\n=1+1,x\n,y\nlate,z\n")
    run = SentimentRun(("k",), table.column(0), [ModelScores("m", labels=LABELS)])
    run.parts[0].take([0, 1], (GOOD, BLANK))
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
