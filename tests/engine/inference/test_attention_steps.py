"""The walk-through equals the library: bundled models, and tiny random ones of every family."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch
from transformers import (
    BertConfig,
    BertModel,
    GPT2Config,
    GPT2Model,
    LlamaConfig,
    LlamaModel,
    Qwen2Config,
    Qwen2Model,
)

from components.engine.anatomy.parts import find_layers
from components.engine.inference.attention_steps import run
from components.engine.inference.encoding import Encoded
from components.models.backends.loaded import LoadedModel
from components.models.backends.loading import load_model
from components.models.catalog import load_catalog
from components.records.attention_steps import AttentionStepsRequest
from components.records.refusal import Refusal
from components.records.token import Token

TEXT = "The animal didn't cross the street because it was too tired."
BUNDLED = [
    "all-minilm-l6-v2",
    "multilingual-e5-small",
    "sentiment-en",
    "smollm2-135m-instruct",
]
SIZES = {
    "hidden_size": 48,
    "intermediate_size": 32,
    "num_hidden_layers": 3,
    "num_attention_heads": 6,
    "vocab_size": 50,
}
TINY = {
    "bert": lambda: BertModel(BertConfig(**SIZES)),
    "llama": lambda: LlamaModel(LlamaConfig(**SIZES, num_key_value_heads=6)),
    "llama-grouped": lambda: LlamaModel(LlamaConfig(**SIZES, num_key_value_heads=2)),
    "llama-one-key-head": lambda: LlamaModel(LlamaConfig(**SIZES, num_key_value_heads=1)),
    "qwen2-grouped": lambda: Qwen2Model(Qwen2Config(**SIZES, num_key_value_heads=3)),
}


def ask(loaded, text=TEXT, **settings):
    return run(loaded, AttentionStepsRequest(text, **settings), lambda event: None)


@pytest.fixture(scope="module", params=BUNDLED)
def loaded(request, prepared_model):
    return load_model(load_catalog()[request.param], prepared_model(request.param), "cpu")


@pytest.fixture
def read_ids(monkeypatch):
    """Let the tiny models, which have no tokenizer, read the ids 1, 2, 3 …"""
    ids = list(range(1, 10))
    tokens = tuple(Token(number, f"t{number}", 0, 0) for number in ids)
    monkeypatch.setattr(
        "components.engine.inference.attention_steps.encode",
        lambda *args: Encoded(ids, tokens, len(ids)),
    )
    return ids


def tiny(name, architecture="decoder"):
    torch.manual_seed(0)
    model = TINY[name]() if isinstance(name, str) else name
    for parameter in model.parameters():  # far from the tiny values they start with
        torch.nn.init.normal_(parameter, std=0.3)
    kind = "encoder" if name == "bert" else architecture
    card = SimpleNamespace(id="tiny", name="Tiny", architecture=kind)
    return LoadedModel(card, model.eval(), tokenizer=None, device="cpu", backend="torch")


def test_a_head_of_a_bundled_model_equals_the_model_s_own(loaded):
    with torch.inference_mode():
        inputs = loaded.tokenizer(TEXT, return_tensors="pt")
        loaded.model.set_attn_implementation("eager")
        output = loaded.model.base_model(**inputs, output_attentions=True)
    for layer, head in ((0, 0), (3, 1), (99, 99)):
        result = ask(loaded, layer=layer, head=head)
        expected = output.attentions[result.layer][0, result.head].numpy()
        np.testing.assert_allclose(result.steps.weights, expected, atol=1e-5)
        assert max(result.gaps.values()) <= 1e-5, result.gaps
    assert result.num_layers == len(output.attentions)
    assert result.num_heads == output.attentions[0].shape[1]


def test_only_the_decoder_is_causal_and_turned(loaded):
    result = ask(loaded, layer=2)
    is_decoder = loaded.card.architecture == "decoder"
    assert result.is_causal == is_decoder == result.has_norm_before
    assert (result.rotation is not None) == is_decoder
    assert ("position" in result.embedding.parts) != is_decoder
    assert np.isneginf(result.steps.masked).any() == is_decoder


def test_rotary_angles_follow_the_formula_and_count_distances(prepared_model):
    model_id = "smollm2-135m-instruct"
    loaded = load_model(load_catalog()[model_id], prepared_model(model_id), "cpu")
    result = ask(loaded, layer=5, head=4)
    np.testing.assert_allclose(
        result.rotation.speeds, 100_000.0 ** (-2 * np.arange(32) / 64), rtol=1e-5
    )
    assert result.rotation.shift_gap < 1e-4
    before, after = result.rotation.queries, result.steps.queries
    np.testing.assert_allclose(
        np.linalg.norm(before, axis=1), np.linalg.norm(after, axis=1), rtol=1e-4
    )
    assert (result.group_size, result.key_head) == (3, 1)


def test_a_long_text_is_cut_and_says_so(loaded):
    result = ask(loaded, "word " * 400)
    assert result.steps.weights.shape == (24, 24)
    assert result.provenance.is_truncated


def test_the_fast_implementation_comes_back(loaded):
    loaded.model.set_attn_implementation("sdpa")
    ask(loaded)
    assert loaded.model.config._attn_implementation == "sdpa"
    parts = find_layers(loaded)[0]  # the library hooks layers itself, but no projection
    assert not [p for p in (parts.query, parts.key, parts.value, parts.output) if p._forward_hooks]


@pytest.mark.parametrize("name", TINY)
def test_every_head_of_a_random_model_equals_the_library(name, read_ids):
    loaded = tiny(name)
    loaded.model.set_attn_implementation("eager")
    with torch.inference_mode():
        expected = loaded.model(input_ids=torch.tensor([read_ids]), output_attentions=True)
    for layer in range(SIZES["num_hidden_layers"]):
        for head in range(SIZES["num_attention_heads"]):
            result = ask(loaded, layer=layer, head=head)
            theirs = expected.attentions[layer][0, head].numpy()
            np.testing.assert_allclose(result.steps.weights, theirs, atol=1e-5)
            assert max(result.gaps.values()) <= 1e-5, result.gaps


def test_a_wrong_group_would_be_noticed(read_ids):
    """The differences are measured, not promised: heads of one group are told apart."""
    loaded = tiny("llama-grouped")
    one, two = ask(loaded, head=0), ask(loaded, head=2)
    np.testing.assert_array_equal(one.steps.values, two.steps.values)
    assert float(np.abs(one.steps.weights - two.steps.weights).max()) > 1e-3
    assert one.key_head == two.key_head == 0
    assert ask(loaded, head=3).key_head == 1


def test_an_unknown_family_is_refused(read_ids):
    with pytest.raises(Refusal, match="no_attention_steps"):
        ask(tiny(GPT2Model(GPT2Config(n_embd=16, n_layer=1, n_head=2, vocab_size=50))))
