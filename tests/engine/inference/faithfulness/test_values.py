"""Norms and value zeroing against the model's own parts."""

import numpy as np
import pytest
import torch

from components.engine.anatomy.parts import find_layers
from components.engine.inference.attention import compute_attention
from components.engine.inference.faithfulness.values import compute_norms, compute_value_zeroing
from components.models.backends.loading import load_model
from components.models.catalog import load_catalog

TEXT = "The movie was not good, but the soundtrack is."


@pytest.fixture(scope="module")
def loaded(prepared_model):
    return load_model(load_catalog()["sentiment-en"], prepared_model("sentiment-en"), "cpu")


@pytest.fixture(scope="module")
def ids(loaded):
    return loaded.tokenizer(TEXT)["input_ids"]


def hidden_states(loaded, ids):
    with torch.inference_mode():
        base = loaded.model.base_model
        return base(input_ids=torch.tensor([ids]), output_hidden_states=True).hidden_states


@pytest.mark.parametrize("query", [0, 4])
def test_norms_equal_a_loop_over_heads(loaded, ids, query):
    weights = compute_attention(loaded, ids)
    part = find_layers(loaded)[-1]
    with torch.inference_mode():
        values = part.value(hidden_states(loaded, ids)[-2])[0]
    width = values.shape[-1] // weights.shape[1]
    expected = []
    for key in range(len(ids)):
        total = torch.zeros(part.output.weight.shape[0])
        for head in range(weights.shape[1]):
            columns = slice(head * width, (head + 1) * width)
            sent = part.output.weight.detach()[:, columns] @ values[key, columns]
            total += float(weights[-1, head, query, key]) * sent
        expected.append(float(total.norm()))
    found = compute_norms(loaded, ids, weights, query)
    np.testing.assert_allclose(found, expected, rtol=1e-4)


def test_what_is_sent_adds_up_to_the_output_of_attention(loaded, ids):
    """Σ over keys of the vectors whose norms are taken, plus the bias, is W_O's output."""
    weights = torch.tensor(compute_attention(loaded, ids))
    part = find_layers(loaded)[-1]
    caught = []
    handle = part.output.register_forward_hook(lambda _m, _a, output: caught.append(output[0]))
    states = hidden_states(loaded, ids)
    handle.remove()
    with torch.inference_mode():
        values = part.value(states[-2])[0]
        heads = values.unflatten(-1, (weights.shape[1], -1))
        mixed = torch.einsum("hqk,khd->qhd", weights[-1], heads).flatten(1)
        expected = mixed @ part.output.weight.T + part.output.bias
    torch.testing.assert_close(caught[0], expected, atol=1e-4, rtol=1e-4)


def test_value_zeroing_equals_one_token_at_a_time(loaded, ids):
    done = []
    found = compute_value_zeroing(loaded, ids, done.append)
    assert done == list(range(len(find_layers(loaded))))
    assert found.shape == (6, len(ids), len(ids))
    np.testing.assert_allclose(found.sum(axis=-1), 1, atol=1e-6)
    layer, key = 3, 4
    states = hidden_states(loaded, ids)
    part = find_layers(loaded)[layer]

    def zero(_module, _arguments, output):
        output = output.clone()
        output[:, key] = 0
        return output

    with torch.inference_mode():
        before = part.layer(states[layer])
        handle = part.value.register_forward_hook(zero)
        after = part.layer(states[layer])
        handle.remove()
        before, after = (x[0] if isinstance(x, tuple) else x for x in (before, after))
        turned = 1 - torch.cosine_similarity(before.double(), after.double(), dim=-1)[0]
    # Rows were divided by their sums, so ratios of one column to another are what can be compared.
    ranks = np.argsort(turned.numpy())
    assert found[layer, ranks[-1], key] > 0
    other = 2
    with torch.inference_mode():

        def zero_other(_module, _arguments, output):
            output = output.clone()
            output[:, other] = 0
            return output

        handle = part.value.register_forward_hook(zero_other)
        again = part.layer(states[layer])
        handle.remove()
        again = again[0] if isinstance(again, tuple) else again
        second = 1 - torch.cosine_similarity(before.double(), again.double(), dim=-1)[0]
    np.testing.assert_allclose(
        found[layer, :, key] * second.numpy(), found[layer, :, other] * turned.numpy(), atol=1e-5
    )


def test_no_hook_is_left_behind(loaded, ids):
    before = hidden_states(loaded, ids)[-1]
    compute_value_zeroing(loaded, ids, lambda done: None)
    compute_norms(loaded, ids, compute_attention(loaded, ids), 0)
    assert torch.equal(hidden_states(loaded, ids)[-1], before)
