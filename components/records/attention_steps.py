"""Request and result of the walk through one attention head, number by number."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from components.records.anatomy import PositionKind
from components.records.answer import Provenance
from components.records.request import Request
from components.records.token import Token

Floats = NDArray[np.float32]

MAX_STEPS_TOKENS = 24
"""At most this many tokens can be read as a matrix."""


@dataclass(frozen=True)
class AttentionStepsRequest(Request["AttentionStepsResult"]):
    """A text and the head to walk through.

    Attributes:
        text: Cleaned text.
        layer: Index of the layer, from 0.
        head: Index of the query head, from 0.
        max_tokens: Only this many tokens are used.
    """

    text: str
    layer: int = 0
    head: int = 0
    max_tokens: int = MAX_STEPS_TOKENS


@dataclass(frozen=True, eq=False)
class HeadSteps:
    """Every intermediate of softmax(QKᵀ/√d)V; d is the length of a query and of a key.

    Attributes:
        queries: (query, d).
        keys: (key, d).
        values: (key, value dimension).
        products: (query, key), QKᵀ.
        scaled: (query, key), QKᵀ/√d.
        masked: (query, key), the same with −∞ where a query may not look.
        weights: (query, key), rows sum to 1.
        outputs: (query, value dimension), the weighted sums of the values.
    """

    queries: Floats
    keys: Floats
    values: Floats
    products: Floats
    scaled: Floats
    masked: Floats
    weights: Floats
    outputs: Floats


@dataclass(frozen=True, eq=False)
class Embedding:
    """The input of the first layer.

    Attributes:
        parts: Name → (token, hidden): `token`, and for learned positions `position` and `segment`;
            their sum is what `result` is the layer norm of.
        result: (token, hidden), what the first layer is given.
        learned: (place, hidden), the first of the positions that the model learned; None where
            positions are rotary.
    """

    parts: dict[str, Floats]
    result: Floats
    learned: Floats | None


@dataclass(frozen=True, eq=False)
class Rotation:
    """Rotary positions: pair i of a query or key at position p is rotated by the angle p · speed_i.

    Attributes:
        speeds: (pair,), in radians per position.
        queries: (query, d) before rotation.
        keys: (key, d) before rotation.
        shift_gap: Largest change of QKᵀ, relative to its largest number where that is above 1,
            when all positions are shifted by `shift`: only distances count, so it is a rounding
            error.
        shift: By how many positions.
    """

    speeds: Floats
    queries: Floats
    keys: Floats
    shift_gap: float
    shift: int


@dataclass(frozen=True, eq=False)
class AttentionStepsResult:
    """One head of one layer, recomputed from its weights.

    Attributes:
        tokens: What the model was given.
        layer: The layer shown; clipped to the model's.
        head: The query head shown; clipped to the model's.
        num_layers: How many layers the model has.
        num_heads: Query heads of a layer.
        num_key_heads: Heads of a layer with keys and values of their own; fewer than `num_heads`
            where queries share them (grouped-query attention).
        embedding: What goes in before the first layer.
        positions: How the model encodes positions.
        stream: (token, hidden), what reaches this layer.
        inputs: (token, hidden), what Q, K and V are projections of: `stream`, or its RMS norm.
        has_norm_before: True if it is the norm, as in Llama; BERT norms after each layer.
        query_bias: (d,), what is added to every query of this head; zeros if there is none.
        query_weights: (hidden, d), W_Q of this head.
        rotation: The rotation of queries and keys; None if positions are learned.
        steps: The head itself.
        heads: (token, head, d), the outputs of all heads, side by side.
        outputs: (token, hidden), the layer's attention after W_O.
        is_causal: True if a token attends to itself and earlier tokens only.
        gaps: Step → largest difference between the numbers here and those that the model computed
            in its own forward pass, relative to the largest number where that is above 1: `embed`,
            `project`, `softmax`, `sum` and `output`.
        provenance: Where it comes from.
    """

    tokens: tuple[Token, ...]
    layer: int
    head: int
    num_layers: int
    num_heads: int
    num_key_heads: int
    embedding: Embedding
    positions: PositionKind
    stream: Floats
    inputs: Floats
    has_norm_before: bool
    query_bias: Floats
    query_weights: Floats
    rotation: Rotation | None
    steps: HeadSteps
    heads: Floats
    outputs: Floats
    is_causal: bool
    gaps: dict[str, float]
    provenance: Provenance

    @property
    def key_head(self) -> int:
        """Index of the key and value head that the query head uses, from 0."""
        return self.head // self.group_size

    @property
    def group_size(self) -> int:
        """How many query heads share one key and value head."""
        return self.num_heads // self.num_key_heads
