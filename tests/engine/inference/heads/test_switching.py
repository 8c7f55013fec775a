"""Heads that are off, against models whose attention is taken out by other means."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch

from components.engine.anatomy.parts import count_heads, find_layers
from components.engine.inference.heads.switching import switched_off
from components.models.backends.loaded import LoadedModel
from components.models.backends.loading import load_model
from components.models.catalog import load_catalog
from components.records.refusal import Refusal

TEXT = "The animal didn't cross the street because it was too tired."


@pytest.fixture(scope="module", params=["all-minilm-l6-v2", "smollm2-135m-instruct"])
def loaded(request, prepared_model):
    return load_model(load_catalog()[request.param], prepared_model(request.param), "cpu")


def states(loaded, num_copies=1):
    ids = torch.tensor([loaded.tokenizer(TEXT)["input_ids"]] * num_copies)
    with torch.inference_mode():
        return loaded.model.base_model(input_ids=ids).last_hidden_state


def all_on(loaded, num_copies=1):
    return np.zeros((num_copies, len(find_layers(loaded)), count_heads(loaded)), dtype=bool)


def test_nothing_off_changes_nothing_and_hooks_are_gone(loaded):
    before = states(loaded)
    is_off = all_on(loaded)
    with switched_off(loaded, is_off):
        assert torch.equal(states(loaded), before)
    is_off[0, 1, 2] = True
    with switched_off(loaded, is_off):
        assert not torch.equal(states(loaded), before)
    assert torch.equal(states(loaded), before)


def test_all_heads_of_a_layer_off_equals_its_attention_set_to_zero(loaded):
    """W_O of nothing is its bias; Llama has none, so its whole attention output is zero."""
    layer = 2
    is_off = all_on(loaded)
    is_off[0, layer] = True
    with switched_off(loaded, is_off):
        found = states(loaded)
    output = find_layers(loaded)[layer].output
    bias = 0.0 if output.bias is None else output.bias
    handle = output.register_forward_hook(lambda _m, _a, out: torch.zeros_like(out) + bias)
    try:
        expected = states(loaded)
    finally:
        handle.remove()
    torch.testing.assert_close(found, expected, atol=1e-5, rtol=1e-5)


def test_one_head_off_equals_its_columns_of_w_o_set_to_zero(loaded):
    layer, head = 1, 3
    is_off = all_on(loaded)
    is_off[0, layer, head] = True
    with switched_off(loaded, is_off):
        found = states(loaded)
    weight = find_layers(loaded)[layer].output.weight
    width = weight.shape[1] // count_heads(loaded)
    columns = slice(head * width, (head + 1) * width)
    kept = weight.detach()[:, columns].clone()
    with torch.no_grad():
        weight[:, columns] = 0
    try:
        expected = states(loaded)
    finally:
        with torch.no_grad():
            weight[:, columns] = kept
    torch.testing.assert_close(found, expected, atol=1e-5, rtol=1e-5)


def test_every_copy_has_its_own_heads_off(loaded):
    is_off = all_on(loaded, 3)
    is_off[1, 0, 0] = is_off[2, 1, 1] = True
    with switched_off(loaded, is_off):
        together = states(loaded, 3)
    for copy in range(3):
        with switched_off(loaded, is_off[copy : copy + 1]):
            alone = states(loaded)[0]
        torch.testing.assert_close(together[copy], alone, atol=2e-4, rtol=1e-3)


@pytest.mark.parametrize("kind", ["distilbert", "gpt2", "qwen2", "gemma3"])
def test_other_kinds_of_the_catalog_are_known(kind):
    from transformers import (
        DistilBertConfig,
        DistilBertModel,
        Gemma3TextConfig,
        Gemma3TextModel,
        GPT2Config,
        GPT2Model,
        Qwen2Config,
        Qwen2Model,
    )

    small = {
        "vocab_size": 50,
        "hidden_size": 16,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "intermediate_size": 32,
    }
    torch.manual_seed(0)
    make = {
        "distilbert": lambda: DistilBertModel(
            DistilBertConfig(vocab_size=50, dim=16, n_layers=2, n_heads=4, hidden_dim=32)
        ),
        "gpt2": lambda: GPT2Model(GPT2Config(vocab_size=50, n_embd=16, n_layer=2, n_head=4)),
        "qwen2": lambda: Qwen2Model(Qwen2Config(**small)),
        "gemma3": lambda: Gemma3TextModel(Gemma3TextConfig(**small, head_dim=8)),
    }
    model = make[kind]().eval()
    loaded = LoadedModel(SimpleNamespace(id="tiny", name="Tiny"), model, None, "cpu", "torch")
    ids = torch.tensor([[1, 2, 3, 4]])
    assert len(find_layers(loaded)) == 2
    is_off = np.zeros((1, 2, 4), dtype=bool)
    is_off[0, 1] = True
    with torch.inference_mode():
        whole = model(input_ids=ids).last_hidden_state
        with switched_off(loaded, is_off):
            found = model(input_ids=ids).last_hidden_state
        output = find_layers(loaded)[1].output
        bias = 0.0 if getattr(output, "bias", None) is None else output.bias
        handle = output.register_forward_hook(lambda _m, _a, out: torch.zeros_like(out) + bias)
        expected = model(input_ids=ids).last_hidden_state
        handle.remove()
    torch.testing.assert_close(found, expected, atol=1e-5, rtol=1e-5)
    assert not torch.allclose(found, whole)


def test_an_unknown_model_is_refused():
    model = SimpleNamespace(config=SimpleNamespace(model_type="mamba"))
    loaded = LoadedModel(SimpleNamespace(id="x", name="X"), model, None, "cpu", "torch")
    with pytest.raises(Refusal, match="family_unknown"):
        find_layers(loaded)
