"""The pictures hold the numbers they are given, and no markup."""

import numpy as np
import pytest

from components.interface.charts.evaluation import (
    answer_counts,
    confusion_matrix,
    reliability_diagram,
)
from components.interface.charts.theme import chart_theme
from components.measures.classification import compute_reliability_bins

THEME = chart_theme("light")


@pytest.mark.parametrize(("unread", "values"), [(0, [3, 0, 7]), (2, [3, 0, 7, 2])])
def test_each_answer_is_a_bar_and_unread_rows_are_hatched(unread, values):
    figure = answer_counts(
        ["<b>n</b>", "o", "p"], ["#B5541C"] * 3, [3, 0, 7], unread, THEME,
        title="<i>T</i>", axis="Rows", unread_name="not read",
    )  # fmt: skip
    (bar,) = figure.data
    assert list(bar.x) == values
    assert list(bar.marker.pattern.shape) == ["", "", "", "/"][: len(values)]
    assert figure.layout.yaxis.ticktext[0].startswith("&lt;b&gt;")
    assert figure.layout.title.text == "&lt;i&gt;T&lt;/i&gt;"
    assert len(figure.layout.yaxis.ticktext) == len(values)


def test_a_confusion_matrix_shows_counts_and_shares_of_the_row():
    counts = np.array([[3, 1, 0], [0, 0, 0], [2, 2, 4]])
    figure = confusion_matrix(
        counts, ["a", "b", "c"], ["a", "b", "<c>"], THEME, "T", "label", "answer"
    )
    np.testing.assert_allclose(
        np.array(figure.data[0].z), [[0.75, 0.25, 0], [0, 0, 0], [0.25, 0.25, 0.5]]
    )
    texts = [note.text for note in figure.layout.annotations]
    assert texts[0] == "3<br>75%"
    assert texts[3] == "0<br>0%"
    assert len(texts) == 9
    assert figure.layout.xaxis.ticktext[2] == "&lt;c&gt;"
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1], "the first row is on top"


def test_a_reliability_diagram_has_the_diagonal_and_the_filled_bins():
    bins = compute_reliability_bins([0.95, 0.95, 0.55], [1, 0, 1])
    figure = reliability_diagram(bins, THEME, "T", "x", "y", "ideal", "yours")
    ideal, dots = figure.data
    assert list(ideal.x) == list(ideal.y) == [0, 100]
    assert list(dots.x) == pytest.approx([55, 95])
    assert list(dots.y) == pytest.approx([100, 50])
    assert list(dots.text) == ["1", "2"]
    assert dots.marker.size[1] > dots.marker.size[0]
    assert len(reliability_diagram((), THEME, "T", "x", "y", "i", "m").data[1].x) == 0
