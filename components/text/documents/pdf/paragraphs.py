"""Lines joined to paragraphs, by where they stand and where they end.

A line that was broken because the next word found no room ends near the right edge; one that ends
earlier was ended on purpose. The widest lines of the column tell where the edge is; a block none of
whose lines comes near it is a narrow paragraph or a list of short lines, and its text decides.
"""

from collections.abc import Sequence
from itertools import pairwise

import regex

from components.text.documents.pdf.glue import glue, goes_on_behind_hyphen
from components.text.documents.pdf.rows import Line, count_cells

_NEW_ITEM = regex.compile(
    r"[-–—•·*▪◦‣●○■□◆➢➤✓√☐☒]\s|\(?\d{1,3}(?:[.)]\s|、)|#{1,6}\s|[（(]?[一二三四五六七八九十]{1,3}[、）)]"
    r"|\(?[a-zA-Z][.)]\s|第[一二三四五六七八九十百\d]{1,4}[章节条]"
)
_TIGHT = 1.75
"""Baselines of a paragraph's lines are at most this many heights of the font apart."""
_MARGIN = 0.07
"""Share of the column's width by which the lines of a ragged paragraph may stay off its edge."""
_CHINESE = 0.3
"""From this share of Chinese characters on, a text is Chinese."""
_LEVEL, _USUAL = 1.5, 2
"""An edge is the column's own if this many other lines end there, to within this many points."""
_INDENT = 0.8
_STOP = regex.compile(r"[.!?。！？…][\"'”’」』）)\]]*$")
_PAUSE = regex.compile(
    r"[,;，、；（(]$|\b(?:a|an|the|and|or|but|nor|of|on|in|at|to|for|from|with|by|as|than|that|which|who|if"
    r"|is|are|was|were|be|been|has|have|had|will|would|can|could|may|must|not|its|their|his|her|our|your)$"
)
_INNER = regex.compile(r"[，。；！？、]")
_LOWER = regex.compile(r"[\p{Ll}'’-]+(?:[\s,.;:!?)]|$)|[\d(\"“‘]")
_KEY = regex.compile(r"^[^\s.。,，!?！？:：]{1,12}(?: [^\s.。,，!?！？:：]{1,12})?\s?[:：]")
_WIDE = regex.compile(r"[\p{Han}\u3000-\u303f\uff00-\uffef]")
_CLOSING = regex.compile(r"^.[，。；：！？、”’）》」』]*")
_FIRST_WORD = regex.compile(r"^\S+?(?:-|(?=\s)|$)|^\S+")


def join_lines(lines: Sequence[Line], limit: float, known: str = "") -> list[str]:
    """Join the lines of each paragraph.

    Args:
        lines: Of one column, from the top down.
        limit: Right edge of the column, in points.
        known: The text around, for words that were broken.

    Returns:
        Paragraphs, and other lines as they stand.
    """
    paragraphs: list[str] = []
    edges = [line.box.right for line in lines if not line.is_row]
    for block in _find_blocks(lines):
        own = [line.box.right for line in block]
        edge = max(own)
        num_others = _count_near(edges, edge) - _count_near(own, edge)
        is_usual = num_others >= _USUAL
        goes_on = _decide(block, edge if is_usual else limit)
        for index, line in enumerate(block):
            if index and goes_on[index - 1]:
                paragraphs[-1] = glue(paragraphs[-1], line.text, known)
            else:
                paragraphs.append(line.text)
    return paragraphs


def is_open(line: Line, limit: float) -> bool:
    """Return whether a last line is full and ends in the midst of a sentence."""
    if line.is_row or _STOP.search(line.text):
        return False
    room = 0.15 * (limit - line.box.left)
    return line.box.right >= limit - room or bool(_PAUSE.search(line.text))


def may_continue(before: str, text: str) -> bool:
    """Return whether a page or column may begin in the midst of the sentence before it."""
    if not text or _NEW_ITEM.match(text) or _KEY.match(text):
        return False
    both_wide = _WIDE.match(text) and _WIDE.match(before[-1:])
    return bool(both_wide) or text[0].islower() or bool(_PAUSE.search(before))


def _find_blocks(lines: Sequence[Line]) -> list[list[Line]]:
    """Divide lines where a gap, another font or an item of a list begins something new."""
    blocks: list[list[Line]] = []
    for line in lines:
        if blocks and _belongs(blocks[-1], line):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return [part for block in blocks for part in _split_at_gaps(block)]


def _split_at_gaps(block: list[Line]) -> list[list[Line]]:
    """Divide a block where two of its lines are farther from each other than the others are."""
    gaps = [above.box.bottom - below.box.bottom for above, below in pairwise(block)]
    usual = sorted(gaps)[(len(gaps) - 1) // 2] if gaps else 0.0
    parts = [block[:1]]
    for gap, line in zip(gaps, block[1:], strict=True):
        if gap > max(1.2 * usual, usual + 2):
            parts.append([])
        parts[-1].append(line)
    return parts


def _belongs(block: Sequence[Line], line: Line) -> bool:
    last = block[-1]
    if last.is_row or line.is_row or line.is_item or _NEW_ITEM.match(line.text):
        return False
    size = max(last.size, line.size)
    is_near = 0 < last.box.bottom - line.box.bottom <= _TIGHT * size
    is_same = abs(last.size - line.size) <= 0.12 * size and _same_weight(last, line)
    return is_near and is_same


def _same_weight(one: Line, other: Line) -> bool:
    return abs(max(one.weight, 400) - max(other.weight, 400)) < 150


def _count_near(edges: Sequence[float], edge: float) -> int:
    return sum(abs(other - edge) <= _LEVEL for other in edges)


def _decide(block: Sequence[Line], limit: float) -> list[bool]:
    """Tell of each line but the last whether the next one continues it."""
    edge = max(line.box.right for line in block)
    left = min(line.box.left for line in block)
    is_narrow = edge < limit - _MARGIN * (limit - left)
    if not is_narrow:
        edge = max(edge, limit - 0.2 * _MARGIN * (limit - left))
    pairs = list(pairwise(block))
    full = [_is_full(line, after, edge) for line, after in pairs]
    if not _is_prose(block, full, is_narrow=is_narrow):
        return [goes_on_behind_hyphen(a.text, b.text) for a, b in pairs]
    return [
        goes_on_behind_hyphen(a.text, b.text) or (is_full and not _begins(block, index))
        for index, ((a, b), is_full) in enumerate(zip(pairs, full, strict=True))
    ]


def _begins(block: Sequence[Line], index: int) -> bool:
    """Return whether the line behind `index` is indented as a paragraph's first one is."""
    line, after = block[index], block[index + 1]
    left = min(other.box.left for other in block[1:])
    is_indented = after.box.left - left > _INDENT * after.size
    return is_indented and after.box.left - line.box.left > _INDENT * after.size


def _is_full(line: Line, after: Line, edge: float) -> bool:
    """Return whether the first word of the next line would not have fitted behind a line."""
    width = (after.box.right - after.box.left) / max(count_cells(after.text), 1)
    word = _CLOSING.match(after.text) if _WIDE.match(after.text) else _FIRST_WORD.match(after.text)
    cells = count_cells(word[0]) if word else 1
    blank = 0 if _WIDE.match(after.text) and _WIDE.match(line.text[-1:]) else 1
    return line.box.right + 0.95 * width * (cells + blank) > edge


def _is_prose(block: Sequence[Line], full: Sequence[bool], *, is_narrow: bool) -> bool:
    """Tell a paragraph from lines that only stand below each other."""
    if not full or not any(full):
        return False
    if sum(bool(_KEY.match(line.text)) for line in block) > 0.5 * len(block):
        return False
    texts = [line.text for line in block]
    share = sum(full) / len(full)
    if len(_WIDE.findall("".join(texts))) > _CHINESE * sum(map(len, texts)):
        return _is_chinese_prose(texts, share, is_narrow=is_narrow)
    num_lower = sum(bool(_LOWER.match(text)) for text in texts[1:])
    num_open = sum(bool(_PAUSE.search(text)) for text in texts[:-1])
    if is_narrow and share < 0.6:
        return False
    if num_lower + num_open >= 0.25 * len(full):
        return True
    is_one = bool(_STOP.search(texts[-1])) and not _STOP.search(texts[0])
    return is_one and share >= 0.5 and not is_narrow


def _is_chinese_prose(texts: Sequence[str], share: float, *, is_narrow: bool) -> bool:
    has_pauses = any(_INNER.search(text) for text in texts)
    ends = bool(_STOP.search(texts[-1]))
    if not is_narrow:
        return has_pauses or ends or len(texts) > 2
    if len(texts) == 2 and _STOP.search(texts[0]):
        return False
    return share >= 0.6 and (ends or (has_pauses and len(texts) > 2 and share == 1))
