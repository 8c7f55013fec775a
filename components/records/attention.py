"""Request and result of the attention visualizer."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from components.records.answer import Provenance
from components.records.token import Token

ROLES = ("special", "itself", "previous", "next", "first")
"""Where weight may go: special tokens, the token itself, its neighbours, the first token."""

_PRONOUNS = frozenset({"it", "he", "she", "they", "him", "her", "them", "它", "他", "她"})


@dataclass(frozen=True)
class AttentionRequest:
    """A text and the head to look at.

    Attributes:
        text: Cleaned text.
        layer: Index of the layer, from 0.
        head: Index of the head, from 0.
        max_tokens: Only this many tokens are used; never more than the model takes.
        merge_words: True gives whole words in place of tokens.
    """

    text: str
    layer: int = 0
    head: int = 0
    max_tokens: int = 96
    merge_words: bool = False


@dataclass(frozen=True, eq=False)
class AttentionResult:
    """Attention weights of one text.

    Attributes:
        tokens: What stands on both axes: the model's tokens, or the words they were merged into.
        starts: Index of the first token of each of `tokens` in what the model was given.
        layer: The layer shown; clipped to the model's.
        head: The head shown; clipped to the model's.
        weights: float32, (query, key), rows sum to 1: the model's own numbers; of words, summed
            over the tokens of the key and averaged over those of the query.
        overview: uint8, (layer, head, query, key): every head, weights of 0 to 1 as 0 to 255,
            square root taken so that small weights are seen; long texts are pooled by their
            maximum.
        shares: float32, (layer, head, role), 0 to 1: mean weight that goes to each of `ROLES`;
            NaN where no token has such a neighbour.
        is_causal: True where a token attends to itself and earlier tokens only.
        provenance: Where it comes from.
    """

    tokens: tuple[Token, ...]
    starts: tuple[int, ...]
    layer: int
    head: int
    weights: NDArray[np.float32]
    overview: NDArray[np.uint8]
    shares: NDArray[np.float32]
    is_causal: bool
    provenance: Provenance

    @property
    def num_layers(self) -> int:
        """How many layers the model has."""
        return int(self.overview.shape[0])

    @property
    def num_heads(self) -> int:
        """How many heads a layer has."""
        return int(self.overview.shape[1])

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that say something about this model, a choice of `ROLES`.

        A decoder has no next token to look at, and its sink is the first token, special or not.
        """
        if self.is_causal:
            return ("first", "itself", "previous")
        return ("special", "itself", "previous", "next")

    def share(self, role: str) -> float:
        """Mean weight that the head shown gives to one of `ROLES`, 0 to 1."""
        return float(self.shares[self.layer, self.head, ROLES.index(role)])

    def strongest_head(self, role: str) -> tuple[int, int] | None:
        """Find layer and head, from 0, with the largest share of a role; None where all are NaN."""
        shares = self.shares[:, :, ROLES.index(role)]
        if np.isnan(shares).all():
            return None
        layer, head = np.unravel_index(int(np.nanargmax(shares)), shares.shape)
        return int(layer), int(head)

    def positions(self, hide_special: bool) -> list[int]:
        """Places of the tokens to show, from 0; all of them where there are only special ones."""
        ordinary = [i for i, token in enumerate(self.tokens) if not token.is_special]
        return ordinary if hide_special and ordinary else list(range(len(self.tokens)))

    def default_query(self) -> int:
        """Choose a token to look from: the first pronoun, else the last ordinary word."""
        places = self.positions(hide_special=True)
        for place in places:
            if self.tokens[place].text.lstrip("␣").lower() in _PRONOUNS:
                return place
        words = [place for place in places if self.tokens[place].text.lstrip("␣#").isalnum()]
        return (words or places)[-1]
