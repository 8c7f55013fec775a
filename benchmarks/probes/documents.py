"""Pages that Chromium prints to PDF and the app reads again."""

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

from benchmarks.probes.answers import start_reader
from benchmarks.probes.tally import Probe, Tally
from components.text.documents import read_document

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_RADICAL = re.compile("[\u2e80-\u2fd5\u31c0-\u31ef]")
_EDGE = 12
"""This many characters on either side of a boundary have to be found."""


@contextmanager
def open_printer() -> Iterator[Any]:
    """Open a page of Chromium whose content can be printed.

    Raises:
        FileNotFoundError: Chromium is not installed.
    """
    from playwright.sync_api import sync_playwright

    found = (path for name in _NAMES if (path := shutil.which(name)))
    path = os.environ.get("PATHFINDER_CHROMIUM") or next(found, None)
    if path is None:
        raise FileNotFoundError("Chromium; install it or name it in PATHFINDER_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser.new_page()
        browser.close()


def print_and_read(page: Any, html: str) -> str:
    """Print HTML to PDF and read it as the app does."""
    page.set_content(html)
    return read_document("probe.pdf", page.pdf(format="A4")).text


def run_layout(probes: Sequence[Probe]) -> Tally:
    """Compare the lines that are read with the blocks that were written.

    Counted are whole documents of each kind and language, boundaries between blocks that are kept,
    and documents without a radical.
    """
    tally = Tally()
    with open_printer() as page:
        for probe in probes:
            text = print_and_read(page, probe["html"])
            units, language = probe["units"], probe["lang"]
            tally.add(f"{probe['kind']} {language}", is_whole(text, units, probe["forbid"]))
            kept = [is_apart(text, one, other) for one, other in pairwise(units)]
            tally.add(f"boundaries {language}", sum(kept), len(kept))
            tally.add("no radical left", not _RADICAL.search(text))
    return tally


def is_whole(text: str, units: Sequence[str], forbidden: Sequence[str] = ()) -> bool:
    r"""Return whether each unit stands in a line of its own, and nothing forbidden in the text.

    Example:
        >>> is_whole("one  two\nthree", ["one two", "three"]), is_whole("one two", ["one", "two"])
        (True, False)
    """
    lines = {" ".join(line.split()) for line in text.split("\n")}
    return all(unit in lines for unit in units) and not any(f in text for f in forbidden)


def is_apart(text: str, one: str, other: str) -> bool:
    r"""Return whether a line ends between two units.

    Example:
        >>> is_apart("ab\ncd", "ab", "cd"), is_apart("ab cd", "ab", "cd")
        (True, False)
    """
    before, behind = "".join(one.split())[-_EDGE:], "".join(other.split())[:_EDGE]
    spaced = r"[^\S\n]*".join(map(re.escape, before))
    return bool(re.search(spaced + r"\s*\n\s*" + r"[^\S\n]*".join(map(re.escape, behind)), text))


def run_radicals(probes: Sequence[Probe]) -> Tally:
    """Compare the text of printed passages; the reader's answer has to hold the marked one."""
    tally = Tally()
    with open_printer() as page:
        texts = [print_and_read(page, f"<p>{probe['context']}</p>") for probe in probes]
    with start_reader() as ask:
        for probe, text in zip(probes, texts, strict=True):
            tally.add("text zh", text == probe["context"])
            tally.add("no radical left", not _RADICAL.search(text))
            tally.add("answer zh", probe["answer"] in ask(probe["question"], text))
    return tally
