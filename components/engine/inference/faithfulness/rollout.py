"""Attention through all layers: rollout and flow of Abnar and Zuidema 2020 (arXiv:2005.00928)."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_UNITS = 1_000_000
"""Maximum flow is computed in whole numbers; this many stand for a weight of 1."""


def mix_with_residual(weights: NDArray[np.float32]) -> Floats:
    """Average the heads of each layer and add the residual connection: ½ (A + I).

    Args:
        weights: (layer, head, query, key), rows sum to 1.

    Returns:
        float64, (layer, query, key), rows sum to 1.
    """
    mean = weights.astype(np.float64).mean(axis=1)
    mixed = (mean + np.eye(weights.shape[-1])) / 2
    return np.asarray(mixed / mixed.sum(axis=-1, keepdims=True))


def compute_rollout(mixed: Floats) -> Floats:
    """Multiply the layers, the last one first: how much of each input reaches each output.

    Args:
        mixed: float64, (layer, query, key), rows sum to 1, of `mix_with_residual`.

    Returns:
        float64, (query, key): rows sum to 1; triangular where every layer is.

    Example:
        >>> compute_rollout(np.array([[[1.0, 0.0], [0.5, 0.5]]] * 2)).tolist()
        [[1.0, 0.0], [0.75, 0.25]]
    """
    whole: Floats = np.linalg.multi_dot([*mixed[::-1], np.eye(mixed.shape[-1])])
    return whole


def compute_flow(mixed: Floats, query: int) -> Floats:
    """Return the maximum flow from one output to each input; capacities are the weights.

    Args:
        mixed: float64, (layer, query, key), of `mix_with_residual`.
        query: Index of the output.

    Returns:
        float64, (key,): maximum flow from the output's node down to each input's, to 1e-6.

    Example:
        >>> compute_flow(np.array([[[1.0, 0.0], [0.5, 0.5]]] * 2), 1).tolist()
        [1.0, 0.5]
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import maximum_flow

    num_layers, count, _ = mixed.shape
    layers, queries, keys = np.nonzero(mixed)
    capacities = np.rint(mixed[layers, queries, keys] * _UNITS).astype(np.int32)
    nodes = (num_layers + 1) * count
    # Node (layer + 1, query) is above (layer, key): a layer reads what is below it.
    edges = ((layers + 1) * count + queries, layers * count + keys)
    graph = csr_array((capacities, edges), shape=(nodes, nodes))
    source = num_layers * count + query
    flows = [maximum_flow(graph, source, key).flow_value for key in range(count)]
    return np.asarray(flows, dtype=np.float64) / _UNITS
