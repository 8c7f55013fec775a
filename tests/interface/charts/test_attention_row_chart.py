import numpy as np
import pytest

from components.interface.charts.attention_row import attention_bars
from components.interface.charts.theme import chart_theme
from components.interface.charts.token_labels import isolate
from components.records.token import Token

TOKENS = [Token(i, text, i, i + 1) for i, text in enumerate(["[CLS]", "the", "the", "<b>x</b>"])]
ROW = np.array([0.1, 0.2, 0.3, 0.4], dtype=np.float32)


def draw(row=ROW, positions=(0, 1, 2, 3), most=1, theme="light"):
    return attention_bars(row, TOKENS, list(positions), "Title", "Weight", chart_theme(theme), most)


def test_bars_show_the_largest_weights_first():
    figure = draw()
    assert figure.data[0].x == pytest.approx([0.4, 0.3, 0.2, 0.1])
    assert [label.split()[-1] for label in figure.layout.yaxis.ticktext] == ["4", "3", "2", "1"]


def test_text_of_a_visitor_is_no_markup():
    assert draw().layout.yaxis.ticktext[0].startswith(isolate("&lt;b&gt;x&lt;/b&gt;"))


def test_only_tokens_that_may_be_drawn_are():
    assert draw(positions=(1, 2)).data[0].x == pytest.approx([0.3, 0.2])


def test_bars_are_ten_at_most():
    row = np.linspace(0, 1, 30, dtype=np.float32)
    tokens = [Token(i, "a", i, i + 1) for i in range(30)]
    figure = attention_bars(row, tokens, list(range(30)), "T", "W", chart_theme("dark"))
    assert figure.data[0].x == pytest.approx(sorted(row.tolist(), reverse=True)[:10])


def test_a_sum_of_three_tokens_has_an_axis_to_three():
    low, high = draw(3 * ROW, most=3).layout.xaxis.range
    assert low == 0
    assert high >= 3


def test_a_difference_shows_both_signs_in_their_colours():
    theme = chart_theme("light")
    figure = draw(np.array([0.1, -0.6, 0.3, 0.0], dtype=np.float32))
    assert figure.data[0].x == pytest.approx([-0.6, 0.3, 0.1, 0.0])
    colours = figure.data[0].marker.color
    assert (colours[0], colours[1]) == (theme.negative, theme.sequential[6])
    assert figure.layout.xaxis.range[0] <= -1
