"""What PDFium reads of a page: pieces of text with their boxes, bullets, rules and form values.

PDFium (https://pdfium.googlesource.com/pdfium/, Apache-2.0 and BSD) is asked through pypdfium2.
Boxes are in points from the lower left corner; text that is turned by a quarter is turned back.
"""

import ctypes
import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import regex

from components.text.documents.pdf.forms import find_place, read_annotations
from components.text.documents.pdf.pieces import Box, Page, Piece

_GAP = 0.6
"""A gap of at least this many font sizes ends a piece of text."""
_ASCENT, _DESCENT = 0.9, 0.25
"""How far a line reaches over and under its baseline, in sizes of the font."""
_BASELINE = 0.3
"""Characters whose baselines differ by more font sizes than this are not on one line."""

_BROKEN_HYPHENS = str.maketrans({"\x02": "-", "\ufffe": "-", "\u00ad": "-"})
"""What PDFium writes for the hyphen of a word that goes on in the next line, and soft hyphens."""
_WORD_ENDS = "\x02\ufffe"
_FIRST_WIDE = 0x2E80
"""From this code on, characters are taken one by one."""
_MAX_OBJECTS = 5_000
_IMAGE, _PATH = 3, 2
_BOLD = regex.compile(rb"bold|black|heavy|demi", regex.IGNORECASE)
_BOLD_WEIGHT = 700
_ADDED_BLANK = "\u200a"
"""What stands here for a blank that PDFium sees in a gap, as justified Chinese has them."""
_TWO_WIDE = regex.compile(r"[\p{Han}\u3000-\u303f\uff00-\uffef]{2}")
_BLANK = regex.compile(r"\s+")


class _Word(NamedTuple):
    text: str
    box: Box
    place: int


_NOWHERE = Box(0, 0, 0, 0)


def read_page(page: Any, form: Any) -> Page:
    """Read a page.

    Args:
        page: The library's page.
        form: The library's form environment; None where the file has no form.
    """
    opened = page.get_textpage()
    text_page = opened.raw
    width, height = page.get_size()
    turn = _find_turn(text_page)
    pieces = [_make_piece(text_page, words, turn) for words in _group(text_page, turn)]
    bullets, num_pictures = _read_objects(page)
    values, num_comments = read_annotations(page, form)
    pieces = _mark_items(pieces, bullets)
    for value in values:
        pieces.insert(find_place(pieces, value), value)
    numbered = tuple(replace(piece, order=order) for order, piece in enumerate(pieces))
    opened.close()
    return Page(numbered, width, height, num_pictures, num_comments)


def _find_turn(text_page: Any) -> int:
    """Return the quarter turns of most of the text, by a sample."""
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFText_CountChars(text_page)
    sample = range(0, count, max(count // 50, 1))
    turns = [round(pdfium.FPDFText_GetCharAngle(text_page, i) / 1.5708) % 4 for i in sample]
    return max(range(4), key=turns.count) if turns else 0


def _read_words(text_page: Any, turn: int) -> Iterator[_Word]:
    """Return the words, and the blanks and line ends between them, which have no box of their own.

    Letters of a word stand close together, so the first and the last one's boxes tell its place;
    Chinese characters are words of their own.
    """
    import pypdfium2.raw as pdfium

    read_code, is_generated = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_IsGenerated
    signs: list[str] = []
    start = 0
    count = pdfium.FPDFText_CountChars(text_page)
    for index in range(count):
        code = read_code(text_page, index)
        sign = chr(code) if 0 < code < 0x110000 else ""
        is_blank = sign.isspace()
        if signs and (is_blank or code >= _FIRST_WIDE or signs[-1] in _WORD_ENDS):
            yield from _make_word(text_page, signs, start, index - 1, turn)
            signs = []
        if is_blank:
            is_added = sign == " " and is_generated(text_page, index) == 1
            yield _Word(_ADDED_BLANK if is_added else sign, _NOWHERE, index)
        elif sign:
            start = start if signs else index
            signs.append(sign)
    if signs:
        yield from _make_word(
            text_page, signs, start, pdfium.FPDFText_CountChars(text_page) - 1, turn
        )


def _make_word(
    text_page: Any, signs: list[str], start: int, end: int, turn: int
) -> Iterator[_Word]:
    first = _find_box(text_page, start, turn)
    last = first if end == start else _find_box(text_page, end, turn)
    if first and last:
        box = Box(
            min(first.left, last.left),
            min(first.bottom, last.bottom),
            max(first.right, last.right),
            max(first.top, last.top),
        )
        yield _Word("".join(signs), box, start)


def _find_box(text_page: Any, index: int, turn: int) -> Box | None:
    import pypdfium2.raw as pdfium

    rectangle = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(text_page, index, rectangle):
        return None
    box = Box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
    return _turn(box, turn)


def _turn(box: Box, turn: int) -> Box:
    left, bottom, right, top = box
    if turn == 3:
        return Box(bottom, -right, top, -left)
    if turn == 2:
        return Box(-right, -top, -left, -bottom)
    return Box(-top, left, -bottom, right) if turn == 1 else box


def _group(text_page: Any, turn: int) -> Iterator[list[_Word]]:
    """Group words that follow each other on a line."""
    group: list[_Word] = []
    blank = ""
    for word in _read_words(text_page, turn):
        if word.text.isspace():
            blank = blank if blank == " " else word.text
            if word.text in "\r\n" and group:
                yield group
                group = []
            continue
        last = group[-1] if group else None
        if last is not None and not _follows(last, word):
            yield group
            group, last = [], None
        is_spread = blank == _ADDED_BLANK and last and _TWO_WIDE.match(last.text[-1] + word.text[0])
        if last is not None and blank and not is_spread:
            group.append(_Word(" ", last.box, last.place))
        blank = ""
        group.append(word)
    if group:
        yield group


def _follows(last: _Word, word: _Word) -> bool:
    size = max(last.box.top - last.box.bottom, word.box.top - word.box.bottom)
    middle = (word.box.top + word.box.bottom - last.box.top - last.box.bottom) / 2
    gap = word.box.left - last.box.right
    return abs(middle) <= _BASELINE * size and -0.5 * size <= gap <= _GAP * size


def _make_piece(text_page: Any, words: list[_Word], turn: int) -> Piece:
    """Put a piece together; its height follows from the font's size, whatever the font says."""
    import pypdfium2.raw as pdfium

    text = "".join(word.text for word in words).translate(_BROKEN_HYPHENS)
    middle = words[len(words) // 2].place
    x, y = ctypes.c_double(), ctypes.c_double()
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetCharOrigin(text_page, middle, x, y)
    pdfium.FPDFText_GetMatrix(text_page, middle, matrix)
    scale = math.hypot(matrix.c, matrix.d) or 1.0
    size = max(scale * pdfium.FPDFText_GetFontSize(text_page, middle), 0.1)
    baseline = _turn(Box(x.value, y.value, x.value, y.value), turn).bottom
    left = min(word.box.left for word in words)
    right = max(word.box.right for word in words)
    box = Box(left, baseline - _DESCENT * size, right, baseline + _ASCENT * size)
    weight = _find_weight(text_page, middle)
    return Piece(_BLANK.sub(" ", text).strip(), box, (_ASCENT + _DESCENT) * size, weight, 0)


def _find_weight(text_page: Any, index: int) -> int:
    """Return a font's weight: 700 where its name says bold, else as the file describes it."""
    import pypdfium2.raw as pdfium

    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text_page, index, name, len(name), flags)
    if _BOLD.search(name.value):
        return _BOLD_WEIGHT
    return max(int(pdfium.FPDFText_GetFontWeight(text_page, index)), 0)


def _read_objects(page: Any) -> tuple[list[Box], int]:
    """Return the boxes of small drawings, which may be bullets, and the number of pictures."""
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
