"""Many callers at once get the answers that one gets; and the check can tell when they do not."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks import equality
from benchmarks.equality import TOLERANCE, Question, check, compare, make_stock
from components.records.answer import Provenance
from components.records.attention import AttentionRequest
from components.records.refusal import Refusal
from components.records.scored_rows import ScoredRow
from components.records.sentiment import SentimentRequest, SentimentResult, SentimentScore
from components.records.sentiment_table import SentimentTableResult
from components.records.text_generation import GeneratedSequence, TextGenerationResult
from tests.attention_results import make_result

HERE = Provenance("m", "cpu", "torch", 0.1, 9, 9)
LABELS = ("negative", "positive")


def sentiment(whole=(0.2, 0.8), sentence=(0.3, 0.7)):
    score = SentimentScore("Fine.", 0, 5, whole)
    return SentimentResult(LABELS, score, (replace(score, probabilities=sentence),), "Fine.", HERE)


def attention(weight=0.5):
    weights = np.array([[1.0, 0.0], [weight, 1 - weight]], dtype=np.float32)
    return make_result(["a", "b"], weights, is_causal=True)


def text(words=" there was", logprob=-1.0):
    return TextGenerationResult((GeneratedSequence(words, 2, False, logprob),), 5.0, HERE)


@pytest.mark.parametrize(
    ("one", "other", "outcome"),
    [
        (sentiment(), sentiment(), "equal"),
        (sentiment(), sentiment(sentence=(0.3 + TOLERANCE / 2, 0.7)), "within_tolerance"),
        (sentiment(), sentiment(sentence=(0.3 + 2 * TOLERANCE, 0.7)), "different"),
        (sentiment(sentence=(0.499, 0.501)), sentiment(sentence=(0.501, 0.499)), "different"),
        (sentiment(), sentiment(whole=(0.2 + 1e-12, 0.8)), "different"),
        (sentiment(), sentiment(sentence=()), "different"),
        (sentiment(), replace(sentiment(), provenance=replace(HERE, tokens_used=8)), "different"),
        (attention(), attention(), "equal"),
        (attention(), attention(0.5 + 1e-6), "different"),
        (text(), text(), "equal"),
        (text(), text(logprob=-1.001), "within_tolerance"),
        (text(), text(" there is"), "different"),
        (
            SentimentTableResult(LABELS, (ScoredRow((0.2, 0.8)),), HERE),
            SentimentTableResult(LABELS, (ScoredRow((0.2, 0.8000001)),), HERE),
            "different",
        ),
    ],
)
def test_answers_are_compared_to_the_bit_or_within_the_tolerance(one, other, outcome):
    assert compare(one, other)[0] == outcome
    assert compare(other, one)[0] == outcome


def test_the_stock_is_mixed_and_the_same_each_time():
    stock = make_stock()
    assert stock == make_stock() != make_stock(1)
    kinds = {type(question.request).__name__ for question in stock}
    assert len(kinds) == 4
    limits = {q.request.max_tokens for q in stock if isinstance(q.request, AttentionRequest)}
    assert len(limits) > 10
    lengths = [len(q.request.text) for q in stock if isinstance(q.request, SentimentRequest)]
    assert min(lengths) < 10
    assert max(lengths) > 3_000


def test_a_wrong_answer_and_a_refusal_among_many_calls_are_found():
    calls = []

    def ask(question, session):
        calls.append(session)
        if question.request == "declined" or (session == "thread 2" and len(calls) % 7 == 0):
            raise Refusal("tokens_unknown" if question.request == "declined" else "busy")
        is_wrong = session == "thread 1" and len(calls) % 5 == 0
        return sentiment(whole=(0.3, 0.7)) if is_wrong else sentiment()

    stock = [Question("sentiment", "fine"), Question("sentiment", "declined")]
    tally = check(ask, stock, num_threads=3, num_calls=40)
    assert set(tally.counts) == {"equal", "different", "refused: busy"}
    assert sum(tally.counts.values()) == 120
    assert tally.examples
    assert {"serial", "thread 0", "thread 1", "thread 2"} == set(calls)


def test_sixteen_threads_get_what_one_gets(monkeypatch):
    monkeypatch.setattr(
        equality, "STOCK", {"sentiment": 12, "table": 2, "attention": 6, "generation": 2}
    )
    figures = equality.measure(num_threads=16, num_calls=3)
    assert figures["calls"] == 48
    assert (figures["different"], figures["refused"]) == (0, 0)
