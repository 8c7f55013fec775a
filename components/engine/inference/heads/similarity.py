"""How alike attention heads are: Jensen–Shannon distances, as in Clark et al. 2019.

arXiv:1906.04341 sums the divergence over tokens; here it is their mean, in bits, and its square
root, which is a metric and lies between 0 and 1.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from components.engine.inference.heads.patterns import compute_entropy_bits


def compute_distances(
    weights: NDArray[np.float32], on_head: Callable[[int], None] = lambda done: None
) -> NDArray[np.float32]:
    """Jensen–Shannon distance between every two heads.

    √(mean over queries of H((P + Q)/2) − (H(P) + H(Q))/2), with entropies H in bits.

    Args:
        weights: float32, (head, query, key), rows sum to 1.
        on_head: Told before each head how many are done.

    Returns:
        float32, (head, head), symmetric, 0 on the diagonal, 1 at most.

    Example:
        >>> apart = np.array([[[1.0, 0.0]], [[0.0, 1.0]]], dtype=np.float32)
        >>> compute_distances(apart).tolist()
        [[0.0, 1.0], [1.0, 0.0]]
    """
    count = len(weights)
    own = compute_entropy_bits(weights).mean(axis=-1)
    squares = np.zeros((count, count), dtype=np.float32)
    for head in range(count - 1):
        on_head(head)
        between = (weights[head] + weights[head + 1 :]) / 2
        mixed = compute_entropy_bits(between).mean(axis=-1)
        squares[head, head + 1 :] = mixed - (own[head] + own[head + 1 :]) / 2
    distances: NDArray[np.float32] = np.sqrt(np.clip(squares + squares.T, 0, 1))
    return distances


def sort_alike(distances: NDArray[np.float32]) -> tuple[int, ...]:
    """Order heads so that similar ones are neighbours: the leaves of an average-linkage tree.

    Args:
        distances: (head, head), symmetric, 0 on the diagonal.
    """
    from scipy.cluster.hierarchy import leaves_list, linkage
    from scipy.spatial.distance import squareform

    if len(distances) < 3:
        return tuple(range(len(distances)))
    tree = linkage(squareform(distances, checks=False), "average", optimal_ordering=True)
    return tuple(int(leaf) for leaf in leaves_list(tree))
