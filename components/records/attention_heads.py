"""Requests and results of the page that shows what each attention head does."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from components.records.answer import Provenance
from components.records.request import Request
from components.records.token import Token

PATTERNS = ("previous", "next", "itself", "duplicate", "induction")
"""Where a head may look: the token before, the one after, the token itself, another occurrence of
the same token, and the token that followed such an occurrence."""
ROLES = (*PATTERNS, "sink", "mixed")
"""What a head is called by: its strongest pattern, resting on a sink, or none of these."""

MIN_SCORE = 0.4
"""Smallest score at which a head is assigned a pattern."""
MIN_SINK = 0.75
"""A head rests on a sink if at least this share of its weight is there, whatever its pattern."""
MAX_HEADS_TOKENS = 64


@dataclass(frozen=True)
class AttentionHeadsRequest(Request["AttentionHeadsResult"]):
    """A text on which all heads of a model are measured.

    Attributes:
        text: Cleaned text.
        max_tokens: Only this many tokens are used; never more than the model takes.
    """

    text: str
    max_tokens: int = MAX_HEADS_TOKENS


@dataclass(frozen=True)
class HeadSimilarityRequest(Request["HeadSimilarityResult"]):
    """A text on which all heads of a model are compared with each other.

    Attributes:
        text: Cleaned text.
        max_tokens: Only this many tokens are used; never more than the model takes.
    """

    text: str
    max_tokens: int = MAX_HEADS_TOKENS


@dataclass(frozen=True, eq=False)
class HeadMeasures:
    """Numbers of every head on one text, each float32, (layer, head).

    Attributes:
        scores: float32, (layer, head, pattern) in the order of `PATTERNS`, 0 to 1: share of the
            weight between ordinary tokens that follows the pattern; NaN if the text or the
            model has no such place to look at. Induction is measured on repeated random tokens.
        sink_share: Mean weight of ordinary tokens on special tokens, or on a decoder's first token.
        entropy_bits: Mean entropy of a row, in bits; log2 of the number of keys at most.
        distance_tokens: Mean distance between query and key, weighted, between ordinary tokens.
        confidence: Mean of a row's largest weight on an ordinary token, 0 to 1.
    """

    scores: NDArray[np.float32]
    sink_share: NDArray[np.float32]
    entropy_bits: NDArray[np.float32]
    distance_tokens: NDArray[np.float32]
    confidence: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class AttentionHeadsResult:
    """What the heads of a model do with a text.

    Attributes:
        tokens: The model's tokens.
        measures: On the text; special tokens and a decoder's first one are left out.
        random_measures: On the same text with every different token replaced by a random one, so
            that repetitions stay and meaning goes; mean of several such texts. Induction is
            measured on random tokens that are not repeated.
        is_causal: True if a token attends to itself and earlier tokens only.
        provenance: Where it comes from.
    """

    tokens: tuple[Token, ...]
    measures: HeadMeasures
    random_measures: HeadMeasures
    is_causal: bool
    provenance: Provenance

    @property
    def num_layers(self) -> int:
        """How many layers the model has."""
        return int(self.measures.sink_share.shape[0])

    @property
    def num_heads(self) -> int:
        """How many heads a layer has."""
        return int(self.measures.sink_share.shape[1])

    @property
    def patterns(self) -> tuple[str, ...]:
        """The patterns that could be measured, a choice of `PATTERNS`."""
        scores = self.measures.scores
        return tuple(p for i, p in enumerate(PATTERNS) if not np.isnan(scores[..., i]).all())

    def score(self, layer: int, head: int, pattern: str, *, is_random: bool = False) -> float:
        """A head's score of one of `PATTERNS`, or its share on `sink`; NaN if not measured."""
        measures = self.random_measures if is_random else self.measures
        if pattern == "sink":
            return float(measures.sink_share[layer, head])
        return float(measures.scores[layer, head, PATTERNS.index(pattern)])

    def role(self, layer: int, head: int) -> str:
        """Name what a head does, one of `ROLES`."""
        if self.measures.sink_share[layer, head] >= MIN_SINK:
            # Repeated random tokens show what a head can do that had nothing to copy in this text.
            return "induction" if self._copies(layer, head) else "sink"
        scores = np.nan_to_num(self.measures.scores[layer, head])
        best = int(scores.argmax())
        return PATTERNS[best] if scores[best] >= MIN_SCORE else "mixed"

    def _copies(self, layer: int, head: int) -> bool:
        return self.score(layer, head, "induction") >= MIN_SCORE

    def strongest_head(self, pattern: str) -> tuple[int, int] | None:
        """Find layer and head, from 0, with the highest score; None if it was not measured."""
        values = (
            self.measures.sink_share
            if pattern == "sink"
            else self.measures.scores[..., PATTERNS.index(pattern)]
        )
        if np.isnan(values).all():
            return None
        layer, head = divmod(int(np.nanargmax(values)), self.num_heads)
        return layer, head


@dataclass(frozen=True, eq=False)
class HeadSimilarityResult:
    """Pairwise distances of a model's heads.

    Attributes:
        distances: float32, (head, head) over all layers, layer by layer: Jensen–Shannon distance,
            0 for equal weights, 1 for weights on disjoint tokens.
        order: Indices of the heads, similar ones beside each other.
        num_heads: Heads of a layer.
        provenance: Where it comes from.
    """

    distances: NDArray[np.float32]
    order: tuple[int, ...]
    num_heads: int
    provenance: Provenance

    def nearest(self, layer: int, head: int, count: int = 3) -> list[tuple[int, int, float]]:
        """Return the heads most similar to one: layer, head and distance, nearest first."""
        index = layer * self.num_heads + head
        ranked = [int(i) for i in np.argsort(self.distances[index], kind="stable") if i != index]
        return [
            (*divmod(other, self.num_heads), float(self.distances[index, other]))
            for other in ranked[:count]
        ]
