"""The part of a map that is shown."""

import numpy as np
import pytest

from components.records.attention_view import take_view
from tests.attention_results import make_result as make_attention

WEIGHTS = np.array(
    [
        [0.4, 0.3, 0.2, 0.1, 0.0],
        [0.1, 0.2, 0.3, 0.3, 0.1],
        [0.2, 0.2, 0.2, 0.2, 0.2],
        [0.5, 0.0, 0.0, 0.5, 0.0],
        [1.0, 0.0, 0.0, 0.0, 0.0],
    ],
    dtype=np.float32,
)


def make_result(segments=(0, 0, 0, 1, 1), special=(0, 2, 4)):
    names = ["[CLS]", "a", "[SEP]", "b", "[SEP]"]
    return make_attention(names, weights=WEIGHTS, segments=segments, special=special)


def take(result=None, *, hide_special=False, direction="all", rescale=False):
    return take_view(
        result or make_result(), hide_special=hide_special, direction=direction, rescale=rescale
    )


def test_all_of_it():
    view = take()
    np.testing.assert_array_equal(view.weights, WEIGHTS)
    np.testing.assert_allclose(view.weights.sum(axis=1), 1, atol=1e-6)


def test_hidden_tokens_leave_and_nothing_is_scaled_up():
    view = take(hide_special=True)
    assert view.queries == view.keys == (1, 3)
    np.testing.assert_array_equal(view.weights, WEIGHTS[np.ix_([1, 3], [1, 3])])
    np.testing.assert_allclose(view.weights.sum(axis=1), [0.5, 0.5])
    assert not view.is_rescaled


@pytest.mark.parametrize(
    ("direction", "queries", "keys"),
    [
        ("a_a", (0, 1, 2), (0, 1, 2)),
        ("a_b", (0, 1, 2), (3, 4)),
        ("b_a", (3, 4), (0, 1, 2)),
        ("b_b", (3, 4), (3, 4)),
    ],
)
def test_one_text_looks_at_another(direction, queries, keys):
    view = take(direction=direction)
    assert (view.queries, view.keys) == (queries, keys)
    np.testing.assert_array_equal(view.weights, WEIGHTS[np.ix_(queries, keys)])
    np.testing.assert_array_equal(view.each[0], view.weights)


def test_a_direction_means_nothing_for_one_text_and_never_empties_the_map():
    assert take(make_result(segments=(0,) * 5), direction="a_b").keys == (0, 1, 2, 3, 4)
    only_special = make_result(segments=(0, 0, 0, 1, 1), special=(0, 2, 3, 4))
    assert take(only_special, hide_special=True, direction="a_b").keys == (1,)


def test_rows_are_scaled_to_one_where_anything_is_left():
    view = take(direction="b_b", rescale=True)
    assert view.is_rescaled
    np.testing.assert_allclose(view.weights, [[1, 0], [0, 0]])
    np.testing.assert_array_equal(WEIGHTS[4], [1, 0, 0, 0, 0])
