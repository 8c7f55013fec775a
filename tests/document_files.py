"""Files that a visitor might upload, made on the spot."""

import io
import zipfile
from collections.abc import Iterable, Sequence

import docx
from docx.oxml import OxmlElement
from pypdf import PdfWriter
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def make_pdf(pages: Iterable[str]) -> bytes:
    """A PDF with these pages, each a string of lines; Chinese ones too."""
    registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for page in pages:
        text = canvas.beginText(72, 760)
        text.setFont("Helvetica" if page.isascii() else "STSong-Light", 11)
        for line in page.split("\n"):
            text.textLine(line)
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def encrypt_pdf(data: bytes, password: str, algorithm: str = "AES-256") -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt(password, owner_password="owner", algorithm=algorithm)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def make_scan(num_pages: int = 2) -> bytes:
    """A PDF whose pages are pictures."""
    from PIL import Image

    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for _ in range(num_pages):
        canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 72, 400, 300, 400)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def make_docx(pages: Iterable[str], rows: Sequence[Sequence[str]] = ()) -> bytes:
    """A DOCX with these pages, as Word notes them when it saves, and a table behind them."""
    document = docx.Document()
    for number, page in enumerate(pages):
        for index, line in enumerate(page.split("\n")):
            paragraph = document.add_paragraph()
            run = paragraph.add_run()
            if number and not index:
                run._r.append(OxmlElement("w:lastRenderedPageBreak"))
            run.add_text(line)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def make_bomb(size: int = 200 * 2**20, main_part: str = "word/document.xml") -> bytes:
    """A zipped file that unpacks to `size` zeros: 200 MB of them make 195 kB."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open(main_part, "w", force_zip64=True) as entry,
    ):
        for _ in range(size // 2**20):
            entry.write(bytes(2**20))
    return buffer.getvalue()


def make_zip(entries: Iterable[tuple[str, bytes | str]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return buffer.getvalue()
