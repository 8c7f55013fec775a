"""What stands in the fields of a form, and text that readers typed over a page."""

import ctypes
from collections.abc import Iterator
from typing import Any

from components.text.documents.pdf.pieces import Box, Piece

_MAX_NOTES = 5_000
_TEXT_NOTE, _FREE_TEXT, _WIDGET = 1, 3, 20
_NOT_SHOWN = 2 | 32
_CHECK_BOX, _RADIO_BUTTON, _CHOICES = 2, 3, (4, 5, 6)


def read_annotations(page: Any, form: Any) -> tuple[list[Piece], int]:
    """Return what stands in the fields of a form and in free text, and the number of comments."""
    import pypdfium2.raw as pdfium

    pieces: list[Piece] = []
    num_comments = 0
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MAX_NOTES)):
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


def find_place(pieces: list[Piece], value: Piece) -> int:
    """Find where a form's value belongs: behind the text that stands closest on its left."""
    middle = (value.box.bottom + value.box.top) / 2
    level = [
        (piece.box.right, index)
        for index, piece in enumerate(pieces)
        if piece.box.bottom <= middle <= piece.box.top and piece.box.right <= value.box.left + 1
    ]
    return max(level)[1] + 1 if level else len(pieces)


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
