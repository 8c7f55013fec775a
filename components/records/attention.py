"""Request and result of the attention visualizer."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from components.records.answer import Provenance
from components.records.token import Token


@dataclass(frozen=True)
class AttentionRequest:
    """A text and the head to look at.

    Attributes:
        text: Cleaned text.
        layer: Index of the layer, from 0.
        head: Index of the head, from 0.
        max_tokens: Only this many tokens are used; never more than the model takes.
    """

    text: str
    layer: int = 0
    head: int = 0
    max_tokens: int = 96


@dataclass(frozen=True, eq=False)
class AttentionResult:
    """Attention weights of one text.

    Attributes:
        tokens: What stands on both axes.
        layer: The layer shown; clipped to the model's.
        head: The head shown; clipped to the model's.
        weights: float32, (query, key), rows sum to 1: the model's own numbers.
        overview: uint8, (layer, head, query, key): every head, weights of 0 to 1 as 0 to 255,
            square root taken so that small weights are seen; long texts are pooled by their
            maximum.
        is_causal: True where a token attends to itself and earlier tokens only.
        provenance: Where it comes from.
    """

    tokens: tuple[Token, ...]
    layer: int
    head: int
    weights: NDArray[np.float32]
    overview: NDArray[np.uint8]
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
