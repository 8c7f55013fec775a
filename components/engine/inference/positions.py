"""Three ways to encode the position of a token for a transformer, in plain numpy."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def sinusoids(num_places: int, width: int) -> Floats:
    """Compute the sinusoidal positions of Vaswani et al. 2017, section 3.5.

    Args:
        num_places: Number of positions, from 0.
        width: Numbers per position, even.

    Returns:
        float32, (place, width): number 2i is sin(p / 10000^(2i/width)), 2i + 1 its cosine.

    Example:
        >>> sinusoids(2, 4).round(3).tolist()[0], sinusoids(2, 4).shape
        ([0.0, 1.0, 0.0, 1.0], (2, 4))
    """
    angles = np.arange(num_places)[:, None] * rotation_speeds(width)
    waves: Floats = np.stack([np.sin(angles), np.cos(angles)], axis=-1).reshape(num_places, width)
    return waves


def rotation_speeds(width: int, base: float = 10_000.0) -> Floats:
    """Return the angle per position of every pair, base^(−2i/width), in radians.

    Example:
        >>> [round(float(speed), 4) for speed in rotation_speeds(4)]
        [1.0, 0.01]
    """
    speeds: Floats = (base ** (-np.arange(0, width, 2) / width)).astype(np.float32)
    return speeds


def rotate(vectors: Floats, places: NDArray[np.int64], speeds: Floats) -> Floats:
    """Rotate each vector by its position: rotary positions of Su et al. 2021 (arXiv:2104.09864).

    Numbers i and i + d/2 of a vector are one pair, as in Llama's code.

    Args:
        vectors: float32, (token, d), d even.
        places: Position of each token, from 0.
        speeds: float32, (d/2,), angle per position in radians.

    Returns:
        float32, (token, d); lengths are kept.

    Example:
        A quarter of a turn takes the pair (1, 0) to (0, 1).

        >>> quarter = np.array([np.pi / 2], dtype=np.float32)
        >>> rotate(np.array([[1, 0]], dtype=np.float32), np.array([1]), quarter).round(6).tolist()
        [[-0.0, 1.0]]
    """
    angles = places[:, None].astype(np.float32) * speeds
    cos, sin = np.cos(angles), np.sin(angles)
    first, second = np.split(vectors, 2, axis=-1)
    return np.concatenate([first * cos - second * sin, second * cos + first * sin], axis=-1)
