"""Grade an answer in one's own words against a rubric, point by point, and abstain in doubt.

Similarity of sentences follows the line of Mohler, Bunescu and Mihalcea (2011), Learning to grade
short answer questions using semantic similarity measures and dependency graph alignments, ACL;
sentences are compared by the embeddings that are handed in.
"""

import hashlib
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from components.career.content.schema import InterviewQuestion, RubricPoint
from components.career.terms import find_term
from components.records.grading import Doubt, GraderError, PointGrade, Verdict
from components.text.han import count_han
from components.text.sentences import split_sentences

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts → float32, (text, hidden), each of length 1; texts are of one language."""


@dataclass(frozen=True)
class Bars:
    """Cosines that decide; they belong to one model, whose cosines have their own range.

    Attributes:
        covered: A point with at least this cosine counts as covered.
        not_found: Below this it counts as not found.
        echo: A sentence with at least this cosine to the question repeats it and is ignored.
    """

    covered: float
    not_found: float
    echo: float


BARS = {"en": Bars(0.90, 0.87, 0.97), "zh": Bars(0.92, 0.91, 0.97)}
"""Of multilingual-e5-small, whose cosines lie between 0.8 and 1. Set on the questions that
`held_out` leaves, so high that no point there is called covered wrongly."""
FREE_SENTENCES = 8
"""An answer of more sentences has more chances that one of them fits by accident."""
LENGTH_PENALTY = 0.05
"""How far the bars rise, as a share of the way from `covered` to 1, at each doubling beyond."""
_FEWEST_WORDS = 3
HAN_PER_WORD = 3
"""A term of two words has up to six characters in Chinese: 检索增强生成, 向量数据库."""


def grade_answer(
    answer: str, question: InterviewQuestion, language: str, embed: Embed, bars: Bars
) -> tuple[PointGrade, ...]:
    """Compare an answer with every point of a rubric.

    A point is covered where its closest sentence reaches the bar, one of its required terms stands
    in the answer and no phrase of the typical mistake does. The bar rises with the length of the
    answer. A sentence that repeats the question, or is a list of terms, confirms nothing.

    Args:
        answer: Cleaned text.
        question: With its rubric.
        language: `en` or `zh`, of the answer.
        embed: Gives vectors of one model.
        bars: Of that model for that language.

    Returns:
        One grade per point, in the order of the rubric.
    """
    sentences = split_clauses(answer)
    vectors = embed(texts_of(answer, question, language))
    prompt, points, said = np.split(vectors, [1, 1 + len(question.rubric)])
    echoes = (said @ prompt[0]) >= bars.echo
    similarities = np.where(echoes, -1.0, points @ said.T)
    bars = raise_bars(bars, len(sentences))
    return tuple(
        _grade_point(point, answer, sentences, row, language, bars)
        for point, row in zip(question.rubric, similarities, strict=True)
    )


def split_clauses(answer: str) -> list[str]:
    """Split an answer into sentences, and long ones at their semicolons too."""
    pieces = []
    for sentence in split_sentences(answer):
        pieces += [piece.strip() for piece in re.split(r"[;；]", sentence.text) if piece.strip()]
    return pieces


def raise_bars(bars: Bars, num_sentences: int) -> Bars:
    """Raise the bar of long answers.

    Example:
        >>> raise_bars(Bars(0.6, 0.3, 0.9), 32).covered
        0.64
    """
    doublings = math.log2(max(1.0, num_sentences / FREE_SENTENCES))
    share = min(1.0, LENGTH_PENALTY * doublings)
    return Bars(bars.covered + share * (1 - bars.covered), bars.not_found, bars.echo)


def _grade_point(
    point: RubricPoint,
    answer: str,
    sentences: list[str],
    similarities: NDArray[np.float32],
    language: str,
    bars: Bars,
) -> PointGrade:
    best = int(similarities.argmax()) if sentences else -1
    sentence = sentences[best] if sentences else ""
    similarity = float(similarities[best]) if sentences else -1.0
    verdict, doubt = _judge(point, answer, sentence, similarity, language, bars)
    return PointGrade(point.id, verdict, sentence, similarity, doubt)


def _judge(
    point: RubricPoint,
    answer: str,
    sentence: str,
    similarity: float,
    language: str,
    bars: Bars,
) -> tuple[Verdict, Doubt | None]:
    must, mistakes = getattr(point.must, language), getattr(point.contradicts, language)
    has_term = not must or find_term(answer, must) is not None
    if find_term(answer, mistakes) is not None:
        return "compare", "contradiction"
    if similarity < bars.not_found and not (must and has_term):
        return "not_found", None
    if similarity < bars.covered:
        return "compare", "between"
    if not has_term:
        return "compare", "term_missing"
    if is_list_of_terms(sentence):
        return "compare", "stuffed"
    return "covered", None


def is_list_of_terms(sentence: str) -> bool:
    """Return whether a sentence is terms in a row: most of its pieces are of one or two words.

    Example:
        >>> is_list_of_terms("chunks, embeddings, retriever, prompt, top-k, citations")
        True
        >>> is_list_of_terms("It retrieves chunks, puts them into the prompt, and cites them.")
        False
    """
    pieces = [p for p in re.split(r"[,，、/|·\n]", sentence) if p.strip()]
    if len(pieces) <= _FEWEST_WORDS:
        return False
    short = sum(count_words(piece) <= 2 for piece in pieces)
    return short > 0.7 * len(pieces)


def count_words(piece: str) -> float:
    """Count words; `HAN_PER_WORD` Chinese characters count as one.

    Example:
        >>> count_words("vector database"), count_words("检索增强生成")
        (2.0, 2.0)
    """
    return len(re.findall(r"[A-Za-z0-9-]+", piece)) + count_han(piece) / HAN_PER_WORD


def _pick(texts: object, language: str) -> str:
    return str(getattr(texts, language))


def measure_grader(
    questions: Sequence[InterviewQuestion], language: str, embed: Embed, bars: Bars
) -> GraderError:
    """Grade the hand-graded examples and count where the grader disagrees.

    Args:
        questions: With their examples.
        language: Whose examples.
        embed: As in `grade_answer`.
        bars: As in `grade_answer`.
    """
    examples = [
        (question, example)
        for question in questions
        for example in question.examples
        if example.lang == language
    ]
    known = _embed_once([(q, e.answer) for q, e in examples], language, embed)
    pairs = [
        (grade.verdict, grade.point in example.covers)
        for question, example in examples
        for grade in grade_answer(example.answer, question, language, known, bars)
    ]
    counts = Counter(pairs)
    return GraderError(
        len(examples),
        len(pairs),
        counts["covered", True] + counts["covered", False],
        counts["covered", False],
        counts["not_found", True] + counts["not_found", False],
        counts["not_found", True],
    )


def held_out(questions: Iterable[InterviewQuestion]) -> list[InterviewQuestion]:
    """Return the half of the questions that evaluates the grader; adding questions moves none."""
    chosen = [q for q in questions if hashlib.sha256(q.id.encode()).digest()[0] % 2]
    return sorted(chosen, key=lambda question: question.id)


def _embed_once(
    answers: Sequence[tuple[InterviewQuestion, str]], language: str, embed: Embed
) -> Embed:
    """Turn all texts of some answers into vectors in one call; returns a function that looks up."""
    texts = list(dict.fromkeys(t for q, a in answers for t in texts_of(a, q, language)))
    vectors = dict(zip(texts, embed(texts), strict=True)) if texts else {}
    return lambda wanted: np.stack([vectors[text] for text in wanted])


def texts_of(answer: str, question: InterviewQuestion, language: str) -> list[str]:
    """List what is embedded for an answer: the prompt, the points, the answer's sentences."""
    points = [_pick(point.says, language) for point in question.rubric]
    return [_pick(question.prompt, language), *points, *split_clauses(answer)]
