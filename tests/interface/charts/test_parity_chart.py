"""The chart of lengths: what is drawn is what was counted."""

import pytest

from components.interface.charts.parity import parity_ranges
from components.interface.charts.theme import chart_theme
from components.records.coverage import FolderParity

KINDS = [FolderParity("faq", (0.6, 0.8, 0.9, 1.0, 1.2), ()), FolderParity("roles", (0.95,), ())]
HOVER = "{name}: {median} ({low}–{high}, {count})"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_row_shows_range_quartiles_and_median(theme):
    figure = parity_ranges(["A <b>", "R"], KINDS, chart_theme(theme), "t", "x", HOVER)
    whole, half, middle, *rest = figure.data
    assert tuple(whole.x) == (0.6, 1.2)
    assert tuple(half.x) == (0.8, 1.0)
    assert tuple(middle.x) == (0.9,)
    assert "A &lt;b&gt;: 0.90 (0.60–1.20, 5)" in middle.hovertemplate
    assert {tuple(trace.x) for trace in rest} == {(0.95, 0.95), (0.95,)}
    assert {trace.y[0] for trace in rest} == {1}
    assert figure.layout.xaxis.type == "log"
    assert "&lt;b&gt;" in figure.layout.yaxis.ticktext[0]
