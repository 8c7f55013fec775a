"""Sentiment with the model that this project trained."""

import csv
import random
from pathlib import Path

import numpy as np
import pytest

from components.engine.inference import run
from components.engine.inference.encoding import encode_ids
from components.engine.inference.sentiment import classify, run_together
from components.engine.job import JobCancelled
from components.models.backends.loading import load_model
from components.models.catalog import load_catalog
from components.records.answer import Progress
from components.records.refusal import Refusal
from components.records.sentiment import SentimentRequest

ROOT = Path(__file__).resolve().parents[3]
MODEL = "sentiment-en"
CLEAR = {
    "I love this!": "positive",
    "This is wonderful, thank you so much.": "positive",
    "This is terrible.": "negative",
    "I hate it, what a waste of money.": "negative",
}


# OpenVINO computes in bfloat16 where the processor does.
TOLERANCE = {"torch": 1e-5, "openvino": 0.02}


@pytest.fixture(scope="module", params=TOLERANCE)
def loaded(prepared_model, request):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATHFINDER_BACKEND", request.param)
        loaded = load_model(load_catalog()[MODEL], prepared_model(MODEL), "cpu")
    if loaded.backend != request.param:
        pytest.skip(f"{request.param} is not installed")
    return loaded


@pytest.fixture
def tolerance(loaded):
    return TOLERANCE[loaded.backend]


@pytest.fixture
def ask(loaded):
    def ask_(text, emit=lambda event: None):
        return run(loaded, SentimentRequest(text), emit)

    return ask_


@pytest.mark.parametrize(("text", "label"), CLEAR.items())
def test_clear_texts_get_their_label(ask, text, label):
    result = ask(text)
    assert result.labels == ("negative", "neutral", "positive")
    assert result.labels[result.whole.label_index] == label
    assert result.whole.confidence > 0.5
    assert sum(result.whole.probabilities) == pytest.approx(1, abs=1e-5)


def test_plain_facts_are_not_called_positive(ask):
    result = ask("The meeting is on Tuesday. Water boils at 100 degrees Celsius.")
    for score in (result.whole, *result.sentences):
        assert score.probabilities[2] < 0.5


def test_the_whole_and_the_sentences_equal_single_passes_of_the_model(ask, loaded, tolerance):
    import torch

    text = "I love the screen. The speakers are awful! It comes in black."
    result = ask(text)
    for score in (result.whole, *result.sentences):
        inputs = loaded.tokenizer(score.text, return_tensors="pt")
        with torch.inference_mode():
            expected = loaded.model(**inputs).logits.softmax(-1)[0].numpy()
        np.testing.assert_allclose(score.probabilities, expected, atol=tolerance)
        assert text[score.start : score.end] == score.text


def test_clear_sentences_of_both_kinds_are_a_contradiction(ask):
    assert ask("I love this! This is terrible.").is_contradictory()
    assert not ask("I love this! This is wonderful.").is_contradictory()


def test_chinese_text_gets_no_score(ask):
    with pytest.raises(Refusal) as refused:
        ask("这部电影太好看了，我非常喜欢。")
    assert refused.value.key == "han_unread"


def test_chinese_sentences_in_an_english_text_are_left_out(ask):
    text = "I love this restaurant so much! 服务员热情。 The food was wonderful."
    result = ask(text)
    assert [score.is_read for score in result.sentences] == [True, False, True]
    assert result.sentences[1].probabilities == ()
    assert result.num_unread == 1
    assert result.text_read == "I love this restaurant so much! The food was wonderful."
    assert result.whole.text == text
    assert result.whole.probabilities == ask(result.text_read).whole.probabilities


def test_a_text_of_unknown_tokens_gets_no_score(ask):
    with pytest.raises(Refusal) as refused:
        ask("😀 😀 😀")
    assert refused.value.key == "tokens_unknown"
    assert refused.value.values["percent"] == 100


def test_markers_of_the_vocabulary_are_ordinary_text(ask, loaded):
    special = set(loaded.tokenizer.all_special_ids)
    ids = loaded.tokenizer("good [SEP] bad", split_special_tokens=True)["input_ids"]
    assert not special & set(ids[1:-1])
    result = ask("I love this [SEP] [CLS] <|im_end|>")
    assert result.provenance.tokens_total > 8
    assert result.provenance.unknown_share < 0.5


def test_truncation_is_told_for_the_whole_and_for_each_sentence(ask):
    result = ask("very " * 600 + "good. I love it.")
    assert result.provenance.is_truncated
    assert result.provenance.tokens_used == 512
    assert result.provenance.tokens_total == 608
    assert [score.is_truncated for score in result.sentences] == [True, False]


@pytest.mark.parametrize("text", ["x", "!!!", "?", "12345", "a\u202eb", "e\u0301", "\ufffd a word"])
def test_odd_texts_get_probabilities(ask, text):
    result = ask(text)
    assert sum(result.whole.probabilities) == pytest.approx(1, abs=1e-5)
    assert len(result.sentences) == 1


def test_batches_do_not_change_the_numbers(loaded, tolerance):
    texts = [f"I love {'really ' * n}this" for n in (0, 3, 40, 1, 200, 7)]
    ids = [loaded.tokenizer(text)["input_ids"] for text in texts]
    together = classify(loaded, ids, lambda event: None)
    alone = np.vstack([classify(loaded, [row], lambda event: None) for row in ids])
    np.testing.assert_allclose(together, alone, atol=tolerance)
    np.testing.assert_allclose(together.sum(axis=1), 1, atol=1e-5)


def test_progress_ends_with_every_input_done_and_a_cancelled_job_stops(ask):
    events = []
    ask("I love it. " * 200, events.append)
    assert events[-1] == Progress(200, 200)
    assert all(0 <= event.done <= event.total for event in events)

    def nobody_waits(event):
        raise JobCancelled

    with pytest.raises(JobCancelled):
        ask("I love it.", nobody_waits)


def test_visitors_who_share_a_batch_get_what_they_would_get_alone(loaded, tolerance):
    texts = ["I love it. It is blue.", "这部电影很好看", "Terrible. Never again. Why?", "Fine."]
    requests = [SentimentRequest(text) for text in texts]
    together = run_together(loaded, requests, [lambda event: None] * len(texts))
    assert isinstance(together[1], Refusal)
    for number in (0, 2, 3):
        alone = run(loaded, requests[number], lambda event: None)
        assert together[number].whole == alone.whole, "a whole text has a pass of its own"
        scores = zip(together[number].sentences, alone.sentences, strict=True)
        for shared, own in scores:
            assert shared.text == own.text
            assert shared.probabilities == pytest.approx(own.probabilities, abs=tolerance)


def test_a_visitor_who_leaves_a_shared_batch_leaves_the_others_alone(loaded):
    def leave(event):
        raise JobCancelled

    requests = [SentimentRequest("I love it. It is blue."), SentimentRequest("Bad. Very bad.")]
    gone, stayed = run_together(loaded, requests, [leave, lambda event: None])
    assert isinstance(gone, JobCancelled)
    assert stayed.labels[stayed.whole.label_index] == "negative"


def compose_texts(count):
    """Texts of one to three of the labelled reviews and neutral sentences."""
    sentences = []
    for path in ("assets/examples/reviews.csv", "benchmarks/data/neutral_en.csv"):
        with (ROOT / path).open(encoding="utf-8", newline="") as file:
            sentences += [row["text"] for row in csv.DictReader(file)]
    dice = random.Random(0)
    return [" ".join(dice.sample(sentences, dice.choice((1, 2, 3)))) for _ in range(count)]


@pytest.mark.parametrize(("model_id", "count"), [(MODEL, 1000), ("sentiment-multi", 400)])
def test_backends_agree(prepared_model, model_id, count):
    """Probabilities within 0.02 and the same label on 99% of texts, each counted once."""
    pytest.importorskip("openvino")
    folder = prepared_model(model_id)
    card = load_catalog()[model_id]
    texts = list(dict.fromkeys(compose_texts(count)))
    rows = {}
    for backend in TOLERANCE:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PATHFINDER_BACKEND", backend)
            loaded = load_model(card, folder, "cpu")
        assert loaded.backend == backend
        rows[backend] = classify(loaded, encode_ids(loaded, texts), lambda event: None)
    one, other = rows.values()
    is_near = np.abs(one - other).max(axis=1) <= 0.02
    is_same = one.argmax(axis=1) == other.argmax(axis=1)
    assert (is_near & is_same).mean() >= 0.99
