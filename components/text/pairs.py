"""Two texts in one field, with a line of dashes between them."""

import re

_DASHES = re.compile(r"^[ \t\u3000]*(?:-{3,}|[—–]{2,})[ \t\u3000]*$", re.MULTILINE)


def split_pair(text: str) -> tuple[str, str]:
    r"""Divide a text at its first line of dashes.

    Returns:
        Both parts without blanks around them; the second one empty, and the text as it is, where
        there is no such line or nothing before or after it.

    Example:
        >>> split_pair("Who sat?\n---\nThe cat."), split_pair("Well -- yes."), split_pair("a\n---")
        (('Who sat?', 'The cat.'), ('Well -- yes.', ''), ('a\n---', ''))
    """
    match = _DASHES.search(text)
    if match is None:
        return text, ""
    first, second = text[: match.start()].strip(), text[match.end() :].strip()
    return (first, second) if first and second else (text, "")
