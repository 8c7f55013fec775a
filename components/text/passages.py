"""Long texts cut into passages at sentences, short enough to be found and read one by one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import regex

from components.text.graphemes import split_graphemes
from components.text.sentences import split_sentences

MAX_PASSAGE_TOKENS = 160
"""Longest passage, in estimated tokens: some 640 English letters or 230 Chinese characters."""
OVERLAP_TOKENS = 40
"""A sentence up to this long also begins the next passage, which may need it to be understood."""

_WIDE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")
_TOKENS_A_WIDE, _TOKENS_A_LETTER = 0.7, 0.25
_BREAK = regex.compile(r"\n\s*\n|\n#")


@dataclass(frozen=True)
class Passage:
    """A stretch of one of several texts.

    Attributes:
        text_index: Which text.
        start: First code point.
        end: One past the last.
    """

    text_index: int
    start: int
    end: int


class _Piece(NamedTuple):
    """A sentence, or a part of one that is longer than a passage."""

    start: int
    end: int
    tokens: float


def estimate_tokens(text: str) -> float:
    """Estimate how many tokens a multilingual model makes of a text, without tokenizing it.

    Example:
        >>> estimate_tokens("attention"), estimate_tokens("注意力")
        (2.25, 2.1)
    """
    num_wide = len(_WIDE.findall(text))
    estimate = _TOKENS_A_WIDE * num_wide + _TOKENS_A_LETTER * (len(text) - num_wide)
    return round(estimate, 2)


def split_passages(
    text: str, text_index: int = 0, max_tokens: int = MAX_PASSAGE_TOKENS
) -> list[Passage]:
    r"""Cut a text into passages of whole sentences.

    A passage ends where the next sentence would make it too long, or at a blank line or a heading
    once it is half full. A sentence that alone is too long is cut, at a space where there is one.

    Args:
        text_index: Put into the passages.
        max_tokens: Longest passage, in estimated tokens.

    Returns:
        Passages in order, which may share a sentence with their neighbours; empty for a blank text.

    Example:
        >>> [(p.start, p.end) for p in split_passages("It rained.\n\nThe sun came out.", 0, 5)]
        [(0, 10), (12, 29)]
    """
    pieces = list(_cut_pieces(text, max_tokens))
    passages: list[Passage] = []
    first = 0
    while first < len(pieces):
        last = _find_last(text, pieces, first, max_tokens)
        passages.append(Passage(text_index, pieces[first].start, pieces[last].end))
        first = _find_next(text, pieces, first, last, max_tokens)
    return passages


def join_passages(passages: Sequence[Passage]) -> list[Passage]:
    """Join passages of one text that overlap, so that nothing is read twice.

    Args:
        passages: In any order.

    Returns:
        Stretches without overlap, in the order of the first passage of each.

    Example:
        >>> join_passages([Passage(0, 8, 20), Passage(1, 0, 5), Passage(0, 0, 10)])
        [Passage(text_index=0, start=0, end=20), Passage(text_index=1, start=0, end=5)]
    """
    joined: list[Passage] = []
    for passage in passages:
        near = [p for p in joined if p.text_index == passage.text_index and _overlap(p, passage)]
        if not near:
            joined.append(passage)
            continue
        whole = [*near, passage]
        start, end = min(p.start for p in whole), max(p.end for p in whole)
        joined[joined.index(near[0])] = Passage(passage.text_index, start, end)
        joined = [p for p in joined if p not in near[1:]]
    return joined


def _overlap(one: Passage, other: Passage) -> bool:
    return one.start < other.end and other.start < one.end


def _cut_pieces(text: str, max_tokens: int) -> Iterator[_Piece]:
    for sentence in split_sentences(text):
        tokens = estimate_tokens(sentence.text)
        if tokens <= max_tokens:
            yield _Piece(sentence.start, sentence.end, tokens)
        else:
            yield from _cut_sentence(sentence.text, sentence.start, max_tokens)


def _cut_sentence(sentence: str, offset: int, max_tokens: int) -> Iterator[_Piece]:
    """Cut a sentence without an end, between graphemes and at spaces where there are some."""
    size = 0.0
    start = space = position = 0
    for cluster in split_graphemes(sentence):
        tokens = estimate_tokens(cluster)
        if size + tokens > max_tokens:
            end = space if space > start else position
            yield _Piece(offset + start, offset + end, max_tokens)
            size = estimate_tokens(sentence[end:position])
            start = end
        size += tokens
        position += len(cluster)
        space = position if cluster.isspace() else space
    yield _Piece(offset + start, offset + position, size)


def _find_last(text: str, pieces: Sequence[_Piece], first: int, max_tokens: int) -> int:
    """Find the last piece of the passage that begins with piece `first`."""
    size = pieces[first].tokens
    for index in range(first + 1, len(pieces)):
        is_full = size + pieces[index].tokens > max_tokens
        if is_full or (size >= max_tokens / 2 and _is_break(text, pieces, index)):
            return index - 1
        size += pieces[index].tokens
    return len(pieces) - 1


def _find_next(text: str, pieces: Sequence[_Piece], first: int, last: int, max_tokens: int) -> int:
    """Find the first piece of the next passage: the last of this one again where it is short."""
    following = last + 1
    if following == len(pieces) or last == first or _is_break(text, pieces, following):
        return following
    shared = pieces[last].tokens
    fits = shared <= OVERLAP_TOKENS and shared + pieces[following].tokens <= max_tokens
    return last if fits else following


def _is_break(text: str, pieces: Sequence[_Piece], index: int) -> bool:
    """Return whether a paragraph or a section begins with a piece."""
    between = text[pieces[index - 1].end : pieces[index].start + 1]
    return _BREAK.search(between) is not None
