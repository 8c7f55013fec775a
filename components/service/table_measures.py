"""Accuracy of the answers of a table run, if the table has a column of right ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from components.measures.answer_scoring import Score, is_scored_as_chinese, score_answer
from components.measures.classification import (
    LENGTH_EDGES,
    MAX_SLICES,
    compute_comparison,
    compute_evaluation,
    compute_slices,
    length_slice,
)
from components.records.evaluation import Comparison, Evaluation, Slice
from components.service.table_run import ModelScores, QuestionRun, SentimentRun

__all__ = [
    "LENGTH_EDGES",
    "MAX_SLICES",
    "Compared",
    "Evaluated",
    "Score",
    "compare",
    "evaluate",
    "length_slice",
    "score_rows",
    "slice_rows",
]

Truth = Sequence[str | None]
"""Class of every row; None if the table has none."""


@dataclass(frozen=True)
class Evaluated:
    """One model's answers beside the labels.

    Attributes:
        rows: Rows of the table that were read and have a label, from 0.
        evaluation: Of these rows; it counts them from 0.
    """

    rows: list[int]
    evaluation: Evaluation


@dataclass(frozen=True)
class Compared:
    """Two models' answers side by side.

    Attributes:
        rows: Rows of the table that both models read, from 0.
        comparison: Of these rows; it counts them from 0.
    """

    rows: list[int]
    comparison: Comparison


def evaluate(part: ModelScores, truth: Truth) -> Evaluated | None:
    """Compare one model's answers with the labels; None if no row that was read has one."""
    rows = [
        index
        for index, label in enumerate(truth)
        if label is not None and index in part.rows and part.rows[index].is_read
    ]
    if not rows:
        return None
    labels = [label for index in rows if (label := truth[index]) is not None]
    probabilities = [part.rows[index].probabilities for index in rows]
    return Evaluated(rows, compute_evaluation(part.labels, labels, probabilities))


def compare(run: SentimentRun, truth: Truth) -> Compared | None:
    """Compare the two models of a run on the rows that both read; None if there is no such row.

    Args:
        run: A run with two models.
        truth: Class of every row; None if it has none.
    """
    first, second = run.parts
    rows = [
        index
        for index, row in sorted(first.rows.items())
        if row.is_read and index in second.rows and second.rows[index].is_read
    ]
    if not rows:
        return None
    found = compute_comparison(
        (first.labels, [first.rows[index].probabilities for index in rows]),
        (second.labels, [second.rows[index].probabilities for index in rows]),
        [truth[index] for index in rows],
    )
    return Compared(rows, found)


def slice_rows(
    part: ModelScores, rows: Sequence[int], names: Sequence[str], truth: Truth, order: Sequence[str]
) -> tuple[Slice, ...]:
    """Measure one model's answers slice by slice.

    Args:
        part: The model's answers.
        rows: Rows that were read.
        names: Name of the part that each of them belongs to.
        truth: Class of every row of the table; None if it has none.
        order: Names in the order they are listed in; empty for the most frequent first.
    """
    return compute_slices(
        list(names),
        part.labels,
        [truth[index] for index in rows],
        [part.rows[index].probabilities for index in rows],
        list(order),
    )


def score_rows(run: QuestionRun, truth: Sequence[tuple[str, ...]]) -> dict[int, Score]:
    """Score every row that was read, as the public sets' scripts do.

    Args:
        run: A run.
        truth: Right answers of every row; none where its passage does not say.

    Returns:
        Row → exact match and F1, each from 0 to 1.
    """
    return {
        index: score_answer(row.answer, truth[index], is_scored_as_chinese(run.texts[index]))
        for index, row in run.parts[0].rows.items()
        if row.is_read
    }
