import itertools

import numpy as np
from scipy.spatial.distance import jensenshannon

from components.engine.inference.heads.similarity import compute_distances, sort_alike


def test_distances_equal_scipy_row_by_row():
    rng = np.random.default_rng(0)
    heads = rng.dirichlet(np.ones(6), size=(5, 4)).astype(np.float32)
    heads[2] = heads[0]
    distances = compute_distances(heads)
    for one in range(5):
        for other in range(5):
            rows = [
                jensenshannon(p, q, base=2) ** 2
                for p, q in zip(heads[one], heads[other], strict=False)
            ]
            expected = np.sqrt(np.nanmean(np.nan_to_num(rows)))
            np.testing.assert_allclose(distances[one, other], expected, atol=2e-3)
    assert distances[0, 2] == 0


def test_similar_heads_become_neighbours():
    rng = np.random.default_rng(1)
    kinds = rng.dirichlet(np.ones(8), size=(2, 6))
    heads = np.stack([0.95 * kinds[i % 2] + 0.05 / 8 * (1 + i % 3) for i in range(8)])
    heads = (heads / heads.sum(axis=-1, keepdims=True)).astype(np.float32)
    order = sort_alike(compute_distances(heads))
    assert sorted(order) == list(range(8))
    kinds_in_order = [index % 2 for index in order]
    assert sum(a != b for a, b in itertools.pairwise(kinds_in_order)) == 1


def test_two_heads_need_no_tree():
    assert sort_alike(np.zeros((2, 2), dtype=np.float32)) == (0, 1)
