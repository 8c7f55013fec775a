"""The lines of a story as they are read: paragraphs, text boxes, page breaks, notes."""

from dataclasses import dataclass, field
from enum import Enum


class Mark(Enum):
    """What stands between lines."""

    PAGE = "a page ends"
    SECTION = "a section ends"


@dataclass(frozen=True)
class Note:
    """A foot- or endnote, behind the line that refers to it.

    Attributes:
        lines: Its text.
        is_end: Whether it stands at the end of the document instead of the page.
    """

    lines: tuple[str, ...]
    is_end: bool


Item = str | Mark | Note


@dataclass
class Paragraph:
    """A paragraph that is being read.

    Attributes:
        style: Id of its style; empty for the default one.
        parts: Its text so far.
        beside: What comes behind it: text boxes, notes.
        num_breaks: Page breaks in it.
        begins_page: Whether the first of them stands before its text.
        has_page_number: Whether a field in it counts pages.
    """

    style: str = ""
    parts: list[str] = field(default_factory=list)
    beside: list[Item] = field(default_factory=list)
    num_breaks: int = 0
    begins_page: bool = False
    has_page_number: bool = False

    @property
    def text(self) -> str:
        """Its text so far."""
        return "".join(self.parts)


class Flow:
    """Lines in reading order; a paragraph inside of another one, in a text box, comes behind it."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self._open: list[Paragraph] = []
        self._begun = ""

    @property
    def paragraph(self) -> Paragraph:
        """The innermost paragraph that is being read; text outside of one opens it."""
        if not self._open:
            self.begin("")
        return self._open[-1]

    @property
    def style(self) -> str:
        """Style of the innermost paragraph; empty outside of one."""
        return self._open[-1].style if self._open else ""

    @property
    def num_pieces(self) -> int:
        """Pieces of text and lines so far, to see whether something was added."""
        if not self._open:
            return len(self.items)
        return len(self._open[-1].parts) + len(self._open[-1].beside)

    def begin(self, style: str) -> None:
        """Open a paragraph."""
        self._open.append(Paragraph(style))

    def add(self, text: str) -> None:
        """Add text to the innermost paragraph."""
        if text:
            self.paragraph.parts.append(text)

    def add_items(self, items: list[Item]) -> None:
        """Add whole lines: behind the paragraph that is open, else here."""
        if self._open:
            self._open[-1].beside += items
        else:
            self._finish_begun()
            self.items += items

    def add_page(self) -> None:
        """Note that a page ends; text boxes stand on the page of their paragraph."""
        if not self._open:
            self.items.append(Mark.PAGE)
        elif len(self._open) == 1:
            paragraph = self._open[0]
            paragraph.begins_page |= not paragraph.num_breaks and not paragraph.text.strip()
            paragraph.num_breaks += 1

    def end(self, *, label: str = "", goes_on: bool = False, is_dropped: bool = False) -> None:
        """Close the innermost paragraph.

        Args:
            label: What its list puts before it.
            goes_on: Its end is hidden or deleted: the next paragraph continues its line.
            is_dropped: Its text is not read.
        """
        paragraph = self._open.pop()
        text = "" if is_dropped else paragraph.text.strip("\n")
        if not self._open:
            text, self._begun = self._begun + (label if text else "") + text, ""
        elif text:
            text = label + text
        if goes_on and not self._open:
            self._begun = text
            lines: list[Item] = []
        else:
            lines = [] if is_dropped and not text else [text]
        after = [*lines, *paragraph.beside]
        if self._open:
            self._open[-1].beside += after
            return
        breaks: list[Item] = [Mark.PAGE] * paragraph.num_breaks
        split = int(paragraph.begins_page)
        self.items += [*breaks[:split], *after, *breaks[split:]]

    def close(self) -> list[Item]:
        """Close what is open and give all items."""
        while self._open:
            self.end()
        self._finish_begun()
        return self.items

    def _finish_begun(self) -> None:
        if self._begun:
            self.items.append(self._begun)
            self._begun = ""
