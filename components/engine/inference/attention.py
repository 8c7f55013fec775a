"""Attention weights of an encoder or a decoder, as the model itself computes them.

softmax(QKᵀ/√d)V of Vaswani et al. 2017 (arXiv:1706.03762); the weights are the softmax, read out
of the `eager` implementation because the fused ones do not give them.
"""

import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from components.engine.anatomy.eager import eager_attention
from components.engine.anatomy.parts import family_of
from components.engine.inference.attention_selection import (
    compare_heads,
    pool_heads,
    select_heads,
)
from components.engine.inference.attention_units import (
    find_unit_starts,
    join_units,
    merge_weights,
)
from components.engine.inference.pair_encoding import encode_pair
from components.models.backends.loaded import LoadedModel
from components.records.answer import Emit, Progress
from components.records.attention import ROLES, AttentionRequest, AttentionResult
from components.records.refusal import Refusal

OVERVIEW_SIDE = 32
"""Longest side of a head's picture in the overview, in cells."""


def run(loaded: LoadedModel, request: AttentionRequest, emit: Emit) -> AttentionResult:
    """Compute the attention of every head for one text.

    Args:
        loaded: Any model whose layers give attention weights.
        request: The text and the head to give exactly.
        emit: Called once before the forward pass, where a cancelled job stops.

    Returns:
        The chosen heads exactly, all heads as a reduced picture.

    Raises:
        Refusal: `family_unknown` when the model's family has no row, `no_attention` when the model
            gives no attention weights (choose another model), `text_empty` when its tokenizer finds
            nothing in the text.
    """
    started = time.perf_counter()
    family = family_of(loaded)
    pair = encode_pair(loaded, request.text, request.second, request.max_tokens)
    encoded = pair.encoded
    if not encoded.input_ids:
        raise Refusal("text_empty")
    emit(Progress(0, 1))
    weights = _attention_of(loaded, encoded.input_ids, pair.token_type_ids)
    starts = find_unit_starts(pair.text, encoded.tokens, request.unit)
    tokens = join_units(pair.text, encoded.tokens, starts, request.unit)
    weights = merge_weights(weights, starts)
    selected = select_heads(request, *weights.shape[:2])
    layers, heads = zip(*selected, strict=True)
    each = weights[list(layers), list(heads)]
    pooled = pool_heads(each, request)
    is_one_by_one = request.scope in ("chosen", "difference")
    return AttentionResult(
        text=pair.text,
        tokens=tokens,
        starts=starts,
        segments=tuple(pair.segments[start] for start in starts),
        layer=min(max(request.layer, 0), weights.shape[0] - 1),
        head=min(max(request.head, 0), weights.shape[1] - 1),
        selected=selected,
        weights=pooled,
        each=each if is_one_by_one else pooled[None],
        comparison=compare_heads(each) if request.scope == "difference" else None,
        overview=reduce_heads(weights),
        shares=compute_shares(weights, [token.is_special for token in tokens]),
        is_causal=family.is_causal,
        provenance=loaded.provenance(started, encoded.count, "torch"),
    )


def compute_attention(loaded: LoadedModel, input_ids: list[int]) -> NDArray[np.float32]:
    """Return the attention weights of all heads.

    Args:
        input_ids: Token ids of one text.

    Returns:
        float32, (layer, head, query, key); rows sum to 1.

    Raises:
        Refusal: `no_attention` when the model gives none.
    """
    return _attention_of(loaded, input_ids, None)


def _attention_of(
    loaded: LoadedModel, input_ids: list[int], token_type_ids: list[int] | None
) -> NDArray[np.float32]:
    import torch

    inputs = {"input_ids": torch.tensor([input_ids], device=loaded.device)}
    if token_type_ids is not None:
        inputs["token_type_ids"] = torch.tensor([token_type_ids], device=loaded.device)
    with eager_attention(loaded), torch.inference_mode():
        # The base model has the same attention without the cost of logits over the vocabulary.
        attentions = loaded.model.base_model(**inputs, output_attentions=True).attentions
    if not attentions or any(weights is None for weights in attentions):
        raise Refusal("no_attention", model=loaded.card.name)
    return np.stack([weights[0].float().cpu().numpy() for weights in attentions])


def compute_shares(weights: NDArray[np.float32], is_special: Sequence[bool]) -> NDArray[np.float32]:
    """Return each head's mean weight on special tokens, the token itself and its neighbours.

    Each is the mean over the queries that have such a key; the shares overlap where a neighbour is
    a special token, so they need not sum to 1.

    Args:
        weights: float32, (layer, head, query, key), rows sum to 1.
        is_special: Which keys are special tokens.

    Returns:
        float32, (layer, head, role) in the order of `ROLES`; NaN if no query has such a key.

    Example:
        >>> rows = np.array([[[[1.0, 0.0], [0.25, 0.75]]]], dtype=np.float32)
        >>> dict(zip(ROLES, compute_shares(rows, [True, False])[0, 0].tolist()))
        {'special': 0.625, 'itself': 0.875, 'previous': 0.25, 'next': 0.0, 'first': 0.25}
    """
    shares = np.full((*weights.shape[:2], len(ROLES)), np.nan, dtype=np.float32)
    shares[..., 0] = weights[..., np.asarray(is_special, dtype=bool)].sum(-1).mean(-1)
    shares[..., 1] = np.diagonal(weights, axis1=-2, axis2=-1).mean(-1)
    if weights.shape[-1] > 1:
        shares[..., 2] = np.diagonal(weights, -1, axis1=-2, axis2=-1).mean(-1)
        shares[..., 3] = np.diagonal(weights, 1, axis1=-2, axis2=-1).mean(-1)
        shares[..., 4] = weights[..., 1:, 0].mean(-1)
    return shares


def reduce_heads(weights: NDArray[np.float32], side: int = OVERVIEW_SIDE) -> NDArray[np.uint8]:
    """Make thumbnails of all heads.

    Args:
        weights: float32, (layer, head, query, key), values 0 to 1.
        side: Longest side of a picture; longer texts are pooled by their maximum.

    Returns:
        uint8, (layer, head, query, key), 255·√weight.

    Example:
        >>> reduce_heads(np.array([[[[1.0, 0.0], [0.25, 0.75]]]], dtype=np.float32))[0, 0].tolist()
        [[255, 0], [128, 221]]
    """
    length = weights.shape[-1]
    if length > side:
        edges = np.linspace(0, length, side + 1)[:-1].astype(int)
        weights = np.maximum.reduceat(weights, edges, axis=-1)
        weights = np.maximum.reduceat(weights, edges, axis=-2)
    picture: NDArray[np.uint8] = np.rint(255 * np.sqrt(weights.clip(0, 1))).astype(np.uint8)
    return picture
