"""How right a run's answers are: rows that were read, rows with labels, two models side by side."""

from components.records.answered_rows import AnsweredRow
from components.records.scored_rows import ScoredRow
from components.service.table_measures import compare, evaluate, score_rows, slice_rows
from components.service.table_run import ModelAnswers, ModelScores, QuestionRun, SentimentRun

LABELS = ("negative", "positive")
GOOD, BAD, BLANK = ScoredRow((0.1, 0.9)), ScoredRow((0.8, 0.2)), ScoredRow(unread="blank")


def part(*rows):
    scores = ModelScores("m", labels=LABELS)
    scores.take(list(range(len(rows))), rows)
    return scores


def run_of(*parts):
    return SentimentRun(("key",), ("text",) * 5, list(parts))


def test_only_rows_that_were_read_and_have_a_label_count():
    truth = ["positive", None, "positive", "positive", "positive"]
    found = evaluate(part(GOOD, GOOD, BLANK, BAD), truth)
    assert found.rows == [0, 3]
    assert found.evaluation.accuracy == 0.5
    assert found.rows[found.evaluation.hardest[0]] == 3
    assert evaluate(part(GOOD), [None] * 5) is None


def test_two_models_are_compared_where_both_read():
    found = compare(run_of(part(GOOD, BLANK, GOOD), part(GOOD, GOOD, BAD)), ["positive"] * 5)
    assert found.rows == [0, 2]
    assert found.comparison.agreement == 0.5
    assert [found.rows[place] for place in found.comparison.disagreements] == [2]
    assert compare(run_of(part(BLANK), part(GOOD)), ["positive"] * 5) is None


def test_parts_are_measured_apart():
    scores = part(GOOD, BAD, GOOD)
    first, second = slice_rows(scores, [0, 1, 2], ["a", "a", "b"], ["positive"] * 5, ["a", "b"])
    assert (first.name, first.count, second.name, second.count) == ("a", 2, "b", 1)


def test_answers_are_scored_where_the_passage_was_read():
    answers = ModelAnswers("m")
    rows = (AnsweredRow("Paris", has_answer=True), AnsweredRow(""), AnsweredRow(unread="blank"))
    answers.take([0, 1, 2], rows)
    run = QuestionRun(("key",), ("He lives in Paris.",) * 3, [answers], questions=("Where?",) * 3)
    found = score_rows(run, [("Paris",), ("Rome",), ("Paris",)])
    assert {index: score.exact for index, score in found.items()} == {0: 1.0, 1: 0.0}
