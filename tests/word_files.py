"""Word files made of the format's own elements, the smallest that show a kind."""

from collections.abc import Mapping
from typing import Any

from components.text.documents.child import describe
from tests.document_files import make_zip

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
    }.items()
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
Parts = Mapping[str, tuple[str, str | bytes]]
"""Name of a part → the kind of its relationship, and its XML or its bytes."""
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"


def make_word(body: str, parts: Parts | None = None, main: str = "word/document.xml") -> bytes:
    """A DOCX file.

    `body` is the XML inside of `w:body`; `parts` names other parts of the same folder, each with
    the kind of its relationship and its XML, in which the namespaces are known, or its bytes. The
    relationship's id is the part's name without its ending.
    """
    parts = parts or {}
    links = "".join(
        f'<Relationship Id="{name.split(".")[0]}" Type="{OFFICE}/{kind}" Target="{name}"/>'
        for name, (kind, _) in parts.items()
    )
    folder, _, file = main.rpartition("/")
    entries: list[tuple[str, str | bytes]] = [
        (
            "_rels/.rels",
            _links(f'<Relationship Id="d" Type="{OFFICE}/officeDocument" Target="{main}"/>'),
        ),
        (f"{folder}/_rels/{file}.rels", _links(links)),
        (main, f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"),
    ]
    for name, (_, content) in parts.items():
        known = content if isinstance(content, bytes) else _know(content)
        entries.append((f"{folder}/{name}", known))
    return make_zip(entries)


def el(path: str, *inside: str) -> str:
    """Elements in one another, such as `w:ins/w:r`, around what is given."""
    names = path.split("/")
    before = "".join(f"<{name}>" for name in names)
    behind = "".join(f"</{name.split()[0]}>" for name in reversed(names))
    return before + "".join(inside) + behind


def p(*runs: str, properties: str = "") -> str:
    """A paragraph; a piece that is no XML becomes a run."""
    inside = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inside}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run of text."""
    before = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{before}<w:t xml:space="preserve">{text}</w:t></w:r>'


def control(content: str, properties: str = "") -> str:
    """A content control."""
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def field(instruction: str, result: str, more: str = "") -> str:
    """A complex field."""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{more}</w:fldChar></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def table(*rows: str) -> str:
    """A table of rows."""
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(content: str, properties: str = "") -> str:
    """A cell."""
    inside = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def text_of(body: str, parts: Parts | None = None) -> str:
    """What is read of a file with this body."""
    return "\n\n".join(describe("a.docx", make_word(body, parts), "")["pages"])


def left_out_of(body: str, parts: Parts | None = None) -> Any:
    """What is not."""
    return describe("a.docx", make_word(body, parts), "")["left_out"]


def _links(links: str) -> str:
    return f'<Relationships xmlns="{_RELATIONSHIPS}">{links}</Relationships>'


def _know(xml: str) -> str:
    """Declare the namespaces in the root element."""
    end = min(i for i in (xml.find(">"), xml.find("/>"), xml.find(" ")) if i > 0)
    return f"{xml[:end]} {NAMESPACES}{xml[end:]}"
