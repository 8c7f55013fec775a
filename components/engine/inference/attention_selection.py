"""Which heads a request means, and how several of them become one map."""

import numpy as np
from numpy.typing import NDArray

from components.records.attention import (
    MAX_CHOSEN,
    AttentionRequest,
    HeadComparison,
    HeadPlace,
)


def select_heads(
    request: AttentionRequest, num_layers: int, num_heads: int
) -> tuple[HeadPlace, ...]:
    """List the heads that a request means, layer and head from 0.

    Args:
        request: Its layer and head are clipped to the model's; heads that the model does not have
            are left out of `chosen`, and where none is left, layer and head count.
        num_layers: Of the model.
        num_heads: Of each layer.
    """
    layer = min(max(request.layer, 0), num_layers - 1)
    head = min(max(request.head, 0), num_heads - 1)
    if request.scope == "layer":
        return tuple((layer, other) for other in range(num_heads))
    if request.scope == "model":
        return tuple((one, other) for one in range(num_layers) for other in range(num_heads))
    if request.scope == "head":
        return ((layer, head),)
    there = [
        (one, other)
        for one, other in dict.fromkeys(request.chosen)
        if 0 <= one < num_layers and 0 <= other < num_heads
    ]
    most = 2 if request.scope == "difference" else MAX_CHOSEN
    return tuple(there[:most]) or ((layer, head),)


def pool_heads(each: NDArray[np.float32], request: AttentionRequest) -> NDArray[np.float32]:
    """Make one map of several.

    Args:
        each: float32, (head, query, key), rows sum to 1.
        request: Says how: the mean, whose rows sum to 1 again; the largest weight of any head,
            whose rows sum to 1 or more; the first head minus the second, whose rows sum to 0.

    Returns:
        float32, (query, key).
    """
    pooled: NDArray[np.float32]
    if len(each) == 1:
        pooled = each[0].copy()
    elif request.scope == "difference":
        pooled = each[0] - each[1]
    else:
        pooled = each.max(axis=0) if request.pool == "max" else each.mean(axis=0)
    return pooled


def compare_heads(each: NDArray[np.float32]) -> HeadComparison | None:
    """Return how far the first two heads are from each other; None if there is only one.

    Args:
        each: float32, (head, query, key), rows sum to 1.

    Returns:
        Means over the queries of the Jensen-Shannon distance with logarithms to base 2, which Clark
        et al. 2019 (arXiv:1906.04341) compare heads with, and of the total variation.

    Example:
        >>> rows = np.array([[[1.0, 0.0]], [[0.0, 1.0]]], dtype=np.float32)
        >>> compare_heads(rows)
        HeadComparison(jensen_shannon=1.0, total_variation=1.0)
    """
    if len(each) < 2:
        return None
    from scipy.spatial.distance import jensenshannon

    one, other = each[:2].astype(float)
    distances = jensenshannon(one, other, axis=1, base=2)
    return HeadComparison(
        jensen_shannon=float(np.nan_to_num(distances).mean()),
        total_variation=float(np.abs(one - other).sum(axis=1).mean() / 2),
    )
