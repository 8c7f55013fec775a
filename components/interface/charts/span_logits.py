"""Start and end logits of a reader: token by token, and over a whole window."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from components.interface.charts.layout import legend, value_axis
from components.interface.charts.theme import ChartTheme, base_layout, plain
from components.interface.charts.token_labels import token_label
from components.records.question_answering import WindowLogits

MOST_ROWS = 16
"""Most tokens drawn individually; of longer windows, those with the highest logits."""
_HEAD_PX, _FOOT_PX, _ROW_PX, _LINES_PX = 84, 52, 26, 300


@dataclass(frozen=True)
class SpanLogitLabels:
    """Translated words of both charts.

    Attributes:
        title: What is shown.
        axis: Name of the logits, with their unit.
        tokens: Name of the axis of positions in the window.
        start: Name of the start logits.
        end: Name of the end logits.
        null: Name of the null span's token.
        answer: Name of the shaded stretch.
    """

    title: str
    axis: str
    tokens: str
    start: str
    end: str
    null: str
    answer: str


def find_span(window: WindowLogits, start: int, end: int) -> tuple[int, int]:
    """Find the tokens that a stretch of the text touches.

    Args:
        start: First code point of the stretch.
        end: One past the last.

    Returns:
        First and last token; (0, 0), the null span's, if the window contains none of it.
    """
    inside = [
        place
        for place, token in enumerate(window.tokens)
        if not token.is_special and token.start < end and token.end > start
    ]
    return (inside[0], inside[-1]) if inside else (0, 0)


def choose_tokens(window: WindowLogits, span: tuple[int, int], limit: int = MOST_ROWS) -> list[int]:
    """Choose the tokens that are drawn individually.

    Args:
        window: Of any length.
        span: First and last token of the best answer, which are always among them.
        limit: Most tokens to return; at least 3.

    Returns:
        Positions in the order of the text, the null span's token first.
    """
    highest = [max(pair) for pair in zip(window.start_logits, window.end_logits, strict=True)]
    fixed = dict.fromkeys((0, *span))
    order = sorted(range(len(highest)), key=lambda place: (-highest[place], place))
    others = [place for place in order if place not in fixed]
    return sorted([*fixed, *others[: limit - len(fixed)]])


def token_logits(
    window: WindowLogits,
    places: Sequence[int],
    span: tuple[int, int],
    labels: SpanLogitLabels,
    theme: ChartTheme,
) -> go.Figure:
    """Draw one row per token with its start and its end logit as two marks.

    Args:
        places: Tokens that are drawn, the first on top.
        span: First and last token of the best answer, shaded.
    """
    bars: list[tuple[float | None, int]] = []
    for row, place in enumerate(places):
        ends = (window.start_logits[place], window.end_logits[place])
        bars += [(ends[0], row), (ends[1], row), (None, row)]
    figure = go.Figure(
        go.Scatter(
            x=[x for x, _ in bars],
            y=[row for _, row in bars],
            mode="lines",
            line={"color": theme.line, "width": 2},
            hoverinfo="skip",
            showlegend=False,
        )
    )
    for name, values, color, symbol in _kinds(window, labels, theme):
        figure.add_scatter(
            x=[values[place] for place in places],
            y=list(range(len(places))),
            mode="markers",
            name=plain(name),
            marker={"color": color, "symbol": symbol, "size": 10},
            cliponaxis=False,
            hovertemplate=f"{plain(name)} %{{x:.2f}}<extra></extra>",
        )
    _lay_out(figure, theme, labels.title, _HEAD_PX + _FOOT_PX + _ROW_PX * len(places))
    figure.update_layout(shapes=_bands(places, span, theme))
    figure.update_xaxes(**value_axis(theme, labels.axis), nticks=7)
    figure.update_yaxes(
        range=[len(places) - 0.5, -0.5],
        tickvals=list(range(len(places))),
        ticktext=[_label(window, place, labels) for place in places],
        tickfont={"size": 12},
        automargin=True,
        showgrid=False,
        zeroline=False,
        fixedrange=True,
    )
    return figure


def window_logits(
    window: WindowLogits, span: tuple[int, int], labels: SpanLogitLabels, theme: ChartTheme
) -> go.Figure:
    """Draw the start and end logits of all tokens of a window as two lines.

    Args:
        span: First and last token of the best answer, shaded.
    """
    figure = go.Figure()
    names = [_label(window, place, labels) for place in range(len(window.tokens))]
    for name, values, color, _ in _kinds(window, labels, theme):
        figure.add_scatter(
            x=list(range(len(names))),
            y=list(values),
            mode="lines",
            name=plain(name),
            line={"color": color, "width": 1.5},
            customdata=names,
            hovertemplate=f"%{{x}} %{{customdata}}<br>{plain(name)} %{{y:.2f}}<extra></extra>",
        )
    _lay_out(figure, theme, labels.title, _LINES_PX)
    if span != (0, 0):
        figure.add_vrect(
            x0=span[0] - 0.5,
            x1=span[1] + 0.5,
            fillcolor=theme.muted,
            opacity=0.25,
            line_width=0,
            layer="below",
            annotation={
                "text": plain(labels.answer),
                "font": {"size": 12, "color": theme.ink},
                "yanchor": "bottom",
            },
            annotation_position="top right" if span[0] < len(names) / 2 else "top left",
        )
    figure.update_xaxes(**value_axis(theme, labels.tokens), range=[-1, len(names)], nticks=8)
    figure.update_yaxes(**value_axis(theme, labels.axis), nticks=6, automargin=True)
    return figure


def _kinds(
    window: WindowLogits, labels: SpanLogitLabels, theme: ChartTheme
) -> list[tuple[str, tuple[float, ...], str, str]]:
    """Return name, values, colour and mark of the start and of the end logits."""
    return [
        (labels.start, window.start_logits, theme.categorical[0], "circle"),
        (labels.end, window.end_logits, theme.categorical[1], "square"),
    ]


def _label(window: WindowLogits, place: int, labels: SpanLogitLabels) -> str:
    token = window.tokens[place]
    return f"{plain(labels.null)} " if token.is_special else f"{token_label(token)} "


def _bands(
    places: Sequence[int], span: tuple[int, int], theme: ChartTheme
) -> list[dict[str, object]]:
    """Shade the rows of the answer's tokens."""
    return [
        {
            "type": "rect",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": row - 0.5,
            "y1": row + 0.5,
            "fillcolor": theme.surface,
            "line": {"width": 0},
            "layer": "below",
        }
        for row, place in enumerate(places)
        if span != (0, 0) and span[0] <= place <= span[1]
    ]


def _lay_out(figure: go.Figure, theme: ChartTheme, title: str, height: int) -> None:
    figure.update_layout(
        base_layout(theme, title, height),
        margin={"l": 8, "r": 18, "t": _HEAD_PX, "b": _FOOT_PX},
        hovermode="closest",
        legend=legend(
            xref="container", y=1 - 34 / height, yref="container", yanchor="top", font={"size": 12}
        ),
    )
    figure.update_layout(title={"y": 1, "yref": "container", "yanchor": "top", "pad": {"t": 6}})
