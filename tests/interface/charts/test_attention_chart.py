import numpy as np
import pytest

from components.interface.charts.attention import HeatmapLabels, attention_heatmap
from components.interface.charts.attention_row import attention_bars
from components.interface.charts.theme import chart_theme
from components.interface.charts.token_labels import isolate
from components.records.token import Token

LABELS = HeatmapLabels("Title", "Query", "Key", "Weight", "Sum", "masked")
TOKENS = [
    Token(0, "[CLS]", 0, 0, is_special=True),
    Token(1, "the", 0, 3),
    Token(1, "the", 4, 7),
    Token(2, "<b>x</b>", 8, 16),
]
WEIGHTS = np.array(
    [[1, 0, 0, 0], [0.5, 0.5, 0, 0], [0.25, 0.25, 0.5, 0], [0.1, 0.2, 0.3, 0.4]], dtype=np.float32
)


def draw(theme="light", positions=(0, 1, 2, 3), is_causal=False):
    return attention_heatmap(
        WEIGHTS, TOKENS, list(positions), LABELS, chart_theme(theme), is_causal
    )


def sums_of(figure):
    return [float(text) for text in figure.data[-1].text]


def test_cells_are_the_weights_queries_from_top_to_bottom():
    figure = draw()
    np.testing.assert_array_equal(np.array(figure.data[0].z, dtype=np.float32), WEIGHTS)
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]
    assert (figure.data[0].zmin, figure.data[0].zmax) == (0, 1)
    assert sums_of(figure) == [1, 1, 1, 1]


def test_equal_tokens_keep_rows_of_their_own():
    axis = draw().layout.xaxis
    assert list(axis.tickvals) == [0, 1, 2, 3]
    assert axis.ticktext[1] == axis.ticktext[2] == isolate("the")


def test_text_of_a_visitor_is_no_markup():
    figure = draw()
    assert figure.layout.xaxis.ticktext[3] == isolate("&lt;b&gt;x&lt;/b&gt;")


def test_hidden_tokens_leave_and_nothing_is_scaled_up():
    figure = draw(positions=(1, 2, 3))
    np.testing.assert_array_equal(np.array(figure.data[0].z, dtype=np.float32), WEIGHTS[1:, 1:])
    assert sums_of(figure) == [0.5, 0.75, 0.9]


def test_the_mask_is_a_tone_of_its_own_and_not_a_weight():
    figure = draw(is_causal=True)
    weights, mask = figure.data[0], figure.data[1]
    for query in range(4):
        for key in range(4):
            is_later = key > query
            assert np.isnan(weights.z[query][key]) == is_later
            assert (mask.z[query][key] == 1) == is_later
    tone = chart_theme("light").masked
    assert {color for _, color in mask.colorscale} == {tone}
    assert tone not in chart_theme("light").sequential
    assert figure.layout.showlegend
    assert not draw().layout.showlegend


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_come_from_the_theme(theme):
    scale = [color for _, color in draw(theme).data[0].colorscale]
    assert scale == list(chart_theme(theme).sequential)


def test_a_single_token_is_a_picture_too():
    figure = attention_heatmap(
        np.ones((1, 1), dtype=np.float32), TOKENS[:1], [0], LABELS, chart_theme("light"), True
    )
    assert sums_of(figure) == [1]


def test_bars_show_the_largest_weights_first():
    figure = attention_bars(
        WEIGHTS[3], TOKENS, [0, 1, 2, 3], "Title", "Weight", chart_theme("light")
    )
    assert figure.data[0].x == pytest.approx([0.4, 0.3, 0.2, 0.1])
    assert [label.split()[-1] for label in figure.layout.yaxis.ticktext] == ["4", "3", "2", "1"]


def test_bars_are_ten_at_most():
    row = np.linspace(0, 1, 30, dtype=np.float32)
    tokens = [Token(i, "a", i, i + 1) for i in range(30)]
    figure = attention_bars(row, tokens, list(range(30)), "T", "W", chart_theme("dark"))
    assert figure.data[0].x == pytest.approx(sorted(row.tolist(), reverse=True)[:10])
