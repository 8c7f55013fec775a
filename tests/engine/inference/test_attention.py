from types import SimpleNamespace

import numpy as np
import pytest

from components.engine.inference.attention import compute_shares, reduce_heads, run
from components.models.backends.loading import load_model
from components.models.catalog import load_catalog
from components.records.attention import ROLES, AttentionRequest
from components.records.refusal import Refusal

TEXT = "The animal didn't cross the street because it was too tired."


@pytest.fixture(scope="module", params=["all-minilm-l6-v2", "smollm2-135m-instruct"])
def loaded(request, prepared_model):
    return load_model(load_catalog()[request.param], prepared_model(request.param), "cpu")


def ask(loaded, text=TEXT, **settings):
    return run(loaded, AttentionRequest(text, **settings), lambda event: None)


def test_rows_sum_to_one(loaded):
    for layer, head in ((0, 0), (3, 1), (99, 99)):
        result = ask(loaded, layer=layer, head=head)
        np.testing.assert_allclose(result.weights.sum(axis=1), 1, atol=1e-5)


def test_numbers_equal_a_direct_call_and_the_fast_implementation_comes_back(loaded):
    import torch
    from transformers import AutoModel

    before = loaded.model.config._attn_implementation
    result = ask(loaded, layer=3, head=1)
    assert loaded.model.config._attn_implementation == before != "eager"
    model = AutoModel.from_pretrained(
        loaded.model.name_or_path, attn_implementation="eager", dtype=torch.float32
    ).eval()
    with torch.inference_mode():
        inputs = loaded.tokenizer(TEXT, return_tensors="pt")
        attentions = model(**inputs, output_attentions=True).attentions
    np.testing.assert_allclose(result.weights, attentions[3][0, 1].numpy(), atol=1e-5)
    assert (result.num_layers, result.num_heads) == (len(attentions), attentions[0].shape[1])
    whole = np.stack([weights[0].numpy() for weights in attentions])
    np.testing.assert_allclose(result.overview, 255 * np.sqrt(whole), atol=0.51)


def test_only_the_decoder_is_causal_and_its_mask_is_exactly_zero(loaded):
    result = ask(loaded, layer=2)
    later = result.weights[np.triu_indices(len(result.tokens), k=1)]
    assert result.is_causal == (loaded.card.architecture == "decoder")
    assert (later == 0).all() == result.is_causal


def test_a_layer_or_head_that_is_not_there_is_clipped(loaded):
    result = ask(loaded, layer=10_000, head=-3)
    assert (result.layer, result.head) == (result.num_layers - 1, 0)


def test_ordinary_tokens_are_those_that_are_not_special(loaded):
    result = ask(loaded)
    shown = [result.tokens[place] for place in result.ordinary()]
    assert shown == [token for token in result.tokens if not token.is_special]


def test_the_pronoun_is_looked_from_first(loaded):
    result = ask(loaded)
    assert result.tokens[result.default_query()].text.lstrip("␣") == "it"
    result = ask(loaded, "Cats sleep.")
    assert result.tokens[result.default_query()].text.lstrip("␣") == "sleep"


def test_it_looks_at_the_animal(prepared_model):
    """What the home page promises; layer 4, head 2 is the page's default."""
    model_id = "all-minilm-l6-v2"
    loaded = load_model(load_catalog()[model_id], prepared_model(model_id), "cpu")
    result = ask(loaded, layer=3, head=1)
    key = int(result.weights[result.default_query()].argmax())
    assert result.tokens[key].text == "animal"


def test_long_texts_are_cut_and_say_so(loaded):
    result = ask(loaded, "word " * 400, max_tokens=40)
    assert result.weights.shape == (40, 40)
    assert result.overview.shape[-2:] == (32, 32)
    assert result.provenance.tokens_used == 40 < result.provenance.tokens_total
    assert result.provenance.is_truncated


def test_a_model_without_weights_is_refused(loaded, monkeypatch):
    output = SimpleNamespace(attentions=None)
    monkeypatch.setattr(type(loaded.model), "base_model", property(lambda _: lambda **_: output))
    with pytest.raises(Refusal, match="no_attention"):
        ask(loaded)


def test_pooling_keeps_the_largest_weight_of_every_block():
    weights = np.random.default_rng(0).random((2, 3, 10, 10), dtype=np.float32)
    picture = reduce_heads(weights, side=4)
    edges = [0, 2, 5, 7, 10]
    for i in range(4):
        for j in range(4):
            block = weights[..., edges[i] : edges[i + 1], edges[j] : edges[j + 1]]
            expected = np.rint(255 * np.sqrt(block.max(axis=(-1, -2))))
            np.testing.assert_array_equal(picture[..., i, j], expected)


def test_the_pooled_overview_s_largest_value_is_the_largest_weight(loaded):
    result = ask(loaded, "word after word " * 60, layer=1, head=2, max_tokens=100)
    assert result.overview.shape[-1] == 32
    largest = result.overview[1, 2].max()
    assert largest == np.rint(255 * np.sqrt(result.weights.max()))


def test_two_tokens_by_hand():
    """Scores q·k/√d = 0 and ln 3 give weights ¼ and ¾: their square roots are the picture."""
    scores = np.array([[0.0, np.log(3)], [np.log(3), 0.0]])
    weights = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(weights, [[0.25, 0.75], [0.75, 0.25]])
    picture = reduce_heads(weights.astype(np.float32)[None, None])
    assert picture[0, 0].tolist() == [[128, 221], [221, 128]]
    shares = compute_shares(weights.astype(np.float32)[None, None], [False, False])[0, 0]
    assert dict(zip(ROLES, shares.tolist(), strict=True)) == {
        "special": 0,
        "itself": 0.25,
        "previous": 0.75,
        "next": 0.75,
        "first": 0.75,
    }


def test_the_mean_of_a_layer_is_the_mean_of_its_heads(loaded):
    heads = [ask(loaded, layer=2, head=head).weights for head in range(ask(loaded).num_heads)]
    mean = ask(loaded, layer=2, scope="layer")
    np.testing.assert_allclose(mean.weights, np.mean(heads, axis=0), atol=1e-6)
    np.testing.assert_allclose(mean.weights.sum(axis=1), 1, atol=1e-5)
    largest = ask(loaded, layer=2, scope="layer", pool="max")
    np.testing.assert_array_equal(largest.weights, np.max(heads, axis=0))
    assert mean.each.shape == (1, *mean.weights.shape)


def test_chosen_heads_come_one_by_one_and_a_difference_is_one(loaded):
    chosen = ((3, 1), (0, 2))
    heads = [ask(loaded, layer=layer, head=head).weights for layer, head in chosen]
    several = ask(loaded, scope="chosen", chosen=chosen)
    np.testing.assert_array_equal(several.each, heads)
    assert several.comparison is None
    difference = ask(loaded, scope="difference", chosen=chosen)
    np.testing.assert_array_equal(difference.weights, heads[0] - heads[1])
    np.testing.assert_allclose(difference.weights.sum(axis=1), 0, atol=1e-5)
    assert 0 < difference.comparison.total_variation < 1


def test_shares_of_hand_made_heads():
    previous = np.eye(4, k=-1, dtype=np.float32)
    previous[0, 0] = 1
    following = np.eye(4, k=1, dtype=np.float32)
    following[3, 3] = 1
    equal = np.full((4, 4), 0.25, dtype=np.float32)
    weights = np.stack([previous, following, equal])[None]
    shares = compute_shares(weights, [True, False, False, True])[0]
    table = {role: shares[:, ROLES.index(role)].tolist() for role in ROLES}
    assert table == {
        "special": [0.5, 0.5, 0.5],
        "itself": [0.25, 0.25, 0.25],
        "previous": [1, 0, 0.25],
        "next": [0, 1, 0.25],
        "first": pytest.approx([1 / 3, 0, 0.25]),
    }


def test_a_single_token_has_no_neighbours():
    shares = compute_shares(np.ones((1, 1, 1, 1), dtype=np.float32), [False])[0, 0]
    assert shares[:2].tolist() == [0, 1]
    assert np.isnan(shares[2:]).all()
