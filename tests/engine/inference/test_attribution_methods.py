"""Integrated gradients and occlusion on a model whose answers are known in closed form."""

import numpy as np
import pytest
import torch

from components.engine.inference import attribution_methods
from components.engine.inference.attribution_methods import (
    Case,
    compute_integrated_gradients,
    compute_occlusion,
    integrate_until_complete,
)


class Linear(torch.nn.Module):
    """Logits that are a linear function of the embeddings: integrals known in closed form."""

    def __init__(self):
        super().__init__()
        torch.manual_seed(7)
        self.embedding = torch.nn.Embedding(10, 4)
        self.weight = torch.nn.Parameter(torch.randn(2, 5, 4))

    def forward(self, ids):
        return torch.einsum("bte,cte->bc", self.embedding(ids), self.weight)

    def shares(self, ids, baseline):
        """What each token adds to each logit, (token, label)."""
        with torch.no_grad():
            steps = self.embedding(ids)[0] - self.embedding(baseline)[0]
            return torch.einsum("te,cte->tc", steps, self.weight).double().numpy()


@pytest.fixture
def linear():
    model = Linear().double()
    ids, baseline = torch.tensor([[1, 5, 3, 8, 2]]), torch.tensor([[1, 9, 9, 9, 2]])
    return model, ids, baseline


@pytest.mark.parametrize("target", [0, 1])
@pytest.mark.parametrize("num_steps", [1, 3, 64])
def test_gradients_of_a_linear_model_are_exact_whatever_the_number_of_steps(
    linear, target, num_steps
):
    model, ids, baseline = linear
    case = Case(model, model.embedding, ids, baseline, target, batch_size=2)
    parts = compute_integrated_gradients(case, num_steps)
    np.testing.assert_allclose(parts, model.shares(ids, baseline)[:, target], atol=1e-6)
    assert parts[0] == parts[4] == 0


def test_gradients_of_two_probabilities_divide_the_whole_like_the_margin(linear):
    """With p = σ(m) and m linear, a token's part is its share of m times p(x) − p(x′)."""
    model, ids, baseline = linear
    shares = model.shares(ids, baseline)
    margin = shares[:, 1] - shares[:, 0]

    def forward(ids):
        return model(ids).softmax(-1)

    with torch.no_grad():
        whole = float(forward(ids)[0, 1] - forward(baseline)[0, 1])
    case = Case(forward, model.embedding, ids, baseline, target=1)
    parts, num_steps = integrate_until_complete(case, whole, 0.01, lambda steps: None)
    assert num_steps == 64
    np.testing.assert_allclose(parts, margin / margin.sum() * whole, atol=1e-6)


def test_occlusion_of_a_linear_model_is_exact_for_tokens_and_for_groups(linear):
    model, ids, baseline = linear
    shares = model.shares(ids, baseline)[:, 1]
    case = Case(model, model.embedding, ids, baseline, target=1, batch_size=3)
    np.testing.assert_allclose(compute_occlusion(case, range(5)), shares, atol=1e-6)
    grouped = compute_occlusion(case, [0, 1, 1, 2, 0])
    together = shares[1] + shares[2]
    np.testing.assert_allclose(grouped, [0, together, together, shares[3], 0], atol=1e-6)


def test_more_steps_are_taken_until_the_parts_add_up_and_the_best_is_kept(linear, monkeypatch):
    sums = {64: 0.5, 128: 0.9, 256: 0.7}
    monkeypatch.setattr(
        attribution_methods,
        "compute_integrated_gradients",
        lambda case, steps: np.array([sums[steps]]),
    )
    asked = []
    parts, num_steps = integrate_until_complete(None, 1.0, 0.01, asked.append)
    assert (asked, num_steps, parts[0]) == ([64, 128, 256], 128, 0.9)
    asked.clear()
    assert integrate_until_complete(None, 0.9, 0.01, asked.append)[1] == 128
    assert asked == [64, 128]
