import math
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from transformers import GPT2Config, GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM

from components.engine.anatomy.states import compute_logits, read_states
from components.engine.inference.layers import (
    compute_entropy_bits,
    compute_layer_similarity,
    find_commitment,
    run,
)
from components.models.backends.loading import load_model
from components.models.catalog import load_catalog
from components.records.layers import LayersRequest

TEXT = "The capital of France is"


def ask(loaded, text=TEXT, **settings):
    return run(loaded, LayersRequest(text, **settings), lambda event: None)


@pytest.fixture(scope="module")
def decoder(prepared_model):
    model_id = "smollm2-135m-instruct"
    return load_model(load_catalog()[model_id], prepared_model(model_id), "cpu")


@pytest.fixture(scope="module", params=["all-minilm-l6-v2", "multilingual-e5-small"])
def encoder(request, prepared_model):
    return load_model(load_catalog()[request.param], prepared_model(request.param), "cpu")


@pytest.mark.parametrize("size", [2, 8, 1024])
def test_equal_logits_have_the_entropy_of_their_number(size):
    assert compute_entropy_bits(torch.full((1, size), 3.0)).item() == pytest.approx(math.log2(size))


def test_a_sure_answer_has_no_entropy():
    assert compute_entropy_bits(torch.tensor([[200.0, 0.0, 0.0]])).item() == pytest.approx(0)


def test_commitment_counts_from_the_last_change_on():
    is_first = np.array(
        [[True, False, True], [True, False, False], [True, True, True], [True, True, True]]
    )
    assert find_commitment(is_first).tolist() == [0, 2, 2]
    assert find_commitment(np.array([[False], [True]])).tolist() == [1]


def test_the_last_row_is_the_model_s_own_answer(decoder):
    result = ask(decoder)
    with torch.inference_mode():
        logits = decoder.model(**decoder.tokenizer(TEXT, return_tensors="pt")).logits[0]
    top = logits.softmax(-1).topk(5)
    np.testing.assert_allclose(
        result.lens.top_probabilities[-1], top.values.numpy(), atol=1e-5, rtol=1e-4
    )
    names = [decoder.tokenizer.decode([i]).replace(" ", "␣") for i in top.indices[-1]]
    assert list(result.lens.top_texts[-1][-1]) == names
    assert result.lens.logit_gap < 1e-5
    assert "Paris" in result.lens.top_texts[-1][-1][0]
    assert (result.lens.ranks[-1] == 1).all()


def test_the_last_state_is_not_normed_twice(decoder):
    ids = decoder.tokenizer(TEXT)["input_ids"]
    states, logits = read_states(decoder, ids)
    np.testing.assert_allclose(
        compute_logits(decoder, states[-1]).numpy(), logits.numpy(), atol=1e-4
    )
    normed = decoder.model.base_model.norm(states[-1])
    twice = compute_logits(decoder, normed)
    assert float((twice - logits).abs().max()) > 1, "norming twice gives other logits"
    assert not decoder.model.base_model.norm._forward_pre_hooks


def test_rows_are_the_layers_and_the_answer_commits(decoder):
    lens = ask(decoder).lens
    rows, places = lens.entropy_bits.shape
    assert rows == 31
    for place in range(places):
        start = lens.commitment[place]
        assert (lens.ranks[start:, place] == 1).all()
        assert start == 0 or lens.ranks[start - 1, place] > 1
    assert (lens.entropy_bits <= math.log2(lens.vocab_size) + 1e-4).all()
    assert (np.diff(lens.top_probabilities, axis=-1) <= 0).all()


@pytest.mark.parametrize("family", ["llama", "gpt2"])
def test_the_lens_of_a_random_model_ends_in_its_logits(family):
    torch.manual_seed(0)
    if family == "llama":
        config = LlamaConfig(
            hidden_size=32, intermediate_size=16, num_hidden_layers=2, num_attention_heads=4,
            num_key_value_heads=2, vocab_size=60,
        )  # fmt: skip
        model = LlamaForCausalLM(config).eval()
    else:
        model = GPT2LMHeadModel(GPT2Config(n_embd=32, n_layer=2, n_head=4, vocab_size=60)).eval()
    card = SimpleNamespace(architecture="decoder", name="Tiny")
    loaded = SimpleNamespace(card=card, model=model, device="cpu")
    states, logits = read_states(loaded, [3, 1, 4, 1, 5])
    assert states.shape == (3, 5, 32)
    last = compute_logits(loaded, states[-1])
    np.testing.assert_allclose(last.numpy(), logits.numpy(), atol=1e-5)


def test_chinese_is_shown_whole_or_as_bytes_but_never_broken(decoder):
    result = ask(decoder, "北京是中国的首都，巴黎是法国的")
    shown = [token.text for token in result.tokens]
    shown += [text for row in result.lens.top_texts for place in row for text in place]
    assert not any("�" in text for text in shown)
    assert "北·1/2" in shown


def test_states_of_an_encoder_are_measured_and_have_no_lens(encoder):
    text = "The cat sat on the mat."
    result = ask(encoder, text)
    with torch.inference_mode():
        output = encoder.model(
            **encoder.tokenizer(text, return_tensors="pt"), output_hidden_states=True
        )
    states = torch.stack(output.hidden_states)[:, 0]
    assert result.lens is None
    assert result.num_layers == len(states) - 1
    expected = torch.nn.functional.cosine_similarity(states[2][1], states[2][4], dim=0)
    assert result.token_similarity[2, 1, 4] == pytest.approx(float(expected), abs=1e-5)
    across = torch.nn.functional.cosine_similarity(states[1], states[3], dim=-1).mean()
    assert result.layer_similarity[1, 3] == pytest.approx(float(across), abs=1e-5)
    np.testing.assert_allclose(result.norms, states.norm(dim=-1).numpy(), rtol=1e-5)
    np.testing.assert_allclose(np.diagonal(result.layer_similarity), 1, atol=1e-5)


def test_the_mean_similarity_leaves_a_token_with_itself_out(encoder):
    result = ask(encoder)
    layer = result.token_similarity[1]
    others = layer[~np.eye(len(layer), dtype=bool)]
    assert result.mean_similarity()[1] == pytest.approx(float(others.mean()), abs=1e-5)


def test_opposite_layers_have_opposite_states():
    states = np.array([[[1.0, 0.0]], [[-2.0, 0.0]], [[0.0, 1.0]]], np.float32)
    np.testing.assert_allclose(
        compute_layer_similarity(states), [[1, -1, 0], [-1, 1, 0], [0, 0, 1]], atol=1e-6
    )


def test_long_texts_are_cut_and_say_so(decoder):
    result = ask(decoder, "word " * 200, max_tokens=16)
    assert result.norms.shape == (31, 16)
    assert result.provenance.is_truncated
