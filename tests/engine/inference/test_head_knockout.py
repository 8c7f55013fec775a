import numpy as np
import pytest
import torch

from components.engine.inference.head_knockout import run, sweep
from components.engine.job import JobCancelled
from components.models.backends.loading import load_model
from components.models.catalog import load_catalog
from components.records.head_knockout import HeadKnockoutRequest, HeadSweepRequest
from components.records.refusal import Refusal

TEXTS = {
    "all-minilm-l6-v2": "The animal didn't cross the street because it was too tired.",
    "sentiment-en": "The movie was not good, but the unforgettable soundtrack is.",
    "smollm2-135m-instruct": "Mr Dursley met Mrs Potter. Later Mr Dursley called Mrs",
}
INDUCTION = ((17, 3), (17, 4), (17, 5), (18, 6), (18, 7), (20, 6), (23, 2), (23, 7))


@pytest.fixture(scope="module", params=list(TEXTS))
def loaded(request, prepared_model):
    return load_model(load_catalog()[request.param], prepared_model(request.param), "cpu")


def ask(loaded, heads, text=None):
    request = HeadKnockoutRequest(text or TEXTS[loaded.card.id], heads)
    return run(loaded, request, lambda event: None)


def test_no_head_off_changes_nothing(loaded):
    result = ask(loaded, ())
    assert result.num_off == 0
    if result.kind == "vector":
        assert result.cosine == pytest.approx(1, abs=1e-9)
        assert result.kl_bits is None
    else:
        assert result.kl_bits == 0
        assert all(outcome.before == outcome.after for outcome in result.outcomes)


def test_the_numbers_before_are_the_model_s(loaded):
    result = ask(loaded, ((0, 1),))
    ids = torch.tensor([loaded.tokenizer(TEXTS[loaded.card.id])["input_ids"]])
    if result.kind == "vector":
        assert -1 <= result.cosine < 1
        return
    with torch.inference_mode():
        logits = loaded.model(input_ids=ids).logits
    expected = (logits if result.kind == "label" else logits[:, -1]).softmax(dim=-1)[0]
    assert result.answer_before.before == pytest.approx(float(expected.max()), abs=1e-4)
    assert result.kl_bits > 0


def test_a_sweep_equals_single_knock_outs(loaded):
    swept = sweep(loaded, HeadSweepRequest(TEXTS[loaded.card.id]), lambda event: None)
    single = ask(loaded, ((1, 2),))
    effect = 1 - single.cosine if single.kind == "vector" else single.kl_bits
    assert swept.effects[1, 2] == pytest.approx(effect, rel=1e-2, abs=1e-5)
    assert swept.effects.shape == (single.num_layers, single.num_heads)
    assert (swept.effects >= -1e-9).all()
    top = swept.largest(2)
    assert swept.effects[top[0]] == swept.effects.max() >= swept.effects[top[1]]


def test_heads_that_are_not_there_are_left_out(loaded):
    assert ask(loaded, ((99, 0), (0, 99))).num_off == 0


def test_a_stop_ends_a_sweep(loaded):
    def stop(event):
        if event.done > 1:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        sweep(loaded, HeadSweepRequest(TEXTS[loaded.card.id]), stop)


def test_an_empty_text_is_refused(loaded):
    with pytest.raises(Refusal, match="text_empty"):
        run(loaded, HeadKnockoutRequest("", ()), lambda event: None)


def test_copying_needs_induction_heads_and_knowing_does_not(prepared_model):
    """What the tour teaches: without these eight heads a name is not copied, Paris stays."""
    model_id = "smollm2-135m-instruct"
    loaded = load_model(load_catalog()[model_id], prepared_model(model_id), "cpu")
    copied = ask(loaded, INDUCTION).answer_before
    assert copied.name == "␣Potter"
    assert copied.after < 0.5 * copied.before
    known = ask(loaded, INDUCTION, "The capital of France is").answer_before
    assert known.name == "␣Paris"
    assert known.after == pytest.approx(known.before, rel=0.05)


def test_labels_stand_in_the_model_s_order_and_sum_to_one(prepared_model):
    loaded = load_model(load_catalog()["sentiment-en"], prepared_model("sentiment-en"), "cpu")
    result = ask(loaded, ((1, 0), (2, 3)))
    assert [o.name for o in result.outcomes] == ["negative", "neutral", "positive"]
    assert sum(o.after for o in result.outcomes) == pytest.approx(1)
    p, q = (np.array([getattr(o, side) for o in result.outcomes]) for side in ("before", "after"))
    assert result.kl_bits == pytest.approx(float((p * np.log2(p / q)).sum()), abs=1e-6)
