"""Files inside of a Word file that it shows as its own text (ECMA-376 part 1, 17.17.2.1)."""

import email
import email.policy
import re
from collections import Counter
from html.parser import HTMLParser

from components.records.refusal import Refusal
from components.text.documents.plain import decode_plain
from components.text.documents.word.package import Package

_ZIP = b"PK\x03\x04"
_NO_TEXT = {"script", "style", "head", "template", "title"}
_BREAKS = {
    *("p", "div", "br", "li", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("section", "article", "header", "footer", "blockquote", "pre", "hr", "dt", "dd"),
}
_HTML = re.compile(
    rb"<\s*(?:!doctype\s+html|html|body|head|p|div|table|h[1-6]|span)\b", re.IGNORECASE
)
_MHT = re.compile(rb"\A\s*(?:MIME-Version|Content-Type|From|Date|Subject)\s*:", re.IGNORECASE)
_RTF = b"{\\rtf"
_HEAD_BYTES = 2048


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _NO_TEXT
        if tag in _BREAKS:
            self.parts.append("\n")
        elif tag in ("td", "th"):
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(self._silent - (tag in _NO_TEXT), 0)
        if tag in _BREAKS and tag != "br":
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(re.sub(r"\s+", " ", data))


def read_html(text: str) -> list[str]:
    """Return the lines that a page of HTML shows.

    Example:
        >>> read_html("<h1>One</h1><p>two <b>three</b></p><script>no</script>")
        ['One', 'two three']
    """
    parser = _Text()
    parser.feed(text)
    parser.close()
    lines = ("".join(parser.parts)).split("\n")
    return [" ".join(line.split()) for line in lines if line.strip()]


def read_chunk(package: Package, name: str, left_out: Counter[str]) -> list[str] | None:
    """Read a file inside of the package: DOCX, HTML, MHT or plain text.

    Args:
        package: The file around it.
        name: Of the part.
        left_out: Counts what no text is read of.

    Returns:
        Its lines; None where it cannot be read.
    """
    if name not in package.names:
        return None
    data = package.read(name)
    try:
        if data.startswith(_ZIP):
            from components.text.documents.word import read_package

            pages = read_package(data, left_out, is_inside=True)
            return [line for page in pages for line in page.split("\n")]
        return _read_text(data)
    except Refusal:
        return None


def _read_text(data: bytes) -> list[str] | None:
    if data.lstrip().startswith(_RTF):
        return None
    if _MHT.match(data):
        return _read_mail(data)
    text = decode_plain(data)
    is_html = _HTML.search(data[:_HEAD_BYTES])
    return read_html(text) if is_html else [line for line in text.splitlines() if line.strip()]


def _read_mail(data: bytes) -> list[str] | None:
    """Read a page that a browser saved with its pictures."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    body = message.get_body(("html", "plain"))
    if body is None:
        return None
    text = str(body.get_content())
    return read_html(text) if body.get_content_subtype() == "html" else text.splitlines()
