"""Many texts with the model that this project trained."""

import numpy as np
import pytest

from components.engine.inference import run
from components.engine.inference.sentiment_table import GROUP
from components.engine.job import JobCancelled
from components.models.backends.loading import load_model
from components.models.catalog import load_catalog
from components.records.answer import Progress
from components.records.scored_rows import ScoredRows
from components.records.sentiment import SentimentRequest
from components.records.sentiment_table import SentimentTableRequest

MODEL = "sentiment-en"


@pytest.fixture(scope="module")
def loaded(prepared_model):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATHFINDER_BACKEND", "torch")
        return load_model(load_catalog()[MODEL], prepared_model(MODEL), "cpu")


@pytest.fixture
def ask(loaded):
    def ask_(texts, emit=lambda event: None):
        return run(loaded, SentimentTableRequest(tuple(texts)), emit)

    return ask_


def test_rows_have_the_numbers_that_single_texts_have(ask, loaded):
    texts = ["I love this!", "This is terrible.", "It comes in black.", "So " * 40 + "good."]
    result = ask(texts)
    assert result.labels == ("negative", "neutral", "positive")
    for text, row in zip(texts, result.rows, strict=True):
        alone = run(loaded, SentimentRequest(text), lambda event: None)
        np.testing.assert_allclose(row.probabilities, alone.whole.probabilities, atol=1e-5)
    assert result.rows[0].label_index == 2
    assert result.rows[1].label_index == 0


def test_what_cannot_be_read_has_a_reason_and_no_score(ask):
    result = ask(
        [
            "I love it.",
            "",
            " \u200b",
            "这部电影太好看了。",
            "😀 😀 😀",
            "a" * 20_001,
            "really " * 600,
        ]
    )
    assert [row.unread for row in result.rows] == [
        None,
        "blank",
        "blank",
        "script",
        "unknown",
        "too_long",
        None,
    ]
    assert [row.is_read for row in result.rows] == [True, *[False] * 5, True]
    assert [row.is_truncated for row in result.rows] == [False] * 6 + [True]
    assert result.provenance.is_truncated


def test_rows_come_in_batches_and_the_result_is_in_order(ask):
    texts = [f"I {'really ' * (n % 9)}love number {n}" for n in range(2 * GROUP + 3)]
    texts[5] = "服务员热情。"
    events = []
    result = ask(texts, events.append)
    batches = [event for event in events if isinstance(event, ScoredRows)]
    assert [len(batch.indices) for batch in batches] == [1, GROUP, GROUP, 2]
    came = {i: row for b in batches for i, row in zip(b.indices, b.rows, strict=True)}
    assert sorted(came) == list(range(len(texts)))
    assert tuple(came[index] for index in range(len(texts))) == result.rows
    assert batches[0].indices == (5,)
    progress = [event for event in events if isinstance(event, Progress)]
    assert all(event.total == len(texts) for event in progress)
    done = [event.done for event in progress]
    assert done == sorted(done)


def test_a_cancelled_job_stops_at_once(ask):
    def nobody_waits(event):
        raise JobCancelled

    with pytest.raises(JobCancelled):
        ask(["I love it."], nobody_waits)


def test_nothing_and_nothing_readable_are_answered_too(ask):
    assert ask([]).rows == ()
    assert [row.unread for row in ask(["", "中文"]).rows] == ["blank", "script"]


@pytest.mark.parametrize(
    "text", ["[SEP] [CLS]", "<script>alert(1)</script>", "NA", "null", "\x00ok"]
)
def test_odd_rows_are_ordinary_text(ask, text):
    assert sum(ask([text]).rows[0].probabilities) == pytest.approx(1, abs=1e-5)
