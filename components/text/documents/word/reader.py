"""Walks through a Word file by the table of its elements."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from components.text.documents.word.chunks import read_chunk
from components.text.documents.word.elements import (
    LEFT_OUT,
    attribute_of,
    child_of,
    is_on,
    name_of,
    rule_of,
)
from components.text.documents.word.flow import Flow, Item, Mark, Note
from components.text.documents.word.forms import read_form_field
from components.text.documents.word.margins import is_page_number
from components.text.documents.word.numbering import Numbering
from components.text.documents.word.package import Package
from components.text.documents.word.styles import Styles
from components.text.documents.word.symbols import read_private, read_symbol
from components.text.documents.word.tables import read_table

_PAGE_FIELD = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)
_BLANKS = " \t\r\n"
_FORMULA_SIGNS = {"m:f": "/", "m:sSup": "^", "m:sSub": "_", "m:sSubSup": "_", "m:rad": "√"}
_NO_NOTES = ("separator", "continuationSeparator", "continuationNotice")


@dataclass
class _Field:
    """A field whose end has not come: its instruction, and whether the result has begun."""

    instruction: str = ""
    has_result: bool = False
    is_muted: bool = False


class Reader:
    """Reads the parts of a file into lines.

    Args:
        package: The file.
        left_out: Counts what no text is read of, by kind.
    """

    def __init__(self, package: Package, left_out: Counter[str]) -> None:
        main = package.main
        self.package = package
        self.left_out = left_out
        self.part = main
        self._styles = Styles(package.tree(package.related(main, "styles")))
        self._numbering = Numbering(package.tree(package.related(main, "numbering")))
        self._notes = {kind: self._find_notes(kind) for kind in ("footnote", "endnote")}
        links = package.relationships(main).values()
        self._margins = {link.target for link in links if link.kind in ("header", "footer")}
        self._fields: list[_Field] = []
        self._read_parts: set[str] = set()
        self._is_in_note = False
        self._handlers: dict[str, Callable[[Any, Flow], None]] = {
            "enter": self.walk,
            "skip": lambda element, flow: None,
            "text": self._read_text,
            "tab": lambda element, flow: self._put("\t", flow),
            "line": lambda element, flow: self._put("\n", flow),
            "hyphen": lambda element, flow: self._put("-", flow),
            "page": lambda element, flow: flow.add_page(),
            "word_art": lambda element, flow: self._put(attribute_of(element, "string"), flow),
            "paragraph": self._read_paragraph,
            "drawn_paragraph": self._read_drawn_paragraph,
            "table": lambda element, flow: flow.add_items(read_table(self, element)),
            "run": self._read_run,
            "control": self._read_control,
            "alternate": self._read_alternate,
            "ruby": self._read_ruby,
            "field": self._read_field,
            "simple_field": self._read_simple_field,
            "instruction": self._read_instruction,
            "note": self._read_note,
            "chunk": self._read_chunk,
            "diagram": self._read_diagram,
            "formula": self._read_formula,
            **{kind: self._leave_out_kind(kind) for kind in LEFT_OUT},
            "symbol": self._read_symbol,
        }

    def read(self, element: Any, part: str) -> list[Item]:
        """Read all that an element of a part holds, as a story of its own."""
        flow = Flow()
        before, self._fields = self._fields, []
        with self._inside(part):
            self.walk(element, flow)
        self._fields = before
        return flow.close()

    def walk(self, element: Any, flow: Flow) -> None:
        """Read an element's children, each by its rule."""
        for child in element:
            self._handlers[rule_of(child)](child, flow)

    @contextmanager
    def _inside(self, part: str) -> Iterator[None]:
        before, self.part = self.part, part
        yield
        self.part = before

    def _put(self, text: str, flow: Flow) -> None:
        """Add text unless it belongs to a field's instruction."""
        if all(field.has_result and not field.is_muted for field in self._fields):
            flow.add(text)

    def _leave_out(self, kind: str) -> None:
        self.left_out[kind] += 1

    def _leave_out_kind(self, kind: str) -> Callable[[Any, Flow], None]:
        return lambda element, flow: self._leave_out(kind)

    def _read_text(self, element: Any, flow: Flow) -> None:
        text = (element.text or "").replace("\u00ad", "")
        if name_of(element) == "w:t" and attribute_of(element, "space") != "preserve":
            text = text.strip(_BLANKS)
        font = attribute_of(child_of(element.getparent(), "w:rPr", "w:rFonts"), "ascii")
        text, num_unknown = read_private(font, text)
        self.left_out["symbol"] += num_unknown
        self._put(text, flow)

    def _read_symbol(self, element: Any, flow: Flow) -> None:
        try:
            sign = read_symbol(
                attribute_of(element, "font"), int(attribute_of(element, "char"), 16)
            )
        except ValueError:
            sign = ""
        if not sign:
            self._leave_out("symbol")
        self._put(sign, flow)

    def _read_paragraph(self, element: Any, flow: Flow) -> None:
        properties = child_of(element, "w:pPr")
        flow.begin(attribute_of(child_of(properties, "w:pStyle"), "val"))
        self.walk(element, flow)
        mark = child_of(properties, "w:rPr")
        is_deleted = child_of(mark, "w:del") is not None
        is_gone = is_deleted or child_of(mark, "w:moveFrom") is not None
        goes_on = is_gone or self._styles.is_hidden(mark, flow.style)
        text, is_in_margin = flow.paragraph.text, self.part in self._margins
        is_number = is_in_margin and flow.paragraph.has_page_number and is_page_number(text)
        label = "" if goes_on and not text.strip() else self._label(properties, flow.style)
        flow.end(label=label, goes_on=goes_on, is_dropped=is_number)
        if child_of(properties, "w:sectPr") is not None:
            flow.add_items([Mark.SECTION])

    def _read_drawn_paragraph(self, element: Any, flow: Flow) -> None:
        flow.begin("")
        self.walk(element, flow)
        flow.end()

    def _label(self, properties: Any, style: str) -> str:
        """Count a paragraph of a list and give its number or bullet."""
        own = child_of(properties, "w:numPr")
        num_id, level = self._styles.numbering(style)
        own_id = attribute_of(child_of(own, "w:numId"), "val")
        own_level = attribute_of(child_of(own, "w:ilvl"), "val")
        if level is None and not own_id:
            level = self._numbering.level_of_style(num_id, style)
        index = int(own_level) if own_level.isdecimal() else level or 0
        return self._numbering.count(own_id or num_id, index)

    def _read_run(self, element: Any, flow: Flow) -> None:
        if not self._styles.is_hidden(child_of(element, "w:rPr"), flow.style):
            self.walk(element, flow)
            return
        for child in element:
            if rule_of(child) in ("field", "instruction"):
                self._handlers[rule_of(child)](child, Flow())

    def _read_control(self, element: Any, flow: Flow) -> None:
        """Read a content control unless it shows what is to be typed there."""
        if not is_on(child_of(element, "w:sdtPr", "w:showingPlcHdr")):
            self.walk(element, flow)

    def _read_alternate(self, element: Any, flow: Flow) -> None:
        """Read the first form that says something: all of them show the same."""
        for form in element:
            before = flow.num_pieces, self.left_out.total()
            self.walk(form, flow)
            if (flow.num_pieces, self.left_out.total()) != before:
                return

    def _read_ruby(self, element: Any, flow: Flow) -> None:
        """Read the base and, in brackets, how it is said: as Word itself writes plain text."""
        self._put(self._read_inline(child_of(element, "w:rubyBase")), flow)
        reading = self._read_inline(child_of(element, "w:rt"))
        self._put(f"({reading})" if reading else "", flow)

    def _read_field(self, element: Any, flow: Flow) -> None:
        kind = attribute_of(element, "fldCharType")
        if kind == "begin":
            form = child_of(element, "w:ffData")
            choice = read_form_field(form)
            self._put(choice, flow)
            self._fields.append(_Field(is_muted=bool(choice)))
        elif kind == "separate" and self._fields:
            self._begin_result(flow)
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _begin_result(self, flow: Flow) -> None:
        field = self._fields[-1]
        field.has_result = True
        if _PAGE_FIELD.match(field.instruction):
            flow.paragraph.has_page_number = True

    def _read_simple_field(self, element: Any, flow: Flow) -> None:
        self._fields.append(_Field(attribute_of(element, "instr")))
        self._begin_result(flow)
        self.walk(element, flow)
        self._fields.pop()

    def _read_instruction(self, element: Any, flow: Flow) -> None:
        if self._fields:
            self._fields[-1].instruction += element.text or ""

    def _read_note(self, element: Any, flow: Flow) -> None:
        kind = name_of(element).removeprefix("w:").removesuffix("Reference")
        part, notes = self._notes[kind]
        note = notes.pop(attribute_of(element, "id"), None)
        if note is None or self._is_in_note:
            return
        self._is_in_note = True
        lines = [line.strip() for line in self.read(note, part) if isinstance(line, str)]
        self._is_in_note = False
        flow.paragraph.beside.append(Note(tuple(filter(None, lines)), kind == "endnote"))

    def _find_notes(self, kind: str) -> tuple[str, dict[str, Any]]:
        part = self.package.related(self.package.main, f"{kind}s")
        tree = self.package.tree(part)
        found = {
            attribute_of(note, "id"): note
            for note in ([] if tree is None else tree)
            if name_of(note) == f"w:{kind}" and attribute_of(note, "type") not in _NO_NOTES
        }
        return part, found

    def _read_chunk(self, element: Any, flow: Flow) -> None:
        target = self._target(element, "id")
        if target in self._read_parts:
            return
        self._read_parts.add(target)
        lines = read_chunk(self.package, target, self.left_out)
        if lines is None:
            self._leave_out("part")
        flow.add_items(list(lines or ()))

    def _read_diagram(self, element: Any, flow: Flow) -> None:
        """Read the texts of a SmartArt drawing, which stand in a part of their own."""
        part = self._target(element, "dm")
        tree = self.package.tree(part)
        if tree is None:
            self._leave_out("picture")
            return
        for point in tree.iter():
            if name_of(point) == "dgm:pt" and attribute_of(point, "type", "node") == "node":
                flow.add_items([item for item in self.read(point, part) if item != ""])

    def _target(self, element: Any, attribute: str) -> str:
        links = self.package.relationships(self.part)
        link = links.get(attribute_of(element, attribute))
        return link.target if link else ""

    def _read_formula(self, element: Any, flow: Flow) -> None:
        """Write a fraction or a power in one line."""
        sign = _FORMULA_SIGNS[name_of(element)]
        pieces = [self._read_inline(child) for child in element if rule_of(child) != "skip"]
        pieces = [f"({p})" if len(p) > 1 and not p.isalnum() else p for p in pieces if p]
        if name_of(element) == "m:rad":
            self._put(sign + "".join(pieces[-1:]), flow)
        elif name_of(element) == "m:sSubSup" and len(pieces) == 3:
            self._put(f"{pieces[0]}_{pieces[1]}^{pieces[2]}", flow)
        else:
            self._put(sign.join(pieces), flow)

    def _read_inline(self, element: Any) -> str:
        if element is None:
            return ""
        return "".join(i for i in self.read(element, self.part) if isinstance(i, str)).strip()
