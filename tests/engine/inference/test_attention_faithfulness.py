import numpy as np
import pytest
import torch
from scipy.stats import spearmanr

from components.engine.inference.attention_faithfulness import compute_correlations, run
from components.engine.job import JobCancelled
from components.models.backends.loading import load_model
from components.models.catalog import load_catalog
from components.records.attention_faithfulness import (
    ATTENTION_METHODS,
    METHODS,
    RANDOM,
    AttentionFaithfulnessRequest,
)
from components.records.refusal import Refusal

TEXT = "The movie was not good, but the unforgettable soundtrack is."


@pytest.fixture(scope="module")
def loaded(prepared_model):
    return load_model(load_catalog()["sentiment-en"], prepared_model("sentiment-en"), "cpu")


@pytest.fixture(scope="module")
def asked(loaded):
    events = []
    return run(loaded, AttentionFaithfulnessRequest(TEXT), events.append), events


@pytest.fixture(scope="module")
def result(asked):
    return asked[0]


def test_every_method_ranks_the_same_tokens(result):
    assert set(result.scores) == set(METHODS)
    assert all(len(result.scores[method]) == len(result.tokens) for method in METHODS)
    assert all((result.scores[method] >= 0).all() for method in ATTENTION_METHODS)
    assert (result.scores["integrated_gradients"] < 0).any()
    assert set(result.curves) == {*METHODS, RANDOM}


def test_integrated_gradients_add_up(result):
    explained = result.attribution
    limit = 0.01 * max(1.0, abs(explained.difference))
    assert abs(explained.completeness_gap) <= limit
    whole = result.scores["integrated_gradients"].sum()
    assert whole == pytest.approx(explained.difference, abs=limit)


def test_what_sums_to_one_with_special_tokens_sums_to_the_rest_without(result):
    for method in ("attention_last", "attention_mean", "rollout", "value_zeroing"):
        total = result.scores[method].sum() + result.special_shares[method]
        assert total == pytest.approx(1, abs=1e-4), method


def test_correlations_equal_scipy(result):
    rows = [result.scores[method] for method in METHODS]
    for i, one in enumerate(rows):
        for j, other in enumerate(rows):
            expected = spearmanr(one, other).statistic
            assert result.correlations[i, j] == pytest.approx(expected, abs=1e-9)
            expected = spearmanr(np.abs(one), np.abs(other)).statistic
            assert result.strength_correlations[i, j] == pytest.approx(expected, abs=1e-9)
    assert result.correlation("rollout", "rollout") == pytest.approx(1)


def test_scores_that_are_all_the_same_have_no_order():
    found = compute_correlations([np.array([1.0, 2.0, 3.0]), np.ones(3)])
    assert found[0, 0] == pytest.approx(1)
    assert np.isnan(found[0, 1])


def test_curves_begin_and_end_at_the_text_and_at_the_baseline(result):
    explained = result.attribution
    for curve in result.curves.values():
        assert curve.deletion[0] == pytest.approx(explained.probability, abs=1e-5)
        assert curve.deletion[-1] == pytest.approx(explained.baseline_probability, abs=1e-5)
        assert curve.insertion[0] == pytest.approx(explained.baseline_probability, abs=1e-5)
        assert curve.insertion[-1] == pytest.approx(explained.probability, abs=1e-5)
        assert -1 <= curve.comprehensiveness <= 1


def test_one_step_of_a_curve_equals_a_direct_call(loaded, result):
    order = np.argsort(-result.scores["rollout"], kind="stable")[:2]
    ids = torch.tensor([loaded.tokenizer(TEXT)["input_ids"]])
    ids[0, 1 + order] = loaded.tokenizer.mask_token_id
    with torch.inference_mode():
        p = loaded.model(input_ids=ids).logits.softmax(dim=-1)[0, result.attribution.target]
    assert result.curves["rollout"].deletion[2] == pytest.approx(float(p), abs=1e-5)


def test_methods_that_ask_the_model_beat_chance_on_this_sentence(result):
    random = result.curves[RANDOM].area("deletion")
    for method in ("integrated_gradients", "occlusion"):
        assert result.curves[method].area("deletion") < random


def test_progress_runs_one_way(asked):
    done = [event.done for event in asked[1]]
    assert done == sorted(done)
    assert asked[1][-1].done == asked[1][-1].total == 1000


@pytest.mark.parametrize("limit", [0, 520, 700])
def test_a_stop_ends_it_in_every_part(loaded, limit):
    def stop(event):
        if event.done >= limit:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        run(loaded, AttentionFaithfulnessRequest("I love this film."), stop)


def test_a_label_can_be_chosen(loaded):
    asked = AttentionFaithfulnessRequest("I hate it a lot.", "positive")
    found = run(loaded, asked, lambda event: None)
    assert found.attribution.labels[found.attribution.target] == "positive"
    assert found.attribution.predicted != found.attribution.target


def test_what_cannot_be_explained_is_refused(loaded, prepared_model):
    for text, key in (("", "text_empty"), ("Hello", "few_tokens")):
        with pytest.raises(Refusal, match=key):
            run(loaded, AttentionFaithfulnessRequest(text), lambda event: None)
    model_id = "all-minilm-l6-v2"
    encoder = load_model(load_catalog()[model_id], prepared_model(model_id), "cpu")
    with pytest.raises(Refusal, match="no_attribution"):
        run(encoder, AttentionFaithfulnessRequest(TEXT), lambda event: None)
