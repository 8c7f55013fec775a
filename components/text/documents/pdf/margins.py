"""Running headers, footers and page numbers: on every page, and part of no sentence."""

from collections import Counter
from collections.abc import Sequence

import regex

from components.text.documents.pdf.rows import Line, Region

_DEPTH = 3
"""At most this many lines from the top and from the bottom are running ones."""
_DIGITS = regex.compile(r"\d+")
_NUMBER = regex.compile(
    r"(?:(?:page|seite|p\.|第)\s*)?[-–—·|/\s]*(?:\d{1,4}|[ivxlc]{1,7})\s*[-–—·|\s]*页?"
    r"(?:\s*(?:of|von|/|共|[,，]\s*共)\s*\d{1,4}\s*页?)?",
    regex.IGNORECASE,
)
_LEVEL = 6.0
"""Points by which a running line may be higher on one page than on another."""


def drop_running_lines(pages: Sequence[Sequence[Region]]) -> list[list[Region]]:
    """Leave out the lines that stand at the top or bottom of half of the pages or more.

    Their digits may differ. Each is kept where it is first read, unless it is only a page's number,
    and a page keeps its last line.

    Args:
        pages: The regions of each page.
    """
    places = Counter(key for regions in pages for key in {k for _, k in _edge_lines(regions)})
    num_pages = sum(bool(regions) for regions in pages)
    running = {key for key, count in places.items() if count >= 2 and 2 * count >= num_pages}
    said: set[str] = set()
    return [_drop(regions, running, said) for regions in pages]


def _edge_lines(regions: Sequence[Region]) -> list[tuple[Line, tuple[str, int]]]:
    """Return the highest and the lowest lines with what they are recognised by."""
    lines = sorted((line for region in regions for line in region.lines), key=lambda n: -n.box.top)
    edge = lines if len(lines) <= 2 * _DEPTH else [*lines[:_DEPTH], *lines[-_DEPTH:]]
    return [(line, (_plain(line.text), round(line.box.bottom / _LEVEL))) for line in edge]


def _plain(text: str) -> str:
    return str(_DIGITS.sub("0", text)).casefold()


def _drop(regions: Sequence[Region], running: set[tuple[str, int]], said: set[str]) -> list[Region]:
    dropped: set[int] = set()
    for line, key in _edge_lines(regions):
        if key not in running:
            continue
        if key[0] in said or _NUMBER.fullmatch(line.text.strip()):
            dropped.add(id(line))
        said.add(key[0])
    num_lines = sum(len(region.lines) for region in regions)
    if len(dropped) == num_lines:
        return list(regions)
    kept = (
        Region(tuple(line for line in region.lines if id(line) not in dropped), region.limit)
        for region in regions
    )
    return [region for region in kept if region.lines]
