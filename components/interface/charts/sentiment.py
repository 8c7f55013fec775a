"""Class probabilities of a text and of each of its sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from components.interface.charts.layout import legend, value_axis
from components.interface.charts.percents import write_probability
from components.interface.charts.theme import ChartTheme, base_layout, plain
from components.text.graphemes import shorten_to_width

ROW_PX = 46
"""Height of a sentence's row: a line of text and its bar."""
_HEAD_PX, _FOOT_PX = 76, 52
_LABEL_CELLS = 34
"""Width of a sentence's beginning: with its verdict it fits a phone."""


@dataclass(frozen=True)
class SentenceRow:
    """One row of the chart of sentences.

    Attributes:
        number: Number of the sentence, from 1.
        text: The sentence; its beginning is shown.
        verdict: Text at the end of the row, such as "negative 83%".
        probabilities: One per label; empty if the sentence was not read.
    """

    number: int
    text: str
    verdict: str
    probabilities: tuple[float, ...]


def label_colors(labels: Sequence[str], theme: ChartTheme) -> list[str]:
    """Assign each label a colour: known ones from the diverging scale, others by their order.

    Args:
        labels: Class names of the model, in lower case.
    """
    known = {"negative": theme.negative, "neutral": theme.neutral, "positive": theme.positive}
    others = theme.categorical[2:]
    return [known.get(label, others[i % len(others)]) for i, label in enumerate(labels)]


def side_colors(label: str, theme: ChartTheme) -> tuple[str, str]:
    """Return the colours of what speaks for a label and against it, in one meaning per hue.

    What speaks for "negative" has the colour of "negative", not that of a good word.

    Args:
        label: Class name, in lower case.
    """
    known = {
        "positive": (theme.positive, theme.negative),
        "negative": (theme.negative, theme.positive),
    }
    return known.get(label, (theme.categorical[3], theme.muted))


def label_probabilities(
    names: Sequence[str],
    colors: Sequence[str],
    probabilities: Sequence[float],
    theme: ChartTheme,
    title: str,
    axis: str,
) -> go.Figure:
    """Draw one horizontal bar per label, with its number.

    Args:
        names: Labels, translated, in the order of the probabilities; the first stands on top.
        colors: One per label.
        probabilities: 0 to 1.
        axis: Of the axis of probabilities, with its unit.
    """
    positions = list(range(len(names)))
    figure = go.Figure(
        go.Bar(
            x=[100 * probability for probability in probabilities],
            y=positions,
            orientation="h",
            marker={"color": list(colors)},
            text=[write_probability(probability, digits=1) for probability in probabilities],
            textposition="outside",
            cliponaxis=False,
            hoverinfo="skip",
            width=0.56,
        )
    )
    figure.update_layout(base_layout(theme, title, 92 + 44 * len(names)))
    # Numbers of confident answers are beyond 100%, where the axis has no tick.
    figure.update_xaxes(**_percent_axis(theme, axis), range=[0, 118])
    figure.update_yaxes(
        tickvals=positions,
        ticktext=[f"{plain(name)}  " for name in names],
        range=[len(names) - 0.5, -0.5],
        showgrid=False,
        zeroline=False,
        automargin=True,
    )
    figure.update_layout(margin_b=_FOOT_PX)
    return figure


def sentence_probabilities(
    rows: Sequence[SentenceRow],
    names: Sequence[str],
    colors: Sequence[str],
    theme: ChartTheme,
    title: str,
    axis: str,
    unread: str,
) -> go.Figure:
    """Draw one stacked bar per sentence, its words and its verdict above it.

    Args:
        rows: Sentences in order; the first stands on top.
        names: Labels, translated, in the order of the probabilities and of the stack.
        colors: One per label.
        axis: Of the axis of probabilities, with its unit.
        unread: Name of the hatched bars of sentences that were not read.
    """
    figure = go.Figure()
    for index, (name, color) in enumerate(zip(names, colors, strict=True)):
        read = [row for row in rows if row.probabilities]
        percents = [100 * row.probabilities[index] for row in read]
        figure.add_bar(
            orientation="h",
            name=plain(name),
            x=percents,
            y=[row.number for row in read],
            customdata=[plain(shorten_to_width(row.text, 2 * _LABEL_CELLS)) for row in read],
            marker={"color": color, "line": {"color": theme.background, "width": 1}},
            hovertemplate=f"%{{y}} %{{customdata}}<br>{plain(name)} %{{x:.1f}}%<extra></extra>",
        )
    if any(not row.probabilities for row in rows):
        figure.add_trace(_unread_bars(rows, theme, unread))
    height = _HEAD_PX + _FOOT_PX + ROW_PX * len(rows)
    figure.update_layout(
        base_layout(theme, title, height),
        barmode="stack",
        bargap=0.68,
        margin={"l": 8, "r": 18, "t": _HEAD_PX, "b": _FOOT_PX},
        annotations=[note for row in rows for note in _row_texts(row, theme)],
        legend=legend(y=1, xanchor="left", yanchor="bottom", yref="paper", traceorder="normal"),
    )
    figure.update_xaxes(**_percent_axis(theme, axis), range=[0, 100])
    last = rows[-1].number if rows else 1
    first = rows[0].number if rows else 1
    figure.update_yaxes(visible=False, range=[last + 0.45, first - 0.75])
    return figure


def _unread_bars(rows: Sequence[SentenceRow], theme: ChartTheme, name: str) -> go.Bar:
    numbers = [row.number for row in rows if not row.probabilities]
    return go.Bar(
        orientation="h",
        name=plain(name),
        x=[100] * len(numbers),
        y=numbers,
        hoverinfo="skip",
        showlegend=False,  # each of these rows says so in words
        marker={
            "color": theme.masked,
            "pattern": {"shape": "/", "fgcolor": theme.muted, "size": 6, "solidity": 0.15},
            "line": {"width": 0},
        },
    )


def _row_texts(row: SentenceRow, theme: ChartTheme) -> list[dict[str, object]]:
    """Return the words above a bar: number and beginning on the left, verdict on the right."""
    line: dict[str, object] = {
        "y": row.number,
        "yref": "y",
        "xref": "paper",
        "yshift": 17,
        "showarrow": False,
        "font": {"size": 12},
    }
    # Isolated, so that a sentence written from right to left does not move its number.
    words = f"{row.number}  \u2068{plain(shorten_to_width(row.text, _LABEL_CELLS))}\u2069"
    return [
        line | {"x": 0, "xanchor": "left", "text": words},
        line
        | {
            "x": 1,
            "xanchor": "right",
            "text": plain(row.verdict),
            "font": {"size": 12, "color": theme.ink if row.probabilities else theme.muted},
        },
    ]


def _percent_axis(theme: ChartTheme, title: str) -> dict[str, Any]:
    return value_axis(theme, title) | {"tickvals": [0, 25, 50, 75, 100]}
