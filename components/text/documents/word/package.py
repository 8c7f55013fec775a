"""The parts of a zipped Office file and what leads from one to another (ECMA-376 part 2)."""

import io
import posixpath
import zipfile
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import unquote

_MAIN = "word/document.xml"
_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@dataclass(frozen=True)
class Relationship:
    """What one part says of another.

    Attributes:
        kind: Last word of its type, such as `header` or `officeDocument`.
        target: Name of the other part; empty for one outside of the file.
    """

    kind: str
    target: str


def parse_xml(data: bytes) -> Any:
    """Parse a part; entities are not resolved, nothing is fetched, depth and size are bounded."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    return etree.fromstring(data, parser)


class Package:
    """A zipped file, opened.

    Args:
        data: Content, whose directory was checked before.
    """

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self.names = frozenset(self._archive.namelist())
        self._trees: dict[str, Any] = {}

    def read(self, name: str) -> bytes:
        """Return a part's bytes.

        Raises:
            KeyError: There is no such part.
        """
        return self._archive.read(name)

    def tree(self, name: str) -> Any:
        """Return a part's root element; None where the part is not in the file."""
        if name not in self.names:
            return None
        if name not in self._trees:
            self._trees[name] = parse_xml(self.read(name))
        return self._trees[name]

    def relationships(self, name: str) -> dict[str, Relationship]:
        """Return what a part refers to, by the reference's id; the empty name is the package's."""
        folder, file = posixpath.split(name)
        tree = self.tree(posixpath.join(folder, "_rels", f"{file}.rels"))
        found: dict[str, Relationship] = {}
        for entry in [] if tree is None else tree.iter(_RELATIONSHIPS):
            kind = entry.get("Type", "").rpartition("/")[2]
            is_outside = entry.get("TargetMode") == "External"
            target = "" if is_outside else _resolve(folder, entry.get("Target", ""))
            found[entry.get("Id", "")] = Relationship(kind, target)
        return found

    def related(self, name: str, kind: str) -> str:
        """Return the name of the first part of a kind that a part refers to; empty for none."""
        links = self.relationships(name).values()
        return next((link.target for link in links if link.kind == kind), "")

    @cached_property
    def main(self) -> str:
        """Name of the part with the document's text; empty where this is no Word file."""
        name = self.related("", "officeDocument") or _MAIN
        return name if name in self.names and not name.startswith(("xl/", "ppt/")) else ""


def _resolve(folder: str, target: str) -> str:
    path = unquote(target)
    joined = path if path.startswith("/") else posixpath.join(folder, path)
    return posixpath.normpath(joined).lstrip("/")
