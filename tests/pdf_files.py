"""PDF files whose lines stand where a test wants them."""

import io

from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfgen.canvas import Canvas

LEADING = 14


def draw(*pages, size=(595, 842)):
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


def font_of(text, *, is_bold=False):
    if not text.isascii():
        return "STSong-Light"
    return "Helvetica-Bold" if is_bold else "Helvetica"


def lines_at(x, y, *texts, leading=LEADING):
    """Lines below each other."""
    return [(x, y - number * leading, text) for number, text in enumerate(texts)]


def words_of(x, y, text, size=11):
    """A line of which each word is drawn by itself."""
    drawn = []
    for word in text.split(" "):
        drawn.append((x, y, word))
        x += stringWidth(word + " ", font_of(word), size)
    return drawn


def letters_of(x, y, text, size=11):
    """A line of which each letter is drawn by itself, blanks left out."""
    drawn = []
    for letter in text:
        if letter != " ":
            drawn.append((x, y, letter))
        x += stringWidth(letter, font_of(letter), size)
    return drawn


def by_row(*columns):
    """Columns of lines drawn row by row."""
    return [line for row in zip(*columns, strict=True) for line in row]
