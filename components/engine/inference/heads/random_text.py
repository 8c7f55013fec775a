"""Token ids without meaning, to compare a text with."""

from collections.abc import Sequence

import numpy as np
import regex

from components.models.backends.loaded import LoadedModel

_RESERVED = regex.compile(r"\[unused\d+\]|<0x[0-9A-F]{2}>|<.*>")


def list_ordinary_ids(loaded: LoadedModel) -> list[int]:
    """List the ids of a vocabulary that stand for text: neither special, added nor reserved."""
    tokenizer = loaded.tokenizer
    special = {*tokenizer.all_special_ids, *tokenizer.get_added_vocab().values()}
    return sorted(
        token_id
        for piece, token_id in tokenizer.get_vocab().items()
        if token_id not in special and not _RESERVED.fullmatch(piece)
    )


def replace_by_random(
    ids: Sequence[int], keep: Sequence[int], vocabulary: Sequence[int], seed: int
) -> list[int]:
    """Return every different token another, random one: repetitions stay, meaning goes.

    Args:
        ids: Token ids of a text.
        keep: Indices that stay as they are.
        vocabulary: Ids to choose from; more than the text has different tokens.
        seed: Of the choice.

    Example:
        >>> replace_by_random([101, 5, 6, 5, 102], [0, 4], range(10, 20), seed=0)
        [101, 17, 16, 17, 102]
    """
    kept = set(keep)
    different = list(dict.fromkeys(i for place, i in enumerate(ids) if place not in kept))
    drawn = np.random.default_rng(seed).choice(len(vocabulary), len(different), replace=False)
    new = {old: vocabulary[int(index)] for old, index in zip(different, drawn, strict=True)}
    return [i if place in kept else new[i] for place, i in enumerate(ids)]


def repeat_random_block(vocabulary: Sequence[int], length: int, seed: int) -> list[int]:
    """A block of different random tokens, and the same block once more."""
    drawn = np.random.default_rng(seed).choice(len(vocabulary), length, replace=False)
    block = [vocabulary[int(index)] for index in drawn]
    return block * 2
