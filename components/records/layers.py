"""Request and result of the look through a model's layers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from components.records.answer import Provenance
from components.records.request import Request
from components.records.token import Token

Floats = NDArray[np.float32]

TOP_TOKENS = 5
"""Candidates kept per layer and place."""

MAX_LAYERS_TOKENS = 32
"""At most this many tokens have a column each on a screen."""


@dataclass(frozen=True)
class LayersRequest(Request["LayersResult"]):
    """A text whose way through the layers is wanted.

    Attributes:
        text: Cleaned text.
        max_tokens: Only this many tokens are used.
    """

    text: str
    max_tokens: int = MAX_LAYERS_TOKENS


@dataclass(frozen=True, eq=False)
class Lens:
    """What a decoder would say next if its layers ended early; row 0 is before the first layer.

    Attributes:
        top_texts: Layer → place → the likeliest next tokens, as a reader should see them.
        top_probabilities: float32, (layer, place, candidate), falling, 0 to 1.
        entropy_bits: float32, (layer, place), of the whole vocabulary; 0 is sure.
        ranks: int32, (layer, place), rank of the token that the last layer puts first, from 1.
        commitment: int32, (place,), the first row from which that token stays first.
        vocab_size: How many tokens there are.
        logit_gap: Largest difference between the last row's logits and the model's own, relative
            to the largest of them where that is above 1.
    """

    top_texts: tuple[tuple[tuple[str, ...], ...], ...]
    top_probabilities: Floats
    entropy_bits: Floats
    ranks: NDArray[np.int32]
    commitment: NDArray[np.int32]
    vocab_size: int
    logit_gap: float


@dataclass(frozen=True, eq=False)
class LayersResult:
    """Hidden states of one text, measured layer by layer; row 0 is before the first layer.

    Attributes:
        tokens: What the model was given.
        norms: float32, (layer, place), Euclidean length of the hidden states; of a decoder, of the
            residual stream before the last norm.
        token_similarity: float32, (layer, place, place), cosines between tokens, −1 to 1.
        layer_similarity: float32, (layer, layer), mean cosine between the states of one token.
        lens: What a decoder would say next; None for an encoder.
        provenance: Where it comes from.
    """

    tokens: tuple[Token, ...]
    norms: Floats
    token_similarity: Floats
    layer_similarity: Floats
    lens: Lens | None
    provenance: Provenance

    @property
    def num_layers(self) -> int:
        """How many layers the model has; there is one row more."""
        return int(self.norms.shape[0]) - 1

    def mean_similarity(self) -> Floats:
        """Return the mean cosine between different tokens, (layer,); NaN for a single token."""
        count = self.token_similarity.shape[-1]
        if count < 2:
            return np.full(len(self.norms), np.nan, dtype=np.float32)
        total = self.token_similarity.sum((1, 2)) - np.trace(self.token_similarity, 0, 1, 2)
        mean: Floats = total / (count * (count - 1))
        return mean
