"""Headers and footers: those that are shown, each once (ECMA-376 part 1, 17.10)."""

from typing import Any, Protocol

import regex

from components.text.documents.word.elements import attribute_of, child_of, is_on, name_of
from components.text.documents.word.flow import Item
from components.text.documents.word.package import Package

_WORD = regex.compile(r"\p{Han}|[\p{L}\p{M}]+")
_MAX_PAGE_WORDS = 4
"""A line of a margin that counts pages says nothing else if it has at most this many words."""


class StoryReader(Protocol):
    """What reads a part."""

    def read(self, element: Any, part: str) -> list[Item]:
        """Read an element of a part."""


class Margins:
    """The headers and footers of a document, section by section.

    Args:
        reader: Reads a part.
        package: The file.
        body: The document's `w:body`.
    """

    def __init__(self, reader: StoryReader, package: Package, body: Any) -> None:
        self._reader, self._package = reader, package
        self._links = package.relationships(package.main)
        settings = package.tree(package.related(package.main, "settings"))
        self._has_even = is_on(child_of(settings, "w:evenAndOddHeaders"))
        self._sections = [e for e in body.iter() if name_of(e) == "w:sectPr" and _is_current(e)]
        self._index = 0
        self._references: dict[tuple[str, str], str] = {}
        self._said: set[str] = set()
        self._take_references()

    def headers(self) -> list[str]:
        """Return the lines of the section's headers that were not given before."""
        return self._lines("w:headerReference")

    def footers(self) -> list[str]:
        """Return the lines of the section's footers that were not given before."""
        return self._lines("w:footerReference")

    def next_headers(self) -> list[str]:
        """Go on to the next section and give its headers."""
        self._index += 1
        self._take_references()
        return self.headers()

    @property
    def _section(self) -> Any:
        return self._sections[self._index] if self._index < len(self._sections) else None

    def _take_references(self) -> None:
        """Take over the section's own parts; what it has none of stays the one before."""
        for element in self._section if self._section is not None else ():
            link = self._links.get(attribute_of(element, "id"))
            if name_of(element) in ("w:headerReference", "w:footerReference") and link:
                kind = attribute_of(element, "type", "default")
                self._references[name_of(element), kind] = link.target

    def _lines(self, name: str) -> list[str]:
        kinds = ["default"]
        if is_on(child_of(self._section, "w:titlePg")):
            kinds.insert(0, "first")
        if self._has_even:
            kinds.append("even")
        lines: list[str] = []
        for kind in kinds:
            part = self._references.get((name, kind), "")
            tree = self._package.tree(part)
            if tree is None:
                continue
            text = [i.strip() for i in self._reader.read(tree, part) if isinstance(i, str)]
            new = [line for line in text if line and line not in self._said]
            self._said.update(new)
            lines += new
        return lines


def is_page_number(text: str) -> bool:
    """Return whether a line of a margin with a field that counts pages says only that.

    Example:
        >>> is_page_number("Page 3 of 12"), is_page_number("Handbook of the city library · 3")
        (True, False)
    """
    return len(_WORD.findall(text)) <= _MAX_PAGE_WORDS


def _is_current(section: Any) -> bool:
    """Return whether these are a section's properties and not those before a tracked change."""
    return name_of(section.getparent()) != "w:sectPrChange"
