import numpy as np

from components.interface.charts.faithfulness import (
    MethodRow,
    correlation_matrix,
    method_rows,
    rows_width,
)
from components.interface.charts.removal import Line, method_dots, removal_curves
from components.interface.charts.theme import chart_theme
from components.records.token import Token

THEME = chart_theme("light")
TOKENS = [Token(0, "<b>", 0, 3), Token(1, "fine", 4, 8)]


def test_rows_have_scales_of_their_own_and_keep_their_numbers():
    rows = [
        MethodRow("a", np.array([0.2, 0.4])),
        MethodRow("b", np.array([-0.5, 0.1])),
        MethodRow("c", np.zeros(2)),
    ]
    figure = method_rows(TOKENS, rows, THEME, "t", "score")
    np.testing.assert_allclose(figure.data[0].z, [[0.5, 1], [-1, 0.2], [0, 0]])
    np.testing.assert_allclose(figure.data[0].customdata[1], [-0.5, 0.1])
    assert "&lt;b&gt;" in figure.layout.xaxis.ticktext[0]
    colors = [color for _, color in figure.data[0].colorscale]
    assert colors[len(colors) // 2] == THEME.background, "nothing looks like nothing"
    assert rows_width(40, ["a"]) > rows_width(10, ["a"])


def test_correlations_are_written_and_unknown_ones_stay_empty():
    figure = correlation_matrix(np.array([[1, -0.5], [np.nan, 1]]), ["a", "b"], THEME, "t")
    assert [note.text for note in figure.layout.annotations] == ["1.00", "−0.50", "1.00"]


def test_curves_are_percentages_over_percentages():
    line = Line("a", np.array([0.9, 0.1]), "#000000", "solid")
    figure = removal_curves(np.array([0, 1]), [line], THEME, "t", "x", "y")
    assert list(figure.data[0].x) == [0, 100]
    np.testing.assert_allclose(figure.data[0].y, [90, 10])


def test_dots_stand_beside_the_line_of_chance():
    figure = method_dots(
        ["a", "b"], ["#111111", "#222222"], [0.5, -0.001], ("random", 0.2), THEME, "t", "x"
    )
    dots = figure.data[2]
    assert list(dots.text) == ["0.50", "0.00"]
    assert list(dots.textposition) == ["middle right", "middle left"]
    assert figure.data[3].name == "random (0.20)"
