"""The bilingual sentiment model on plain texts of both languages, as its page asks it."""

import pytest

from components.engine.inference import run
from components.models.backends.loading import load_model
from components.models.catalog import load_calibration, load_catalog
from components.records.sentiment import SentimentRequest

MODEL = "sentiment-multi"


@pytest.fixture(scope="module")
def loaded(prepared_model):
    return load_model(load_catalog()[MODEL], prepared_model(MODEL), "cpu")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("菜很好吃，服务员非常热情，下次还来。", "positive"),
        ("快递太慢，客服态度恶劣，再也不买了。", "negative"),
        ("会议定在星期二上午九点。", "neutral"),
        ("這部電影真的很感人，值得一看。", "positive"),
        ("屏幕有划痕，退货也没人理，非常失望。", "negative"),
        ("I love this phone, the battery is wonderful.", "positive"),
        ("The food was cold and the waiter was rude.", "negative"),
        ("The meeting is on Tuesday at nine.", "neutral"),
    ],
)
def test_plain_texts_get_their_label(loaded, text, expected):
    result = run(loaded, SentimentRequest(text), lambda event: None)
    assert result.labels[result.whole.label_index] == expected


def test_each_sentence_of_a_mixed_text_is_read(loaded):
    text = "菜很好吃，服务员非常热情。Sadly, the room was dirty and loud."
    result = run(loaded, SentimentRequest(text), lambda event: None)
    assert result.num_unread == 0
    assert [result.labels[s.label_index] for s in result.sentences] == [
        "positive",
        "negative",
    ]


def test_its_probabilities_are_measured():
    measure = load_calibration(MODEL)
    assert measure.ece <= 0.03
    assert measure.num_texts > 5_000
