"""Measures the reader's answers on a file in SQuAD's format, v1.1 or v2.0.

A file none of whose questions is marked impossible is SQuAD v1.1's task: every question has an
answer, so the best span counts even where the page would say that the text does not say; how often
it would is `abstained`. In a v2.0 file the page's own answer counts.
"""

import json
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from components.engine.serving import start_engine
from components.engine.worker import Engine
from components.measures.answer_scoring import Score, is_scored_as_chinese, score_answer
from components.models.catalog import models_for
from components.records.question_answering import (
    QuestionAnsweringRequest,
    QuestionAnsweringResult,
)
from components.records.refusal import Refusal
from components.text.cleaning import clean_text

_LOG = logging.getLogger(__name__)
_TEXT_REFUSALS = {"text_empty", "text_too_long", "latin_unread", "han_unread", "other_unread"}


class Question(NamedTuple):
    """A question about a passage.

    Attributes:
        question: What is asked.
        passage: What is read.
        answers: What was marked; empty if the passage does not say.
    """

    question: str
    passage: str
    answers: tuple[str, ...]

    @property
    def is_chinese(self) -> bool:
        """True if the passage is in Chinese script, which decides how answers are scored."""
        return is_scored_as_chinese(self.passage)


def read_questions(path: Path) -> list[Question]:
    """Read a file in SQuAD's format.

    Raises:
        ValueError: If it has another layout, or no question.
    """
    try:
        articles = json.loads(path.read_text(encoding="utf-8-sig"))["data"]
        questions = [
            Question(
                item["question"],
                paragraph["context"],
                () if item.get("is_impossible") else tuple(a["text"] for a in item["answers"]),
            )
            for article in articles
            for paragraph in article["paragraphs"]
            for item in paragraph["qas"]
        ]
    except (KeyError, TypeError) as error:
        raise ValueError(f"{path.name} is not in SQuAD's format: {error}") from error
    if not questions:
        raise ValueError(f"{path.name} has no question")
    return questions


def ask(engine: Engine, question: Question) -> QuestionAnsweringResult | None:
    """Ask as the page does: cleaned texts, through the engine's queue.

    Returns:
        The result, or None if the model declines to read this text.

    Raises:
        Refusal: For every other reason.
    """
    try:
        texts = (clean_text(question.passage).text,)
        request = QuestionAnsweringRequest(clean_text(question.question).text, texts, 1)
        job = engine.submit(request, session="quality")
        for _event in engine.stream(job):
            pass
        result: QuestionAnsweringResult = job.result()
    except Refusal as refusal:
        if refusal.key in _TEXT_REFUSALS:
            return None
        raise
    return result


def measure_reading(
    questions: Sequence[Question], results: Sequence[QuestionAnsweringResult | None]
) -> dict[str, float | int | None]:
    """Score results with SQuAD's measures, in percent; questions that were not read are wrong.

    Returns:
        `exact`, `f1`, `has_answer_f1` and `no_answer_accuracy` (None if there is no such
        question), `items`, `abstained` (percent of the questions where the page would say that
        the text does not say) and `unread`.
    """
    always_answers = all(question.answers for question in questions)
    scores = []
    for question, result in zip(questions, results, strict=True):
        if result is None:
            scores.append(Score(0.0, 0.0))
            continue
        is_answered = always_answers or result.has_answer
        text = result.answers[0].text if is_answered else ""
        scores.append(score_answer(text, question.answers, question.is_chinese))
    answerable = np.array([bool(question.answers) for question in questions])
    values = 100 * np.array(scores)
    abstained = [result is not None and not result.has_answer for result in results]
    return {
        "exact": float(values[:, 0].mean()),
        "f1": float(values[:, 1].mean()),
        "has_answer_f1": float(values[answerable, 1].mean()) if answerable.any() else None,
        "no_answer_accuracy": float(values[~answerable, 0].mean()) if not always_answers else None,
        "items": len(questions),
        "abstained": 100 * float(np.mean(abstained)),
        "unread": sum(result is None for result in results),
    }


def run_reading(path: Path, model_id: str | None) -> dict[str, float | int | str | None]:
    """Ask the model every question of a file.

    Args:
        model_id: Id in the catalog; by default the model that the page starts with.

    Returns:
        The measures and `model`.

    Raises:
        ValueError: If the file has another layout, or no model of the catalog answers questions.
    """
    questions = read_questions(path)
    models = models_for("question_answering")
    if model_id is None and not models:
        raise ValueError("No model of the catalog answers questions")
    chosen = model_id or models[0].id
    engine = start_engine(chosen)
    try:
        results = list(_ask_all(engine, questions))
    finally:
        engine.close()
    return measure_reading(questions, results) | {"model": chosen}


def _ask_all(
    engine: Engine, questions: Sequence[Question]
) -> Iterator[QuestionAnsweringResult | None]:
    for number, question in enumerate(questions, start=1):
        yield ask(engine, question)
        if number % 200 == 0:
            _LOG.info("%d of %d", number, len(questions))
