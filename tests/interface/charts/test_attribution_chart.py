"""Bars of contributions: which, where, in which colour, on which scale."""

import numpy as np
import pytest

from components.interface.charts.attribution import (
    MOST_BARS,
    BarLabels,
    Column,
    attribution_bars,
    strongest,
    write_points,
)
from components.interface.charts.sentiment import side_colors
from components.interface.charts.theme import chart_theme
from components.records.token import Token

LABELS = BarLabels("Title", "Points", "for “a<b>”", "against “a<b>”")
THEME = chart_theme("light")
SIDES = (THEME.positive, THEME.negative)


def tokens_of(*texts):
    return [Token(i, text, i, i + 1) for i, text in enumerate(texts)]


def bars_of(figure, axis):
    """Row → value and colour of one column."""
    return {
        row: (value, trace.marker.color)
        for trace in figure.data
        if trace.xaxis == axis
        for row, value in zip(trace.y, trace.x, strict=True)
        if value is not None
    }


def test_values_stand_in_their_rows_with_the_colour_of_their_sign():
    columns = [
        Column("one", np.array([1.0, -2.0, 0.0])),
        Column("two", np.array([-3.0, -1.0, -0.5])),
    ]
    figure = attribution_bars(tokens_of("it", "it", "<b>"), columns, LABELS, THEME, SIDES)
    assert bars_of(figure, "x") == {
        0: (1.0, THEME.positive),
        1: (-2.0, THEME.negative),
        2: (0.0, THEME.positive),
    }
    assert {row: value for row, (value, _) in bars_of(figure, "x2").items()} == {
        0: -3.0,
        1: -1.0,
        2: -0.5,
    }
    assert list(figure.layout.yaxis.tickvals) == [0, 1, 2]
    assert "&lt;b&gt;" in figure.layout.yaxis.ticktext[2]
    assert figure.layout.yaxis.range == (2.5, -0.5)
    assert figure.layout.xaxis.range == figure.layout.xaxis2.range


def test_the_legend_names_both_sides_once_even_where_one_is_empty():
    columns = [Column("one", np.array([1.0, 2.0])), Column("two", np.array([1.0, 2.0]))]
    figure = attribution_bars(tokens_of("a", "b"), columns, LABELS, THEME, SIDES)
    named = [trace.name for trace in figure.data if trace.showlegend]
    assert named == ["for “a&lt;b&gt;”", "against “a&lt;b&gt;”"]


def test_of_a_long_text_the_strongest_are_drawn_in_the_order_of_the_text():
    values = np.linspace(-1, 1, 100)
    figure = attribution_bars(
        tokens_of(*(f"t{i}" for i in range(100))), [Column("one", values)], LABELS, THEME, SIDES
    )
    assert len(figure.layout.yaxis.ticktext) == MOST_BARS
    places = strongest([Column("one", values)])
    assert places == sorted(places)
    assert places == [*range(12), *range(88, 100)]


@pytest.mark.parametrize("values", [[0.0], [5.0], [-5.0], [0.0, 0.0]])
def test_zero_is_always_inside_the_scale(values):
    figure = attribution_bars(
        tokens_of(*"ab"[: len(values)]), [Column("one", np.array(values))], LABELS, THEME, SIDES
    )
    low, high = figure.layout.xaxis.range
    assert low < 0 < high
    assert low < min(values) <= max(values) < high


def test_numbers_have_a_sign_and_no_negative_zero():
    assert [write_points(v) for v in (3.14, -3.16, 0.0, -0.04, 100)] == [
        "+3.1", "−3.2", "0.0", "0.0", "+100.0",
    ]  # fmt: skip


def test_all_bars_are_equally_thick_and_what_speaks_for_a_bad_label_has_its_colour():
    sides = side_colors("negative", THEME)
    assert sides == (THEME.negative, THEME.positive)
    columns = [Column("one", np.array([1.0, 2.0, 3.0, 4.0, -2.0]))]
    figure = attribution_bars(tokens_of(*"abcde"), columns, LABELS, THEME, sides)
    assert {trace.width for trace in figure.data} == {0.7}
    assert bars_of(figure, "x")[4] == (-2.0, THEME.positive)
