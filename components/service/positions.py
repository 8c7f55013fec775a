"""The numbers that encode positions: sinusoids, learned vectors, rotary angles."""

import numpy as np

from components.engine.inference.positions import rotation_speeds, sinusoids
from components.records.attention_steps import AttentionStepsResult, Floats

NUM_PLACES, WIDTH = 64, 64
"""Positions, and numbers per position, in the pictures."""


def values_of(kind: str, result: AttentionStepsResult) -> Floats | None:
    """Return what is drawn, (place, number); None for learned positions of a model without them.

    Rotary positions are drawn as the cosine of every pair's angle.
    """
    if kind == "sinusoidal":
        return sinusoids(NUM_PLACES, WIDTH)
    if kind == "learned":
        return result.embedding.learned
    speeds = result.rotation.speeds if result.rotation else rotation_speeds(WIDTH)
    cosines: Floats = np.cos(np.arange(NUM_PLACES, dtype=np.float32)[:, None] * speeds)
    return cosines
