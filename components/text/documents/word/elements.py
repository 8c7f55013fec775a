"""How each element of a Word file is read: one table, after ECMA-376, parts 1, 3 and 4.

What the table does not name is walked through: text stands in leaves (`w:t`, `a:t`, `m:t`), so that
a wrapper which is not known yet loses nothing. A name is its namespace's usual prefix and the local
name, the same for the transitional and the strict form of the format.
"""

from typing import Any

NAMESPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://purl.oclc.org/ooxml/drawingml/picture": "pic",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://purl.oclc.org/ooxml/drawingml/chart": "c",
    "http://schemas.microsoft.com/office/drawing/2014/chartex": "c",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
    "http://purl.oclc.org/ooxml/drawingml/diagram": "dgm",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
}

RULES: dict[str, str] = {
    # Leaves: text, and what stands for text (part 1, 17.3.3; 21.1.2; 22.1.2).
    "w:t": "text",
    "a:t": "text",
    "m:t": "text",
    "w:tab": "tab",
    "w:ptab": "tab",
    "w:br": "line",
    "w:cr": "line",
    "a:br": "line",
    "w:noBreakHyphen": "hyphen",
    "w:softHyphen": "skip",
    "w:sym": "symbol",
    "v:textpath": "word_art",
    "w:lastRenderedPageBreak": "page",
    # Blocks (17.3.1, 17.4).
    "w:p": "paragraph",
    "a:p": "drawn_paragraph",
    "w:tbl": "table",
    # Wrappers with a rule of their own: hidden runs, placeholders, one of several forms, ruby.
    "w:r": "run",
    "w:sdt": "control",
    "mc:AlternateContent": "alternate",
    "w:ruby": "ruby",
    # Fields (17.16): the result is read, the instruction is not.
    "w:fldChar": "field",
    "w:fldSimple": "simple_field",
    "w:instrText": "instruction",
    "w:fldData": "skip",
    # What stands elsewhere in the package.
    "w:footnoteReference": "note",
    "w:endnoteReference": "note",
    "w:altChunk": "chunk",
    "dgm:relIds": "diagram",
    # Formulas (22.1): in one line.
    "m:f": "formula",
    "m:sSup": "formula",
    "m:sSub": "formula",
    "m:sSubSup": "formula",
    "m:rad": "formula",
    # Left out and counted.
    "pic:pic": "picture",
    "v:imagedata": "picture",
    "w:contentPart": "picture",
    "w14:contentPart": "picture",
    "c:chart": "chart",
    "w:object": "object",
    "w:control": "object",
    "w:movie": "object",
    "w:subDoc": "part",
    "w:commentReference": "comment",
    # Deleted, moved away, or never shown (17.13.5).
    "w:del": "skip",
    "w:moveFrom": "skip",
    "w:delText": "skip",
    "w:delInstrText": "skip",
    # Properties.
    "w:rPr": "skip",
    "w:pPr": "skip",
    "w:tblPr": "skip",
    "w:tblPrEx": "skip",
    "w:tblGrid": "skip",
    "w:trPr": "skip",
    "w:tcPr": "skip",
    "w:sdtPr": "skip",
    "w:sdtEndPr": "skip",
    "w:sectPr": "skip",
    "w:rubyPr": "skip",
    "w:customXmlPr": "skip",
    "w:smartTagPr": "skip",
    "m:ctrlPr": "skip",
    "m:rPr": "skip",
    "a:pPr": "skip",
    "a:rPr": "skip",
    "a:endParaRPr": "skip",
}

LEFT_OUT = ("picture", "chart", "object", "part", "comment", "symbol")
"""Kinds of content that no text is read of; they are counted."""

_OFF = {"0", "false", "off", "none"}


def name_of(element: Any) -> str:
    """Return an element's name, such as `w:p`; comments and unknown namespaces have none."""
    tag = element.tag
    if not isinstance(tag, str) or not tag.startswith("{"):
        return ""
    namespace, _, local = tag[1:].partition("}")
    prefix = NAMESPACES.get(namespace)
    return f"{prefix}:{local}" if prefix else ""


def rule_of(element: Any) -> str:
    """Return the rule for an element; `enter` for what the table does not name."""
    return RULES.get(name_of(element), "enter") if isinstance(element.tag, str) else "skip"


def child_of(element: Any, *path: str) -> Any:
    """Find the element down a path of names; None where there is none.

    Args:
        element: Where to begin; None finds nothing.
        path: Names from level to level, such as `w:pPr`, `w:numPr`.
    """
    for name in path:
        if element is None:
            return None
        element = next((child for child in element if name_of(child) == name), None)
    return element


def attribute_of(element: Any, name: str, default: str = "") -> str:
    """Return an attribute by its local name, whatever its namespace; None as element has none."""
    if element is None:
        return default
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return default


def is_on(element: Any) -> bool:
    """Return whether a switch such as `w:vanish` is there and not set to off (17.17.4)."""
    return element is not None and attribute_of(element, "val", "1").lower() not in _OFF


def toggle_of(element: Any) -> bool | None:
    """Return a switch's value; None where it is not set."""
    return None if element is None else is_on(element)
