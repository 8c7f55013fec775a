"""The lens, lines over layers, squares of cosines."""

import numpy as np

from components.interface.charts.layer_lines import ValueAxis, layer_lines
from components.interface.charts.lens import lens_grid, lens_ladder
from components.interface.charts.similarity import similarity_map
from components.interface.charts.theme import chart_theme
from components.records.layers import Lens

THEME = chart_theme("light")
LENS = Lens(
    top_texts=((("a", "b"), ("<b>c</b>", "d")), (("e", "f"), ("␣Paris", "h"))),
    top_probabilities=np.array([[[0.5, 0.1], [0.2, 0.1]], [[0.3, 0.2], [0.9, 0.05]]], np.float32),
    entropy_bits=np.array([[1.0, 2.0], [3.0, 0.5]], np.float32),
    ranks=np.array([[4, 9], [1, 1]], np.int32),
    commitment=np.array([1, 1], np.int32),
    vocab_size=10,
    logit_gap=0.0,
)


def grid(chosen=1):
    return lens_grid(
        LENS, ["1 x", "2 y"], THEME, title="T", layer="Layer", token="After", probability="P",
        chosen=chosen,
    )  # fmt: skip


def written(figure):
    return {
        (row, column): text.strip("\u2068\u2069")
        for trace in figure.data[1:]
        for row, column, text in zip(trace.y, trace.x, trace.text, strict=True)
    }


def test_the_grid_has_the_first_candidate_of_every_layer_and_token():
    figure = grid()
    assert written(figure) == {
        (0, 0): "a", (0, 1): "&lt;b&gt;c&lt;/b&gt;", (1, 0): "e", (1, 1): "␣Paris",
    }  # fmt: skip
    assert figure.layout.yaxis.range[0] < figure.layout.yaxis.range[1], "the last layer on top"
    assert "90.0%" in figure.data[0].customdata[1][1]
    assert "5.0%" in figure.data[0].customdata[1][1]
    assert (figure.layout.shapes[0].x0, figure.layout.shapes[0].x1) == (0.5, 1.5)


def test_the_ladder_has_the_candidates_of_one_token_and_frames_what_has_settled():
    figure = lens_ladder(LENS, 1, THEME, title="T", layer="L", rank="R", probability="P")
    texts = written(figure)
    assert texts[(1, 0)].startswith("␣Paris")
    assert texts[(1, 0)].endswith("90%")
    frame = figure.layout.shapes[0]
    assert (frame.y0, frame.y1, frame.x1) == (0.5, 1.5, 0.5)


def test_ranks_have_one_on_top_and_equal_steps_of_ten():
    figure = layer_lines(
        {"<i>Paris</i>": [900, 30, 1]},
        THEME,
        title="T",
        layer="L",
        axis=ValueAxis("R", "rank"),
        mark=(2, "settled"),
    )
    assert figure.layout.yaxis.type == "log"
    assert figure.layout.yaxis.autorange == "reversed"
    assert list(figure.data[0].y) == [900, 30, 1]
    assert "<i>" not in figure.data[0].name
    assert figure.layout.shapes[0].x0 == 2
    assert figure.layout.annotations[0].text == "settled"


def test_several_lines_have_names_and_colours_of_their_own():
    lines = {"one": [1.0, 2.0], "two": [2.0, 1.0]}
    figure = layer_lines(lines, THEME, title="T", layer="L", axis=ValueAxis("R", low=0, high=3))
    assert figure.layout.showlegend
    assert figure.data[0].line.color != figure.data[1].line.color
    assert tuple(figure.layout.yaxis.range) == (0, 3)


def test_cosines_go_from_minus_one_to_one():
    cosines = np.array([[1, -0.5], [-0.5, 1]], np.float32)
    figure = similarity_map(cosines, ["1 a", "2 b"], THEME, title="T", axis="Token", value="Cosine")
    assert (figure.data[0].zmin, figure.data[0].zmax) == (-1, 1)
    np.testing.assert_array_equal(np.array(figure.data[0].z), cosines)
