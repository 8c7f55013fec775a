"""What the canvas is sent, and what it may send back."""

import json
import struct

import numpy as np
import pytest

from components.interface.charts.theme import chart_theme
from components.interface.lab.attention.canvas.attention_canvas import (
    Drawing,
    pack_view,
    parse_picked,
)
from components.interface.lab.attention.page_state import number_of, place_of
from components.records.attention_view import take_view
from tests.attention_results import make_result


def unpack(data):
    (length,) = struct.unpack_from("<I", data)
    return json.loads(data[4 : 4 + length]), data[4 + length :]


def pack(result, mode="map", **settings):
    view = take_view(
        result, **{"hide_special": False, "direction": "all", "rescale": False} | settings
    )
    theme = chart_theme("light")
    return unpack(pack_view(result, view, theme, Drawing(mode, {}, ["x"], [1], [])))


def test_short_texts_travel_exactly():
    result = make_result(["a", "好", "<b>"])
    header, numbers = pack(result)
    assert header["queries"] == ["a", "好", "<b>"]
    assert header["digits"] == 4
    np.testing.assert_array_equal(np.frombuffer(numbers, "<f4").reshape(3, 3), result.weights)


def test_512_tokens_take_half_a_megabyte_and_keep_three_digits():
    weights = np.random.default_rng(1).dirichlet(np.ones(512), 512).astype(np.float32)
    header, numbers = pack(make_result(["word"] * 512, weights))
    assert header["digits"] == 2
    assert len(numbers) == 2 * 512 * 512
    shown = np.frombuffer(numbers, "<f2").reshape(512, 512).astype(np.float32)
    large = weights > 1e-4
    np.testing.assert_allclose(shown[large], weights[large], rtol=1e-3)


def test_a_direction_sends_its_rows_and_columns_alone():
    result = make_result(list("abcd"), segments=(0, 0, 1, 1))
    header, numbers = pack(result, direction="b_a")
    assert (header["queryPlaces"], header["keyPlaces"]) == ([2, 3], [0, 1])
    np.testing.assert_array_equal(
        np.frombuffer(numbers, "<f4").reshape(2, 2), result.weights[2:, :2]
    )


@pytest.mark.parametrize(
    "value",
    ["x", None, [1], [1, 2, 3], [None, None], [4, 0], [-1, 0], [True, 0], [0.5, 0], ["0", 0], {}],
)
def test_what_the_canvas_never_sends_is_ignored(value):
    assert parse_picked(value, 4) is None


def test_cells_and_tokens_are_understood():
    assert parse_picked([3, 0], 4) == (3, 0)
    assert parse_picked([None, 2], 4) == (None, 2)


@pytest.mark.parametrize("place", [(0, 0), (3, 1), (127, 98)])
def test_heads_survive_a_link(place):
    assert place_of(number_of(place)) == place
