"""The pictures hold the numbers they are given, and no markup."""

import pytest

from components.interface.charts.sentiment import (
    ROW_PX,
    SentenceRow,
    label_colors,
    label_probabilities,
    sentence_probabilities,
)
from components.interface.charts.theme import chart_theme

NAMES = ["negative", "neutral", "positive"]
THEME = chart_theme("light")
ROWS = [
    SentenceRow(1, "I love it.", "positive 90%", (0.02, 0.08, 0.9)),
    SentenceRow(2, "服务员热情。", "not read", ()),
    SentenceRow(3, "<b>Bad</b> " + "word " * 40, "negative 70%", (0.7, 0.2, 0.1)),
]


def draw_sentences(rows=ROWS, names=NAMES, theme=THEME):
    colors = label_colors(names, theme)
    return sentence_probabilities(
        rows, names, colors, theme, title="<i>T</i>", axis="%", unread="not read"
    )


def draw_whole(probabilities, names=NAMES):
    return label_probabilities(
        names, label_colors(names, THEME), probabilities, THEME, title="T", axis="Probability in %"
    )


def test_the_whole_has_one_bar_a_label_with_its_number():
    bar = draw_whole([0.125, 0.25, 0.625]).data[0]
    assert list(bar.x) == [12.5, 25.0, 62.5]
    assert list(bar.text) == ["12.5%", "25.0%", "62.5%"]
    assert list(bar.marker.color) == [THEME.negative, THEME.neutral, THEME.positive]
    assert bar.orientation == "h"


def test_nothing_is_rounded_to_certainty():
    bar = draw_whole([0.0001, 0.0001, 0.9998]).data[0]
    assert list(bar.text) == ["< 0.1%", "< 0.1%", "> 99.9%"]


def test_names_stand_at_the_axis_as_words_and_literally():
    figure = draw_whole([0.5, 0.5], names=["<b>x</b>", "positive"])
    assert "&lt;b&gt;x&lt;/b&gt;" in figure.layout.yaxis.ticktext[0]
    assert figure.layout.xaxis.title.text == "Probability in %"
    assert figure.layout.title.text == "T"


@pytest.mark.parametrize("name", ["light", "dark"])
def test_known_labels_have_the_diverging_colours_whatever_their_order(name):
    theme = chart_theme(name)
    assert label_colors(["positive", "negative"], theme) == [theme.positive, theme.negative]
    strange = label_colors(["label_0", "label_1", "neutral"], theme)
    assert len(set(strange)) == 3
    assert theme.negative not in strange
    assert theme.positive not in strange


def test_each_sentence_is_one_stack_that_sums_to_a_hundred():
    figure = draw_sentences()
    stacked = figure.data[:3]
    assert [trace.name for trace in stacked] == NAMES
    assert all(list(trace.y) == [1, 3] for trace in stacked)
    for place in range(2):
        assert sum(trace.x[place] for trace in stacked) == pytest.approx(100)
    assert figure.layout.barmode == "stack"
    assert all(trace.orientation == "h" for trace in figure.data)


def test_unread_sentences_are_hatched_and_say_so():
    figure = draw_sentences()
    unread = figure.data[3]
    assert list(unread.y) == [2]
    assert unread.marker.pattern.shape == "/"
    assert "not read" in [note.text for note in figure.layout.annotations]
    assert len(draw_sentences(rows=ROWS[:1]).data) == 3


def test_rows_are_labelled_by_number_shortened_and_literal():
    texts = [note.text for note in draw_sentences().layout.annotations]
    assert texts[0] == "1  \u2068I love it.\u2069"
    assert "&lt;b&gt;Bad" in texts[4]
    assert texts[4].endswith("…\u2069")
    assert not any("<b>" in text for text in texts)
    assert draw_sentences().layout.title.text == "&lt;i&gt;T&lt;/i&gt;"


def test_the_first_sentence_stands_on_top_and_the_height_grows_with_the_rows():
    low, high = draw_sentences().layout.yaxis.range
    assert low > 3
    assert high < 1
    many = [SentenceRow(n, "a", "b", (0.2, 0.3, 0.5)) for n in range(1, 201)]
    assert draw_sentences(rows=many).layout.height == (
        draw_sentences().layout.height + ROW_PX * 197
    )


def test_two_classes_work_too():
    names = ["negative", "positive"]
    figure = draw_sentences(rows=[SentenceRow(1, "a", "b", (0.4, 0.6))], names=names)
    assert [trace.x[0] for trace in figure.data] == [40.0, 60.0]
