"""Matrices with numbers, strips of vectors, shared heads."""

import numpy as np
import pytest

from components.interface.charts.head_groups import head_groups
from components.interface.charts.number_matrix import MatrixLabels, number_matrix
from components.interface.charts.theme import chart_theme
from components.interface.charts.vector_strips import StripRows, vector_strips

LABELS = MatrixLabels("<b>Title</b>", "Query", "Key", "Score", "masked")
VALUES = np.array([[1.0, -np.inf], [-2.5, 0.25]], np.float32)
ROWS = ["1 a", "2 b"]


def draw(values=VALUES, **settings):
    return number_matrix(values, ROWS, ROWS, LABELS, chart_theme("light"), **settings)


def written(figure):
    """What stands in every cell: (row, column) → text."""
    return {
        (row, column): text
        for trace in figure.data
        if trace.type == "scatter"
        for row, column, text in zip(trace.y, trace.x, trace.text, strict=True)
    }


def test_every_cell_has_its_number_and_the_mask_is_no_number():
    figure = draw()
    assert written(figure) == {(0, 0): "1.00", (0, 1): "−∞", (1, 0): "−2.50", (1, 1): "0.25"}
    cells = np.array(figure.data[0].z, dtype=float)
    assert np.isnan(cells[0, 1])
    assert figure.data[1].z[0][1] == 1
    assert "masked" in figure.data[1].hovertemplate


def test_scores_lie_around_zero_and_weights_between_zero_and_one():
    assert (draw().data[0].zmin, draw().data[0].zmax) == (-2.5, 2.5)
    weights = draw(np.array([[1, 0], [0.5, 0.5]], np.float32), is_weights=True)
    assert (weights.data[0].zmin, weights.data[0].zmax) == (0, 1)


def test_the_first_query_stands_on_top_and_the_followed_one_is_framed():
    figure = draw(chosen=1)
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]
    assert (figure.layout.shapes[0].y0, figure.layout.shapes[0].y1) == (0.5, 1.5)
    assert not draw().layout.shapes


def test_titles_are_no_markup():
    assert draw().layout.title.text == "&lt;b&gt;Title&lt;/b&gt;"


@pytest.mark.parametrize("name", ["light", "dark"])
def test_strips_show_the_first_numbers_and_one_outlier_does_not_wash_them_out(name):
    values = np.ones((3, 300), np.float32)
    values[0, 0] = 1_000
    figure = vector_strips(
        values, StripRows(["a", "b", "c"]), chart_theme(name), title="T", axis="n"
    )
    assert np.array(figure.data[0].z).shape == (3, 64)
    assert figure.data[0].zmax == -figure.data[0].zmin
    assert figure.data[0].zmax < 10
    assert figure.data[0].x0 == 1


def test_strips_of_nothing_but_zeros_can_be_drawn():
    rows = StripRows(["a"])
    figure = vector_strips(np.zeros((1, 4)), rows, chart_theme("light"), title="T", axis="n")
    assert list(figure.layout.xaxis.tickvals) == [1, 2, 3, 4]
    assert figure.data[0].zmax > 0


def test_every_query_head_has_a_line_to_the_head_it_shares():
    figure = head_groups(6, 2, 4, chart_theme("light"), title="T", query="Q", key="K")
    lines = [trace for trace in figure.data if trace.mode == "lines"]
    assert [tuple(line.x) for line in lines] == [(0, 1), (1, 1), (2, 1), (3, 4), (4, 4), (5, 4)]
    assert [line.line.width for line in lines] == [1, 1, 1, 1, 2, 1]
