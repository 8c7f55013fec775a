"""Lines of a page, as a PDF holds them, joined to paragraphs."""

import unicodedata

import regex

_FULL = 0.75
"""From this share of the page's widest line on, a line is taken to go on in the next one."""
_NEW_ITEM = regex.compile(
    r"[-–—•·*▪◦‣]\s|\(?\d{1,3}(?:[.)]\s|、)|#{1,6}\s|[（(]?[一二三四五六七八九十]{1,3}[、）)]"
)
_WIDE = regex.compile(r"[\p{Han}\u3000-\u303f\uff00-\uffef]")
_HYPHEN = regex.compile(r"(?<=\p{Ll})[-\u00ad]$")
# Letters that fonts replace by look-alikes: ligatures, radicals and compatibility forms.
_LOOK_ALIKES = regex.compile(r"[\ufb00-\ufb06\u2e80-\u2fd5\uf900-\ufaff]")


def join_lines(text: str) -> str:
    r"""Join the lines of each paragraph.

    A line goes on in the next one where it is about as wide as the widest of the page and the next
    one does not begin an item of a list. Between Chinese characters nothing is put, elsewhere a
    space; a hyphen at the end of a line goes where a small letter stands on either side.

    Args:
        text: Text of one page.

    Returns:
        The same letters, ligatures and radicals written as ordinary characters.

    Example:
        >>> join_lines("It looks for a stretch of exam-\nple text, then stops.\nThe end")
        'It looks for a stretch of example text, then stops.\nThe end'
    """
    text = _LOOK_ALIKES.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    lines = [line.strip() for line in text.splitlines()]
    widest = max((_width(line) for line in lines), default=0)
    joined: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on and line and not _NEW_ITEM.match(line):
            joined[-1] = _glue(joined[-1], line)
        else:
            joined.append(line)
        goes_on = bool(line) and _width(line) >= _FULL * widest
    return "\n".join(joined)


def _width(line: str) -> int:
    """Cells of a line on the page: a Chinese character takes two."""
    return len(line) + len(_WIDE.findall(line))


def _glue(before: str, line: str) -> str:
    if _HYPHEN.search(before) and line[0].islower():
        return before[:-1] + line
    is_wide = _WIDE.match(before[-1]) and _WIDE.match(line[0])
    return f"{before}{'' if is_wide else ' '}{line}"
