"""PDF files whose lines stand where a test wants them."""

import io
from collections.abc import Iterable
from typing import Any

from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfgen.canvas import Canvas

LEADING = 14

Placed = tuple[Any, ...]
"""x and y of a text's beginning, in points, and the text; perhaps its size and if it is bold."""


def draw(*pages: Iterable[Placed], size: tuple[float, float] = (595, 842)) -> bytes:
    """A PDF; each page is a list of (x, y, text) or (x, y, text, size, bold), in drawing order."""
    registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size)
    for page in pages:
        for x, y, text, *look in page:
            height, is_bold = (*look, 11, False)[:2] if look else (11, False)
            canvas.setFont(font_of(text, is_bold=is_bold), height)
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def font_of(text: str, *, is_bold: bool = False) -> str:
    if not text.isascii():
        return "STSong-Light"
    return "Helvetica-Bold" if is_bold else "Helvetica"


def lines_at(x: float, y: float, *texts: str, leading: float = LEADING) -> list[Placed]:
    """Lines below each other."""
    return [(x, y - number * leading, text) for number, text in enumerate(texts)]


def words_of(x: float, y: float, text: str, size: float = 11) -> list[Placed]:
    """A line of which each word is drawn by itself."""
    drawn: list[Placed] = []
    for word in text.split(" "):
        drawn.append((x, y, word))
        x += stringWidth(word + " ", font_of(word), size)
    return drawn


def letters_of(x: float, y: float, text: str, size: float = 11) -> list[Placed]:
    """A line of which each letter is drawn by itself, blanks left out."""
    drawn: list[Placed] = []
    for letter in text:
        if letter != " ":
            drawn.append((x, y, letter))
        x += stringWidth(letter, font_of(letter), size)
    return drawn


def by_row(*columns: Iterable[Placed]) -> list[Placed]:
    """Columns of lines drawn row by row."""
    return [line for row in zip(*columns, strict=True) for line in row]
