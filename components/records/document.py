"""A file of text that a visitor uploaded, as its words."""

from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

DocumentFormat = Literal["txt", "md", "pdf", "docx"]


@dataclass(frozen=True)
class Document:
    """The text of a file and where its pages begin.

    Attributes:
        name: As the visitor calls it; show it as literal text.
        format: What the file is.
        text: All pages that were read, cleaned, a blank line between them.
        page_starts: First code point of each page in `text`, the first one 0; empty if the
            format knows no pages.
        page_numbers: Number of each of these pages in the file, from 1.
        num_pages: Pages of the file, the ones that were not read included; 0 if it has none.
        num_textless: Pages read that contain no text, such as scans.
        has_more: True if the file goes on after what was read.
        removed_control: Number of control characters removed.
        digest: sha256 of the file's bytes and of an encoding that was chosen, in hexadecimal.
        left_out: Kinds of content that no text was read of, such as `picture`, and how many.
        encoding: How a plain text was decoded; None for other formats.
        is_encoding_certain: Whether the bytes of a plain text told.
    """

    name: str
    format: DocumentFormat
    text: str
    page_starts: tuple[int, ...]
    page_numbers: tuple[int, ...]
    num_pages: int
    num_textless: int
    has_more: bool
    removed_control: int
    digest: str
    left_out: tuple[tuple[str, int], ...] = ()
    encoding: str | None = None
    is_encoding_certain: bool = True

    def page_of(self, offset: int) -> int | None:
        r"""Return the number of the page where a code point of `text` stands; None without pages.

        Example:
            >>> d = Document("a", "pdf", "one\n\ntwo", (0, 5), (1, 3), 3, 1, False, 0, "")
            >>> d.page_of(2), d.page_of(5)
            (1, 3)
        """
        if not self.page_starts:
            return None
        return self.page_numbers[max(bisect_right(self.page_starts, offset) - 1, 0)]
