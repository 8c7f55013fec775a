"""Pieces of text on a page, with their boxes."""

from dataclasses import dataclass
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle on a page."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Piece:
    """Text without a gap in it, on one line.

    Attributes:
        text: Its characters, single blanks between words.
        box: Around its characters, the height as the font says.
        size: Height of the font.
        weight: Of the font, 400 for normal; 0 where that is not known.
        order: Place among the pieces in the order in which the page draws them.
        is_item: Whether a bullet that is drawn stands before it.
    """

    text: str
    box: Box
    size: float
    weight: int
    order: int
    is_item: bool = False


@dataclass(frozen=True)
class Page:
    """A page.

    Attributes:
        pieces: In the order in which they are drawn.
        width: In points.
        height: In points.
        num_pictures: Pictures on it.
        num_comments: Notes that readers put on it.
    """

    pieces: tuple[Piece, ...]
    width: float
    height: float
    num_pictures: int
    num_comments: int
