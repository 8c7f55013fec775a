"""Request and result of watching words of the visitor's on their way through the layers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from components.records.answer import Provenance
from components.records.layers import MAX_LAYERS_TOKENS
from components.records.request import Request


@dataclass(frozen=True)
class WatchedTokensRequest(Request["WatchedTokensResult"]):
    """Words to watch as the next token after one place of a text.

    Attributes:
        text: Cleaned text.
        words: As the visitor wrote them.
        position: Place of the token after which they are looked for, from 0; clipped.
        max_tokens: Only this many tokens of the text are used.
    """

    text: str
    words: tuple[str, ...]
    position: int
    max_tokens: int = MAX_LAYERS_TOKENS


@dataclass(frozen=True, eq=False)
class WatchedWord:
    """One word, by the token that it begins with.

    Attributes:
        word: As the visitor wrote it.
        pieces: The tokens that the vocabulary makes of it, as a reader should see them; only the
            first one is looked for.
        ranks: int32, (layer,), rank of the first piece among all tokens, from 1; row 0 is before
            the first layer.
        probabilities: float32, (layer,), 0 to 1.
    """

    word: str
    pieces: tuple[str, ...]
    ranks: NDArray[np.int32]
    probabilities: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class WatchedTokensResult:
    """The words in the order of the request, and where the numbers come from."""

    words: tuple[WatchedWord, ...]
    provenance: Provenance
