"""Rollout and flow against hand-made mixes and an independent maximum flow."""

import networkx as nx
import numpy as np
import pytest

from components.engine.inference.faithfulness.rollout import (
    compute_flow,
    compute_rollout,
    mix_with_residual,
)


def random_weights(num_layers, count, is_causal=False, seed=0):
    weights = np.random.default_rng(seed).random((num_layers, 3, count, count))
    if is_causal:
        weights *= np.tril(np.ones((count, count)))
    return (weights / weights.sum(axis=-1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("is_causal", [False, True])
def test_rollout_rows_sum_to_one_and_stay_triangular_where_layers_are(is_causal):
    rollout = compute_rollout(mix_with_residual(random_weights(5, 7, is_causal)))
    np.testing.assert_allclose(rollout.sum(axis=-1), 1, atol=1e-6)
    assert (np.triu(rollout, k=1) == 0).all() == is_causal


def test_rollout_is_the_product_of_the_layers_the_last_one_first():
    mixed = mix_with_residual(random_weights(3, 4))
    np.testing.assert_allclose(compute_rollout(mixed), mixed[2] @ mixed[1] @ mixed[0])
    one = mix_with_residual(random_weights(1, 4))
    np.testing.assert_allclose(compute_rollout(one), one[0])


def test_attention_that_stays_on_itself_moves_nothing():
    still = np.broadcast_to(np.eye(4, dtype=np.float32), (3, 2, 4, 4))
    mixed = mix_with_residual(still)
    np.testing.assert_array_equal(compute_rollout(mixed), np.eye(4))
    assert compute_flow(mixed, 2).tolist() == [0, 0, 1, 0]


@pytest.mark.parametrize("is_causal", [False, True])
@pytest.mark.parametrize("seed", [0, 1])
def test_flow_equals_an_independent_maximum_flow(is_causal, seed):
    count, num_layers = 5, 3
    mixed = mix_with_residual(random_weights(num_layers, count, is_causal, seed))
    graph = nx.DiGraph()
    for layer in range(num_layers):
        for query in range(count):
            for key in range(count):
                if mixed[layer, query, key]:
                    edge = (layer + 1, query), (layer, key)
                    graph.add_edge(*edge, capacity=float(mixed[layer, query, key]))
    for query in (0, count - 1):
        expected = [
            nx.maximum_flow_value(graph, (num_layers, query), (0, key))
            if graph.has_node((0, key))
            else 0.0
            for key in range(count)
        ]
        np.testing.assert_allclose(compute_flow(mixed, query), expected, atol=1e-5)


def test_a_flow_is_never_more_than_one_token_can_give():
    flow = compute_flow(mix_with_residual(random_weights(4, 6)), 3)
    assert ((flow >= 0) & (flow <= 1 + 1e-6)).all()
