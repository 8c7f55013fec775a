import pytest

from components.engine.inference.question_answering import run as ask
from components.engine.inference.question_table import run
from components.records.answer import Progress
from components.records.answered_rows import AnsweredRow, AnsweredRows
from components.records.question_answering import QuestionAnsweringRequest
from components.records.question_table import QuestionTableRequest
from tests.engine.inference.test_question_answering import TOKENIZER, mark
from tests.models.reader_parts import make_loaded

TEXTS = (
    "the book, Lu Xun wrote it",
    "",
    "the book",
    "filler " * 700 + "Lu Xun" + " filler" * 20,
    "Кто написал эту книгу?",
    "a" * 20_001,
    "Lu Xun",
)
QUESTIONS = ("who wrote it?", "who?", "who?", "who wrote it?", "who?", "who?", " ")


@pytest.fixture
def loaded():
    return make_loaded(mark("▁Lu", "▁Xun"), TOKENIZER)


def test_every_row_has_the_answer_that_its_question_gets_alone(loaded):
    events = []
    result = run(loaded, QuestionTableRequest(QUESTIONS, TEXTS), events.append)
    assert [row.unread for row in result.rows] == [
        None, "blank", None, None, "script", "too_long", "blank",
    ]  # fmt: skip
    for index in (0, 2, 3):
        row = result.rows[index]
        request = QuestionAnsweringRequest(QUESTIONS[index], (TEXTS[index],))
        alone = ask(loaded, request, lambda event: None)
        best = alone.answers[0]
        assert (row.text, row.start, row.end) == (best.text, best.start, best.end)
        assert row.text == TEXTS[index][row.start : row.end]
        assert row.probability == pytest.approx(best.probability)
        assert row.null_probability == pytest.approx(alone.null_probability)
        assert row.has_answer == alone.has_answer
        assert row.num_windows == alone.num_windows
    assert (result.rows[3].start, result.rows[3].num_windows) == (4900, 3)
    assert result.rows[0].answer == "Lu Xun"
    assert result.rows[2].answer == ""
    assert result.rows[2].confidence == result.rows[2].null_probability > 0.9


def test_rows_come_out_in_batches_each_once_and_progress_counts_rows(loaded):
    events = []
    request = QuestionTableRequest(QUESTIONS * 20, TEXTS * 20)
    result = run(loaded, request, events.append)
    given = [event for event in events if isinstance(event, AnsweredRows)]
    indices = [index for event in given for index in event.indices]
    assert sorted(indices) == list(range(140))
    assert all(
        result.rows[index] == row
        for event in given
        for index, row in zip(event.indices, event.rows, strict=True)
    )
    assert len(given) > 3
    progress = [event for event in events if isinstance(event, Progress)]
    assert {event.total for event in progress} == {140}
    assert [event.done for event in progress] == sorted(event.done for event in progress)


def test_a_cancelled_job_stops_between_batches(loaded):
    def stop(event):
        if isinstance(event, AnsweredRows) and event.rows[0].is_read:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        run(loaded, QuestionTableRequest(("who?",) * 999, ("the book",) * 999), stop)
    assert len(loaded.reader.batches) == 1


def test_a_long_question_is_cut_and_says_so(loaded):
    request = QuestionTableRequest(("who wrote it? " * 40, "who?"), ("Lu Xun",) * 2)
    rows = run(loaded, request, lambda event: None).rows
    assert [row.is_question_cut for row in rows] == [True, False]


def test_no_rows_are_no_answers(loaded):
    assert run(loaded, QuestionTableRequest((), ()), lambda event: None).rows == ()


def test_a_row_without_a_span_answers_nothing():
    row = AnsweredRow(unread="blank")
    assert not row.is_read
    assert row.answer == ""
