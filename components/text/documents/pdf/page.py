"""What PDFium reads of a page: pieces of text with their boxes, bullets, rules and form values.

PDFium (https://pdfium.googlesource.com/pdfium/, Apache-2.0 and BSD) is asked through pypdfium2.
Boxes are in points from the lower left corner; text that is turned by a quarter is turned back.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import regex

_GAP = 0.6
"""A gap of so many font sizes ends a piece of text."""
_BASELINE = 0.3
"""Characters whose baselines differ by more font sizes than this are not on one line."""

_BROKEN_HYPHENS = str.maketrans({"\x02": "-", "\ufffe": "-", "\u00ad": "-"})
"""What PDFium writes for the hyphen of a word that goes on in the next line, and soft hyphens."""
_MAX_OBJECTS = 5_000
_IMAGE, _PATH = 3, 2
_TEXT_NOTE, _FREE_TEXT, _WIDGET = 1, 3, 20
_NOT_SHOWN = 2 | 32
_CHECK_BOX, _RADIO_BUTTON, _CHOICES = 2, 3, (4, 5, 6)
_BLANK = regex.compile(r"\s+")


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


class _Glyph(NamedTuple):
    sign: str
    box: Box
    place: int


def read_page(page: Any, form: Any) -> Page:
    """Read a page.

    Args:
        page: The library's page.
        form: The library's form environment; None where the file has no form.
    """
    text_page = page.get_textpage()
    width, height = page.get_size()
    turn = _find_turn(text_page)
    pieces = [_make_piece(text_page, glyphs) for glyphs in _group(text_page, turn)]
    bullets, num_pictures = _read_objects(page)
    values, num_comments = _read_annotations(page, form)
    pieces = [*_mark_items(pieces, bullets), *values]
    numbered = (replace(piece, order=order) for order, piece in enumerate(pieces))
    return Page(tuple(numbered), width, height, num_pictures, num_comments)


def _find_turn(text_page: Any) -> int:
    """Give the quarter turns of most of the text, by a sample."""
    import pypdfium2.raw as pdfium

    count = text_page.count_chars()
    sample = range(0, count, max(count // 50, 1))
    turns = [round(pdfium.FPDFText_GetCharAngle(text_page, i) / 1.5708) % 4 for i in sample]
    return max(range(4), key=turns.count) if turns else 0


def _read_glyphs(text_page: Any, turn: int) -> Iterator[_Glyph]:
    """Give the characters; what PDFium adds, such as blanks in gaps, has no box of its own."""
    import pypdfium2.raw as pdfium

    rectangle = pdfium.FS_RECTF()
    nowhere = Box(0, 0, 0, 0)
    for index in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        sign = chr(code) if 0 < code < 0x110000 else ""
        if sign in "\r\n " or pdfium.FPDFText_IsGenerated(text_page, index) == 1:
            yield _Glyph(sign, nowhere, index)
        elif sign and pdfium.FPDFText_GetLooseCharBox(text_page, index, rectangle):
            box = Box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
            yield _Glyph(sign, _turn(box, turn), index)


def _turn(box: Box, turn: int) -> Box:
    left, bottom, right, top = box
    if turn == 1:
        return Box(bottom, -right, top, -left)
    if turn == 2:
        return Box(-right, -top, -left, -bottom)
    return Box(-top, left, -bottom, right) if turn == 3 else box


def _group(text_page: Any, turn: int) -> Iterator[list[_Glyph]]:
    """Group characters that follow each other on a line."""
    group: list[_Glyph] = []
    has_blank = False
    for glyph in _read_glyphs(text_page, turn):
        if glyph.sign.isspace():
            has_blank = True
            if glyph.sign in "\r\n" and group:
                yield group
                group = []
            continue
        last = group[-1] if group else None
        if last is not None and not _follows(last, glyph):
            yield group
            group, last = [], None
        if last is not None and has_blank:
            group.append(_Glyph(" ", last.box, last.place))
        has_blank = False
        group.append(glyph)
    if group:
        yield group


def _follows(last: _Glyph, glyph: _Glyph) -> bool:
    size = max(last.box.top - last.box.bottom, glyph.box.top - glyph.box.bottom)
    middle = (glyph.box.top + glyph.box.bottom - last.box.top - last.box.bottom) / 2
    gap = glyph.box.left - last.box.right
    return abs(middle) <= _BASELINE * size and -0.5 * size <= gap <= _GAP * size


def _make_piece(text_page: Any, glyphs: list[_Glyph]) -> Piece:
    import pypdfium2.raw as pdfium

    text = "".join(glyph.sign for glyph in glyphs).translate(_BROKEN_HYPHENS)
    boxes = [glyph.box for glyph in glyphs]
    box = Box(
        min(b.left for b in boxes),
        min(b.bottom for b in boxes),
        max(b.right for b in boxes),
        max(b.top for b in boxes),
    )
    middle = glyphs[len(glyphs) // 2].place
    weight = pdfium.FPDFText_GetFontWeight(text_page, middle)
    height = sorted(b.top - b.bottom for b in boxes)[len(boxes) // 2]
    return Piece(_BLANK.sub(" ", text).strip(), box, max(height, 0.1), max(weight, 0), 0)


def _read_objects(page: Any) -> tuple[list[Box], int]:
    """Give the boxes of small drawings, which may be bullets, and the number of pictures."""
    import pypdfium2.raw as pdfium

    bullets, num_pictures = [], 0
    edges = [ctypes.c_float() for _ in range(4)]
    for index in range(min(pdfium.FPDFPage_CountObjects(page), _MAX_OBJECTS)):
        item = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        num_pictures += kind == _IMAGE
        if kind == _PATH and pdfium.FPDFPageObj_GetBounds(item, *edges):
            box = Box(*(edge.value for edge in edges))
            width, height = box.right - box.left, box.top - box.bottom
            if 1 < width < 8 and 1 < height < 8 and 0.5 < width / height < 2:
                bullets.append(box)
    return bullets, num_pictures


def _mark_items(pieces: list[Piece], bullets: list[Box]) -> list[Piece]:
    """Mark the pieces that have a bullet close to their left, at the height of a small letter."""
    if not bullets or len(bullets) * len(pieces) > 500_000:
        return pieces
    return [replace(p, is_item=any(_is_bullet_of(b, p) for b in bullets)) for p in pieces]


def _is_bullet_of(bullet: Box, piece: Piece) -> bool:
    gap = piece.box.left - bullet.right
    middle = (bullet.top + bullet.bottom) / 2
    return 0 <= gap <= 2 * piece.size and piece.box.bottom < middle < piece.box.top


def _read_annotations(page: Any, form: Any) -> tuple[list[Piece], int]:
    """Give what stands in the fields of a form and in free text, and the number of comments."""
    import pypdfium2.raw as pdfium

    pieces: list[Piece] = []
    num_comments = 0
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MAX_OBJECTS)):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        num_comments += kind == _TEXT_NOTE
        rectangle = pdfium.FS_RECTF()
        is_shown = not pdfium.FPDFAnnot_GetFlags(note) & _NOT_SHOWN
        if is_shown and pdfium.FPDFAnnot_GetRect(note, rectangle):
            text = _read_value(note, kind, form)
            box = Box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
            pieces += _place_lines(text, box)
        pdfium.FPDFPage_CloseAnnot(note)
    return pieces, num_comments


def _read_value(note: Any, kind: int, form: Any) -> str:
    import pypdfium2.raw as pdfium

    if kind == _FREE_TEXT:
        return _read_string(
            lambda *buffer: pdfium.FPDFAnnot_GetStringValue(note, b"Contents", *buffer)
        )
    if kind != _WIDGET or form is None:
        return ""
    field = pdfium.FPDFAnnot_GetFormFieldType(form, note)
    if field in (_CHECK_BOX, _RADIO_BUTTON):
        return "☒" if pdfium.FPDFAnnot_IsChecked(form, note) else "☐"
    if field not in _CHOICES:
        return ""
    return _read_string(lambda *buffer: pdfium.FPDFAnnot_GetFormFieldValue(form, note, *buffer))


def _read_string(ask: Any) -> str:
    """Ask PDFium for a string: its size in bytes first, then UTF-16 with an end of two zeros."""
    import pypdfium2.raw as pdfium

    size = ask(None, 0)
    buffer = ctypes.create_string_buffer(size)
    ask(ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return buffer.raw[: max(size - 2, 0)].decode("utf-16-le", "replace")


def _place_lines(text: str, box: Box) -> Iterator[Piece]:
    """Lay a value's lines into its box, in the middle of the height where there is only one."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    lines = [line for line in lines if line]
    height = min((box.top - box.bottom) / max(len(lines), 1), 12.0)
    middle = (box.top + box.bottom) / 2
    top = middle + height / 2 if len(lines) == 1 else box.top
    for number, line in enumerate(lines):
        upper = top - number * height
        right = min(box.left + 0.5 * height * len(line), box.right)
        yield Piece(line, Box(box.left, upper - height, right, upper), height, 0, 0)
