import numpy as np

from components.engine.inference.head_steps import compute_head, mask_later, softmax

RANDOM = np.random.default_rng(0)


def test_two_tokens_by_hand():
    """QKᵀ = [[2, 0], [1, 3]], d = 1, so nothing is scaled; weights are logistic functions."""
    queries = np.array([[2.0], [1.0]], np.float32)
    keys = np.array([[1.0], [0.0]], np.float32)
    values = np.array([[1.0, 10.0], [0.0, 20.0]], np.float32)
    steps = compute_head(queries, keys, values, is_causal=False)
    np.testing.assert_array_equal(steps.products, [[2, 0], [1, 0]])
    first, second = 1 / (1 + np.exp(-2)), 1 / (1 + np.exp(-1))
    np.testing.assert_allclose(steps.weights, [[first, 1 - first], [second, 1 - second]], rtol=1e-6)
    np.testing.assert_allclose(
        steps.outputs, [[first, 20 - 10 * first], [second, 20 - 10 * second]], rtol=1e-6
    )


def test_scores_are_divided_by_the_root_of_d():
    vectors = np.full((1, 16), 2.0, np.float32)
    steps = compute_head(vectors, vectors, vectors, is_causal=False)
    assert steps.products.item() == 64
    assert steps.scaled.item() == 16


def test_the_first_token_of_a_causal_head_looks_at_itself_alone():
    vectors = RANDOM.normal(size=(5, 4)).astype(np.float32)
    steps = compute_head(vectors, vectors, vectors, is_causal=True)
    assert steps.weights[0].tolist() == [1, 0, 0, 0, 0]
    np.testing.assert_array_equal(steps.outputs[0], vectors[0])
    assert (steps.weights[np.triu_indices(5, k=1)] == 0).all()
    np.testing.assert_allclose(steps.weights.sum(axis=1), 1, rtol=1e-6)


def test_everything_stays_float32():
    vectors = RANDOM.normal(size=(3, 4)).astype(np.float32)
    steps = compute_head(vectors, vectors, vectors, is_causal=True)
    assert {part.dtype for part in vars(steps).values()} == {np.dtype(np.float32)}


def test_softmax_of_equal_scores_is_equal_and_of_large_ones_finite():
    np.testing.assert_allclose(softmax(np.full((1, 8), 3.0)), 1 / 8)
    np.testing.assert_allclose(softmax(np.array([[1000.0, 1000.0, -1000.0]])), [[0.5, 0.5, 0]])


def test_the_mask_keeps_the_diagonal():
    masked = mask_later(np.zeros((3, 3)))
    assert np.isneginf(masked).tolist() == [[False, True, True], [False, False, True], [False] * 3]
