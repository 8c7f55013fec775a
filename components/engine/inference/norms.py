"""The two norms of transformers, in plain numpy."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def rms_norm(vectors: Floats, gain: Floats, epsilon: float) -> Floats:
    """Divide each vector by its root mean square (Zhang and Sennrich 2019, arXiv:1910.07467).

    Example:
        >>> rms_norm(np.array([[3.0, -4.0, 0.0, 0.0]]), np.ones(4), 0.0).tolist()
        [[1.2, -1.6, 0.0, 0.0]]
    """
    normed: Floats = vectors / np.sqrt((vectors**2).mean(-1, keepdims=True) + epsilon) * gain
    return normed


def layer_norm(vectors: Floats, gain: Floats, shift: Floats, epsilon: float) -> Floats:
    """Normalise each vector to mean 0 and variance 1, then stretch and shift it (Ba et al. 2016).

    Example:
        >>> layer_norm(np.array([[1.0, 3.0]]), np.ones(2), np.array([0.0, 5.0]), 0.0).tolist()
        [[-1.0, 6.0]]
    """
    centred = vectors - vectors.mean(-1, keepdims=True)
    normed: Floats = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + epsilon) * gain
    return normed + shift
