"""Request and result of the attention visualizer."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from components.records.answer import Provenance
from components.records.request import Request
from components.records.token import Token

ROLES = ("special", "itself", "previous", "next", "first")
"""Where attention may go: special tokens, the token itself, its neighbours, the first token."""

_PRONOUNS = frozenset({"it", "he", "she", "they", "him", "her", "them", "它", "他", "她"})


Unit = Literal["token", "character", "word"]
"""What is on the axes: the model's tokens, merged to whole characters or to words."""

Scope = Literal["head", "chosen", "layer", "model", "difference"]
"""Which heads are shown: one, a selection, all of a layer, all of the model, or the first selected
one minus the second."""

Pool = Literal["mean", "max"]
"""How several heads become one map."""

HeadPlace = tuple[int, int]
"""Layer and head, both from 0."""

MAX_CHOSEN = 6
"""Most heads that can be selected individually."""

MAX_ATTENTION_TOKENS = 512
"""Longest input that is drawn, in tokens."""


@dataclass(frozen=True)
class AttentionRequest(Request["AttentionResult"]):
    """A text and the heads to look at.

    Attributes:
        text: Cleaned text.
        layer: Index of the layer, from 0.
        head: Index of the head, from 0.
        max_tokens: Only this many tokens are used; never more than the model takes.
        unit: What tokens are merged into.
        second: A second text that makes a pair with the first; empty for none.
        scope: Which heads are shown.
        pool: How several heads become one map; without effect on one head and on a difference.
        chosen: Heads of the scopes `chosen` and `difference`, at most `MAX_CHOSEN`; where none of
            them is there, `layer` and `head` count.
    """

    text: str
    layer: int = 0
    head: int = 0
    max_tokens: int = MAX_ATTENTION_TOKENS
    unit: Unit = "token"
    second: str = ""
    scope: Scope = "head"
    pool: Pool = "mean"
    chosen: tuple[HeadPlace, ...] = ()


@dataclass(frozen=True)
class HeadComparison:
    """Distance between two heads, averaged over the queries.

    Attributes:
        jensen_shannon: Jensen-Shannon distance with logarithms to base 2, 0 to 1.
        total_variation: Share of a query's weight that the one head puts elsewhere, 0 to 1.
    """

    jensen_shannon: float
    total_variation: float


@dataclass(frozen=True, eq=False)
class AttentionResult:
    """Attention weights of one text.

    Attributes:
        text: The text that the tokens' offsets refer to.
        tokens: What stands on both axes: the model's tokens, or the units they were merged into.
        starts: Index of the first token of each of `tokens` in what the model was given.
        segments: For each of `tokens` 0 if it belongs to the first text, 1 to the second.
        layer: The layer asked for; clipped to the model's.
        head: The head asked for; clipped to the model's.
        selected: The heads that `weights` were made of.
        weights: float32, (query, key): of one head the model's own numbers, rows sum to 1; of
            units, summed over the tokens of the key and averaged over those of the query; of
            several heads their mean, their maximum or the difference of two.
        each: float32, (head, query, key): the heads one by one where they were chosen one by one;
            else `weights` alone.
        comparison: Distance between two heads; None unless two were compared.
        overview: uint8, (layer, head, query, key): every head, weights of 0 to 1 as 0 to 255,
            square root taken so that small weights are seen; long texts are pooled by their
            maximum.
        shares: float32, (layer, head, role), 0 to 1: mean weight that goes to each of `ROLES`;
            NaN if no token has such a neighbour.
        is_causal: True if a token attends to itself and earlier tokens only.
        provenance: Where it comes from.
    """

    text: str
    tokens: tuple[Token, ...]
    starts: tuple[int, ...]
    segments: tuple[int, ...]
    layer: int
    head: int
    selected: tuple[HeadPlace, ...]
    weights: NDArray[np.float32]
    each: NDArray[np.float32]
    comparison: HeadComparison | None
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
        """Return the mean weight that the head asked for gives to one of `ROLES`, 0 to 1."""
        return float(self.shares[self.layer, self.head, ROLES.index(role)])

    def strongest_head(self, role: str) -> tuple[int, int] | None:
        """Find layer and head, from 0, with the largest share of a role; None if all are NaN."""
        shares = self.shares[:, :, ROLES.index(role)]
        if np.isnan(shares).all():
            return None
        layer, head = np.unravel_index(int(np.nanargmax(shares)), shares.shape)
        return int(layer), int(head)

    @property
    def is_pair(self) -> bool:
        """True if there are tokens of two texts."""
        return 1 in self.segments

    def ordinary(self) -> list[int]:
        """Positions, from 0, of the tokens that are not special; all where there are no others."""
        places = [i for i, token in enumerate(self.tokens) if not token.is_special]
        return places or list(range(len(self.tokens)))

    def default_query(self) -> int:
        """Choose a token to look from: the first pronoun, else the last ordinary word."""
        places = self.ordinary()
        for place in places:
            if self.tokens[place].text.lstrip("␣").lower() in _PRONOUNS:
                return place
        words = [place for place in places if self.tokens[place].text.lstrip("␣#").isalnum()]
        return (words or places)[-1]
