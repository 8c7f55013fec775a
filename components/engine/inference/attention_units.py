"""The units on the axes of an attention map: tokens, whole characters, or words."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from components.engine.inference.encoding import join_tokens
from components.records.attention import Unit
from components.records.token import Token
from components.text.graphemes import split_graphemes
from components.text.words import split_words


def find_unit_starts(text: str, tokens: Sequence[Token], unit: Unit) -> tuple[int, ...]:
    """Find the tokens that begin a unit; the others continue the one before.

    Args:
        text: What was tokenized.
        tokens: Its tokens in order.
        unit: `token` leaves every token alone; `character` joins tokens that are parts of one
            character, such as the bytes of 你; `word` joins the tokens of a word, Chinese words by
            jieba. Special tokens stand alone.

    Returns:
        Indices into `tokens`, rising, the first one 0.
    """
    if unit == "token":
        return tuple(range(len(tokens)))
    pieces = split_graphemes(text) if unit == "character" else split_words(text)
    piece_of = [number for number, piece in enumerate(pieces) for _ in piece]
    starts: list[int] = []
    reached: int | None = None
    for index, token in enumerate(tokens):
        place = token.start
        while place < token.end - 1 and text[place].isspace():
            place += 1  # a byte-level token carries the space before it
        is_ordinary = not token.is_special and place < len(text)
        if not is_ordinary or piece_of[place] != reached:
            starts.append(index)
        reached = piece_of[max(token.end - 1, place)] if is_ordinary else None
    return tuple(starts)


def join_units(
    text: str, tokens: Sequence[Token], starts: Sequence[int], unit: Unit
) -> tuple[Token, ...]:
    """Make one record of the tokens of each unit, spelled as in the text where they were joined.

    A token that is a whole unit keeps the vocabulary's spelling, except that words are always
    spelled as in the text.
    """
    joined = join_tokens(text, tokens, starts)
    if unit == "word":
        return joined
    sizes = np.diff([*starts, len(tokens)])
    return tuple(
        tokens[start] if size == 1 else whole
        for start, size, whole in zip(starts, sizes, joined, strict=True)
    )


def merge_weights(weights: NDArray[np.float32], starts: Sequence[int]) -> NDArray[np.float32]:
    """Merge neighbouring tokens into units: a sum over their keys, a mean over their queries.

    A query gives a unit what it gives its tokens together, and a unit asks as its average token
    does, so rows still sum to 1.

    Args:
        weights: float32, (…, query, key), rows sum to 1.
        starts: Index of each unit's first token, rising from 0.

    Example:
        >>> rows = np.array([[0.5, 0.25, 0.25], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
        >>> merge_weights(rows, [0, 1]).tolist()
        [[0.5, 0.5], [0.0, 1.0]]
    """
    if len(starts) == weights.shape[-1]:
        return weights
    sizes = np.diff([*starts, weights.shape[-2]])
    summed = np.add.reduceat(np.add.reduceat(weights, starts, axis=-1), starts, axis=-2)
    merged: NDArray[np.float32] = (summed / sizes[:, None]).astype(weights.dtype)
    return merged
