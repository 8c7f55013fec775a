"""Several heads as one map, on numbers that can be worked out by hand."""

import numpy as np
import pytest

from components.engine.inference.attention_selection import (
    compare_heads,
    pool_heads,
    select_heads,
)
from components.records.attention import AttentionRequest

ONE = np.array([[1.0, 0.0], [0.5, 0.5]], dtype=np.float32)
OTHER = np.array([[0.5, 0.5], [0.0, 1.0]], dtype=np.float32)
BOTH = np.stack([ONE, OTHER])


def request(**settings):
    return AttentionRequest("a b", **settings)


@pytest.mark.parametrize(
    ("settings", "heads"),
    [
        ({"layer": 9, "head": -1}, ((1, 0),)),
        ({"scope": "layer", "layer": 1}, ((1, 0), (1, 1), (1, 2))),
        ({"scope": "model"}, ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2))),
        ({"scope": "chosen", "chosen": ((1, 2), (0, 0), (1, 2), (7, 7))}, ((1, 2), (0, 0))),
        ({"scope": "chosen", "chosen": ((7, 7),), "head": 1}, ((0, 1),)),
        ({"scope": "difference", "chosen": ((0, 1), (1, 1), (1, 2))}, ((0, 1), (1, 1))),
    ],
)
def test_which_heads_a_request_means(settings, heads):
    assert select_heads(request(**settings), 2, 3) == heads


def test_mean_maximum_and_difference():
    mean = pool_heads(BOTH, request(scope="chosen"))
    np.testing.assert_allclose(mean, [[0.75, 0.25], [0.25, 0.75]])
    largest = pool_heads(BOTH, request(scope="layer", pool="max"))
    np.testing.assert_allclose(largest, [[1, 0.5], [0.5, 1]])
    difference = pool_heads(BOTH, request(scope="difference", pool="max"))
    np.testing.assert_allclose(difference, [[0.5, -0.5], [0.5, -0.5]])


def test_one_head_is_itself_in_every_scope():
    for scope in ("head", "chosen", "layer", "difference"):
        np.testing.assert_array_equal(pool_heads(ONE[None], request(scope=scope)), ONE)


def test_distances_by_hand():
    """Row 1: p=(1,0), q=(½,½): M=(¾,¼), JSD = ½·log2(4/3) + ½·(½·log2(2/3) + ½·log2 2)."""
    divergence = 0.5 * np.log2(4 / 3) + 0.25 * np.log2(2 / 3) + 0.25
    comparison = compare_heads(BOTH)
    assert comparison.jensen_shannon == pytest.approx(np.sqrt(divergence), abs=1e-6)
    assert comparison.total_variation == pytest.approx(0.5)


def test_equal_heads_have_no_distance_and_one_head_has_none_to_compare():
    same = compare_heads(np.stack([ONE, ONE]))
    assert (same.jensen_shannon, same.total_variation) == (0, 0)
    assert compare_heads(ONE[None]) is None
