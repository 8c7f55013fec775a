"""What styles say of a paragraph or a run: hidden text and numbering (ECMA-376 part 1, 17.7)."""

from dataclasses import dataclass
from typing import Any

from components.text.documents.word.elements import attribute_of, child_of, is_on, toggle_of

_MAX_DEPTH = 20
"""Longest chain of styles that is followed; one that refers to itself ends here."""


@dataclass(frozen=True)
class _Style:
    parent: str
    is_hidden: bool | None
    num_id: str
    level: int | None


class Styles:
    """The styles of a document.

    Args:
        tree: Root of the part; None where there is none.
    """

    def __init__(self, tree: Any) -> None:
        self._styles: dict[str, _Style] = {}
        self._default = ""
        self._is_hidden = False
        if tree is None:
            return
        hidden = child_of(tree, "w:docDefaults", "w:rPrDefault", "w:rPr", "w:vanish")
        self._is_hidden = is_on(hidden)
        for element in tree:
            self._add(element)

    def _add(self, element: Any) -> None:
        name = attribute_of(element, "styleId")
        if not name:
            return
        numbering = child_of(element, "w:pPr", "w:numPr")
        level = attribute_of(child_of(numbering, "w:ilvl"), "val")
        self._styles[name] = _Style(
            attribute_of(child_of(element, "w:basedOn"), "val"),
            toggle_of(child_of(element, "w:rPr", "w:vanish")),
            attribute_of(child_of(numbering, "w:numId"), "val"),
            int(level) if level.isdecimal() else None,
        )
        is_default = attribute_of(element, "default") in ("1", "true", "on")
        if is_default and attribute_of(element, "type") == "paragraph":
            self._default = name

    def is_hidden(self, properties: Any, paragraph_style: str) -> bool:
        """Return whether a run is hidden.

        Hidden is a switch that two styles turn on and off again (17.7.3).

        Args:
            properties: The run's `w:rPr`; None for none.
            paragraph_style: Of the paragraph around it; empty for the default one.
        """
        own = toggle_of(child_of(properties, "w:vanish"))
        if own is not None:
            return own
        run_style = attribute_of(child_of(properties, "w:rStyle"), "val")
        by_paragraph = self._find_hidden(paragraph_style or self._default)
        by_run = self._find_hidden(run_style)
        if by_paragraph is None and by_run is None:
            return self._is_hidden
        return bool(by_paragraph) != bool(by_run)

    def numbering(self, style: str) -> tuple[str, int | None]:
        """Return the list a paragraph's style puts it in, and the level; both may be missing."""
        for entry in self._chain(style or self._default):
            if entry.num_id:
                return entry.num_id, entry.level
        return "", None

    def _find_hidden(self, style: str) -> bool | None:
        return next((s.is_hidden for s in self._chain(style) if s.is_hidden is not None), None)

    def _chain(self, name: str) -> list[_Style]:
        chain: list[_Style] = []
        while name in self._styles and len(chain) < _MAX_DEPTH:
            chain.append(self._styles[name])
            name = chain[-1].parent
        return chain
