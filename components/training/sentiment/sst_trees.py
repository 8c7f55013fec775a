"""Reads the bracketed trees of the Stanford Sentiment Treebank (Socher et al. 2013)."""

import re
from typing import NamedTuple

_TREE_TOKEN = re.compile(r"\((\d+)|(\))|([^\s()]+)")


class Phrase(NamedTuple):
    """A phrase of a tree: its words joined by blanks and its fine label from 0 to 4."""

    text: str
    label: int


def parse_tree(line: str) -> list[Phrase]:
    """List every phrase of one bracketed tree, the whole sentence first.

    Args:
        line: A tree such as `(3 (2 A) (3 (4 great) (2 film)))`.

    Returns:
        The phrases in pre-order: a phrase stands before the phrases inside it.

    Raises:
        ValueError: If the brackets do not match or a label is not from 0 to 4.
    """
    words: list[str] = []
    labels: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    open_nodes: list[int] = []
    for label, closing, word in _TREE_TOKEN.findall(line):
        if label:
            open_nodes.append(len(labels))
            labels.append(int(label))
            starts.append(len(words))
            ends.append(-1)
        elif closing and open_nodes:
            ends[open_nodes.pop()] = len(words)
        elif word and open_nodes:
            words.append(word)
        else:
            raise ValueError(f"Text or a bracket outside the tree: {line[:80]!r}")
    if open_nodes or not labels:
        raise ValueError(f"Unclosed or empty tree: {line[:80]!r}")
    if max(labels) > 4:
        raise ValueError(f"A label is above 4: {line[:80]!r}")
    spans = zip(labels, starts, ends, strict=True)
    return [Phrase(" ".join(words[start:end]), label) for label, start, end in spans]


def to_three_classes(fine_label: int) -> int:
    """Map SST's 0 to 4 onto 0 negative (0, 1), 1 neutral (2) and 2 positive (3, 4)."""
    if not 0 <= fine_label <= 4:
        raise ValueError(f"SST labels run from 0 to 4, got {fine_label}")
    return (fine_label > 1) + (fine_label > 2)
