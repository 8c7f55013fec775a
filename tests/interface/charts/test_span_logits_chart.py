import pytest

from components.interface.charts.span_logits import (
    MOST_ROWS,
    SpanLogitLabels,
    choose_tokens,
    find_span,
    token_logits,
    window_logits,
)
from components.interface.charts.theme import chart_theme
from components.records.question_answering import WindowLogits
from components.records.token import Token

LABELS = SpanLogitLabels("Title", "Logit", "Place", "start", "end", "no answer", "best")
THEME = chart_theme("light")


def make(*pieces, start=None, end=None):
    """A window of the null span's token and pieces that follow each other without a gap."""
    tokens, position = [Token(0, "<s>", 0, 0, is_special=True)], 0
    for piece in pieces:
        tokens.append(Token(9, piece, position, position + len(piece)))
        position += len(piece)
    zeros = (0.0,) * len(tokens)
    return WindowLogits(0, tuple(tokens), tuple(start or zeros), tuple(end or zeros))


WINDOW = make("the ", "<b>", "Lu ", "Xun", start=(1, -4, -3, 5, -2), end=(1.5, -5, -4, -1, 6))


@pytest.mark.parametrize(
    ("stretch", "expected"),
    [
        ((7, 13), (3, 4)),
        ((8, 9), (3, 3)),
        ((0, 13), (1, 4)),
        ((10, 10), (0, 0)),
        ((99, 103), (0, 0)),
    ],
)
def test_the_tokens_of_a_stretch_are_those_it_touches(stretch, expected):
    assert find_span(WINDOW, *stretch) == expected


def test_rows_are_the_null_token_the_span_and_the_highest_others_in_the_order_of_the_text():
    highest = [0.0] * 40
    highest[30], highest[7], highest[9] = 9.0, 8.0, -1.0
    window = make(*["ab"] * 39, start=highest)
    places = choose_tokens(window, (9, 12), limit=5)
    assert places == [0, 7, 9, 12, 30]
    assert len(choose_tokens(window, (9, 12))) == MOST_ROWS
    assert choose_tokens(WINDOW, (3, 4)) == [0, 1, 2, 3, 4]
    assert choose_tokens(WINDOW, (0, 0)) == [0, 1, 2, 3, 4]


def test_a_token_has_its_two_logits_in_its_row():
    figure = token_logits(WINDOW, [0, 3, 4], (3, 4), LABELS, THEME)
    starts, ends = figure.data[1:]
    assert list(starts.x) == [1, 5, -2]
    assert list(ends.x) == [1.5, -1, 6]
    assert list(starts.y) == list(ends.y) == [0, 1, 2]
    assert starts.marker.symbol != ends.marker.symbol, "told apart without colour"
    assert [label.strip("\u2068\u2069 ") for label in figure.layout.yaxis.ticktext] == [
        "no answer",
        "Lu",
        "Xun",
    ]


def test_the_best_span_is_shaded():
    figure = token_logits(WINDOW, [0, 1, 3, 4], (3, 4), LABELS, THEME)
    assert [(s.y0, s.y1) for s in figure.layout.shapes] == [(1.5, 2.5), (2.5, 3.5)]
    assert not token_logits(WINDOW, [0, 1], (0, 0), LABELS, THEME).layout.shapes


def test_tokens_of_a_visitor_are_no_markup():
    figure = token_logits(WINDOW, [2], (3, 4), LABELS, THEME)
    assert "&lt;b&gt;" in figure.layout.yaxis.ticktext[0]
    assert "&lt;b&gt;" in window_logits(WINDOW, (3, 4), LABELS, THEME).data[0].customdata[2]


def test_the_whole_window_is_two_lines_over_all_tokens():
    figure = window_logits(WINDOW, (3, 4), LABELS, THEME)
    starts, ends = figure.data
    assert list(starts.y) == list(WINDOW.start_logits)
    assert list(ends.y) == list(WINDOW.end_logits)
    (shade,) = figure.layout.shapes
    assert (shade.x0, shade.x1) == (2.5, 4.5)
    assert not window_logits(WINDOW, (0, 0), LABELS, THEME).layout.shapes
