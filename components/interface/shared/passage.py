"""A visitor's text, shown literally, with tinted spans that show their numbers on hover."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from components.interface.browser.component import load_component

MAX_SPANS = 500
"""Most spans that are tinted; the text after the last one is shown without."""

_passage = load_component(Path(__file__))


@dataclass(frozen=True)
class Span:
    """One stretch of a text.

    Attributes:
        start: First code point.
        end: One past the last.
        color: #RRGGBB.
        strength: How much of the colour lies behind the text, 0 to 1.
        note: Shown on hover.
        mark: A small label in front, such as its number; empty for none.
        is_hatched: True draws hatches in place of a tint.
        is_underlined: False leaves all to the tint, where its strength is the message.
        is_sought: True scrolls a long text to this span, inside its box.
    """

    start: int
    end: int
    color: str
    strength: float
    note: str
    mark: str = ""
    is_hatched: bool = False
    is_underlined: bool = True
    is_sought: bool = False


def show_passage(text: str, spans: Sequence[Span], *, label: str, hint: str, key: str) -> None:
    """Show a text with tinted stretches.

    Args:
        text: Shown literally, in its own direction.
        spans: In order, without overlap; `MAX_SPANS` of them are drawn.
        label: What the passage is, for screen readers.
        hint: Shown under the text while nothing is hovered.
    """
    pieces = split_pieces(text, spans[:MAX_SPANS])
    _passage(key=key, data={"pieces": pieces, "label": label, "hint": hint})


def split_pieces(text: str, spans: Sequence[Span]) -> list[dict[str, str | float | bool]]:
    """Cut a text at its spans, here and not in the browser, whose strings count other units.

    Args:
        spans: In order, without overlap.

    Returns:
        Pieces that joined give the text again; those of spans carry their looks and their note.
    """
    pieces: list[dict[str, str | float | bool]] = []
    position = 0
    for span in spans:
        if span.start > position:
            pieces.append({"text": text[position : span.start]})
        pieces.append(
            {
                "text": text[span.start : span.end],
                "color": span.color,
                "strength": span.strength,
                "note": span.note,
                "mark": span.mark,
                "hatched": span.is_hatched,
                "plain": not span.is_underlined,
                "sought": span.is_sought,
            }
        )
        position = span.end
    if position < len(text):
        pieces.append({"text": text[position:]})
    return pieces
