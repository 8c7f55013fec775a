"""Calibrates negative, neutral and positive with two temperatures that a linear layer can hold.

One temperature (Guo et al. 2017) divides all logits alike. Here two questions need different ones:
how sure the model is between negative and positive, and how sure it is that there is an opinion at
all. With the polarity d = (positive - negative) / 2 and the neutral margin
v = neutral - (positive + negative) / 2, softmax(-d, v, d) equals the softmax of the logits, and
d / T_polarity and v / T_neutral are still linear in what the last layer reads. It is the matrix
scaling of Guo et al. with two free numbers instead of twelve.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import torch

from components.measures.calibration import (
    FloatArray,
    IntArray,
    compute_nll,
    fit_temperature,
    minimise_over_temperature,
)

_NEUTRAL = 1


class Temperatures(NamedTuple):
    """Divisors of the polarity and of the neutral margin."""

    polarity: float
    neutral: float


def make_scaling(temperatures: Temperatures) -> FloatArray:
    """Return the (3, 3) matrix that scales logits of (negative, neutral, positive).

    Args:
        temperatures: Two positive numbers; 1 and 1 keep the softmax as it is.
    """
    polarity = np.array([-0.5, 0.0, 0.5]) / temperatures.polarity
    neutral = np.array([-0.5, 1.0, -0.5]) / temperatures.neutral
    return np.stack([-polarity, neutral, polarity])


def scale_logits(logits: FloatArray, temperatures: Temperatures) -> FloatArray:
    """Scale logits of shape (items, 3)."""
    return logits @ make_scaling(temperatures).T


def fit_temperatures(logits: FloatArray, labels: IntArray, is_review: FloatArray) -> Temperatures:
    """Fit both temperatures on held-out texts.

    First the polarity's, on the reviews that are not neutral, by the likelihood between negative
    and positive with neutral left out: this is the confidence that an answer between the two
    carries. Then, with it fixed, the neutral one by the three-class likelihood of all texts. Both
    likelihoods are convex in the reciprocal of their temperature.

    Args:
        logits: Shape (items, 3).
        labels: Shape (items,), 0 negative, 1 neutral, 2 positive.
        is_review: Shape (items,), true for the reviews.
    """
    chosen = np.asarray(is_review, dtype=bool) & (labels != _NEUTRAL)
    polarity = fit_temperature([(logits[chosen][:, [0, 2]], labels[chosen] // 2)])

    def compute_three_class_nll(neutral: float) -> float:
        return compute_nll(scale_logits(logits, Temperatures(polarity, neutral)), labels)

    return Temperatures(polarity, minimise_over_temperature(compute_three_class_nll))


def fold_temperatures(
    tensors: Mapping[str, torch.Tensor], temperatures: Temperatures
) -> dict[str, torch.Tensor]:
    """Multiply the classifier's weight and bias, so that the plain softmax is calibrated."""
    scaling = torch.from_numpy(make_scaling(temperatures))
    return {
        name: (scaling @ tensor.double()).to(tensor.dtype)
        if name.startswith("classifier.")
        else tensor
        for name, tensor in tensors.items()
    }
