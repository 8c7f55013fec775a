"""Integrated gradients and occlusion of one input, computed by Captum (arXiv:2009.07896)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

STEPS = (64, 128, 256)
"""Points of the Gauss–Legendre rule: more are tried while the parts do not add up."""

Forward = Callable[[Any], Any]
"""Token ids, int64 (batch, token) → what is explained, (batch, label)."""


@dataclass(frozen=True)
class Case:
    """One input to explain.

    Attributes:
        forward: The function whose column `target` is explained.
        layer: The embedding whose output is moved from the baseline to the input.
        ids: Token ids, int64, (1, token).
        baseline: Ids of the input without information, of the same shape.
        target: Index of the label.
        batch_size: Copies of the input that go through the model at once.
    """

    forward: Forward
    layer: Any
    ids: Any
    baseline: Any
    target: int
    batch_size: int = 8


def compute_integrated_gradients(case: Case, num_steps: int) -> NDArray[np.float64]:
    """Integrate the gradient along the straight path from the baseline to the input.

    Sundararajan et al. 2017 (arXiv:1703.01365), by the Gauss–Legendre rule.

    Args:
        case: The input.
        num_steps: Points of the path.

    Returns:
        float64, (token,): Σ over the embedding's axes of (x − x′) ∫ ∂F/∂x dα; its sum is
        F(x) − F(x′) where the integral is exact.
    """
    from captum.attr import LayerIntegratedGradients

    parts = LayerIntegratedGradients(case.forward, case.layer).attribute(
        case.ids,
        case.baseline,
        target=case.target,
        n_steps=num_steps,
        method="gausslegendre",
        internal_batch_size=case.batch_size,
    )
    return np.asarray(parts.detach().cpu().double().sum(dim=-1)[0].numpy(), dtype=np.float64)


def integrate_until_complete(
    case: Case, difference: float, tolerance: float, on_steps: Callable[[int], None]
) -> tuple[NDArray[np.float64], int]:
    """Increase the number of points until the parts add up to the whole.

    Args:
        case: The input.
        difference: F(x) − F(x′), the whole.
        tolerance: Largest gap between the sum and the whole that is good enough.
        on_steps: Told before each attempt how many points it takes.

    Returns:
        What `compute_integrated_gradients` gives, and its number of points: the first attempt
        within the tolerance, else the one with the smallest gap.
    """
    attempts = []
    for num_steps in STEPS:
        on_steps(num_steps)
        parts = compute_integrated_gradients(case, num_steps)
        gap = abs(float(parts.sum()) - difference)
        attempts.append((gap, num_steps, parts))
        if gap <= tolerance:
            break
    _, num_steps, parts = min(attempts, key=lambda attempt: attempt[0])
    return parts, num_steps


def compute_occlusion(case: Case, units: Sequence[int]) -> NDArray[np.float64]:
    """Replace one unit at a time by its baseline and measure how much F drops.

    Args:
        case: The input.
        units: One number per token, from 0 without a gap; tokens that share a number are one unit.

    Returns:
        float64, (token,): F(x) − F(x without the token's unit).
    """
    import torch
    from captum.attr import FeatureAblation

    drops = FeatureAblation(case.forward).attribute(
        case.ids,
        case.baseline,
        target=case.target,
        feature_mask=torch.tensor([list(units)], device=case.ids.device),
        perturbations_per_eval=case.batch_size,
    )
    return np.asarray(drops[0].cpu().double().numpy(), dtype=np.float64)
