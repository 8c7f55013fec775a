"""What a reader calls one character (Unicode Annex 29), so that nothing is cut inside one."""

import unicodedata

import regex

_CLUSTER = regex.compile(r"\X")


def split_graphemes(text: str) -> list[str]:
    r"""Split a text into extended grapheme clusters; joined, they give the text again.

    Example:
        >>> [len(cluster) for cluster in split_graphemes("e\u0301👩\u200d👧")]
        [2, 3]
    """
    return list(_CLUSTER.findall(text))


def shorten(text: str, limit: int) -> str:
    """Cut a text to at most `limit` graphemes, the last one an ellipsis if anything was cut.

    Args:
        text: Any text; line ends become spaces.
        limit: Longest result, in graphemes; at least 1.
    """
    clusters = split_graphemes(" ".join(text.split()))
    return "".join(clusters) if len(clusters) <= limit else "".join(clusters[: limit - 1]) + "…"


def shorten_to_width(text: str, cells: int) -> str:
    """Cut a text to a width on the screen, the last grapheme an ellipsis where something was cut.

    Args:
        text: Any text; line ends become spaces.
        cells: Longest result; a Chinese character or an emoji takes two cells, others take one.

    Example:
        >>> shorten_to_width("abcdef", 4), shorten_to_width("天晴了走吧", 5)
        ('abc…', '天晴…')
    """
    clusters = split_graphemes(" ".join(text.split()))
    widths = [2 if unicodedata.east_asian_width(cluster[0]) in "WF" else 1 for cluster in clusters]
    if sum(widths) <= cells:
        return "".join(clusters)
    taken = 0
    for count, width in enumerate(widths):
        taken += width
        if taken > cells - 1:
            return "".join(clusters[:count]) + "…"
    return "…"


def snap_to_graphemes(text: str, start: int, end: int) -> tuple[int, int]:
    r"""Widen a span of code points so that it begins and ends between graphemes.

    Args:
        text: The whole text.
        start: First code point.
        end: One past the last code point.

    Example:
        >>> snap_to_graphemes("ae\u0301z", 1, 2)
        (1, 3)
    """
    if start >= end:
        return start, end
    position = 0
    snapped_start = 0
    for cluster in split_graphemes(text):
        following = position + len(cluster)
        if position <= start < following:
            snapped_start = position
        if position < end <= following:
            return snapped_start, following
        position = following
    return snapped_start, position
