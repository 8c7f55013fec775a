import numpy as np
import pytest
import torch

from components.engine.inference.softmax import softmax
from components.measures.calibration import renormalise_pair
from components.training.sentiment.polarity_scaling import (
    Temperatures,
    fit_temperatures,
    fold_temperatures,
    scale_logits,
)

_LOGITS = np.random.default_rng(0).normal(scale=3, size=(40_000, 3))


def test_temperatures_of_one_keep_the_probabilities() -> None:
    scaled = scale_logits(_LOGITS, Temperatures(1.0, 1.0))

    np.testing.assert_allclose(softmax(scaled), softmax(_LOGITS), atol=1e-12)


def test_equal_temperatures_are_plain_temperature_scaling() -> None:
    scaled = scale_logits(_LOGITS, Temperatures(2.0, 2.0))

    np.testing.assert_allclose(softmax(scaled), softmax(_LOGITS / 2), atol=1e-12)


def test_only_the_polarity_temperature_moves_the_pair() -> None:
    pair = renormalise_pair(softmax(scale_logits(_LOGITS, Temperatures(2.0, 0.7))))

    np.testing.assert_allclose(pair, softmax(_LOGITS[:, [0, 2]] / 2), atol=1e-9)


def test_fit_recovers_the_temperatures_that_made_the_labels() -> None:
    made = Temperatures(2.0, 1.3)
    noise = np.random.default_rng(1).gumbel(size=_LOGITS.shape)
    labels = (scale_logits(_LOGITS, made) + noise).argmax(axis=1)
    is_review = np.arange(len(labels)) % 2 == 0

    fitted = fit_temperatures(_LOGITS, labels, is_review)

    assert fitted.polarity == pytest.approx(made.polarity, rel=0.04)
    assert fitted.neutral == pytest.approx(made.neutral, rel=0.04)


def test_folded_temperatures_scale_the_logits_of_the_layer() -> None:
    torch.manual_seed(0)
    layer = torch.nn.Linear(5, 3)
    tensors = {"classifier.weight": layer.weight.detach(), "classifier.bias": layer.bias.detach()}
    inputs = torch.randn(7, 5)
    temperatures = Temperatures(2.0, 1.3)

    folded = fold_temperatures(tensors | {"other": torch.ones(2)}, temperatures)

    after = inputs @ folded["classifier.weight"].T + folded["classifier.bias"]
    expected = scale_logits(layer(inputs).detach().double().numpy(), temperatures)
    np.testing.assert_allclose(after.numpy(), expected, atol=1e-6)
    assert folded["other"].tolist() == [1, 1]
