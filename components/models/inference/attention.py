"""Attention weights of an encoder or a decoder, as the model itself computes them.

softmax(QKᵀ/√d)V of Vaswani et al. 2017 (arXiv:1706.03762); the weights are the softmax, read out
of the `eager` implementation because the fused ones do not give them.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from components.models.backends.loaded import LoadedModel
from components.models.inference.encoding import encode, find_word_starts, join_tokens
from components.records.answer import Emit, Progress, Provenance
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
        The chosen head exactly, all heads as a reduced picture.

    Raises:
        Refusal: `no_attention` when the model gives no attention weights (choose another model),
            `text_empty` when its tokenizer finds nothing in the text.
    """
    started = time.perf_counter()
    encoded = encode(loaded, request.text, request.max_tokens)
    if not encoded.input_ids:
        raise Refusal("text_empty")
    emit(Progress(0, 1))
    weights = compute_attention(loaded, encoded.input_ids)
    tokens, starts = encoded.tokens, tuple(range(len(encoded.tokens)))
    if request.merge_words:
        starts = find_word_starts(request.text, tokens)
        tokens = join_tokens(request.text, tokens, starts)
        weights = merge_weights(weights, starts)
    layer = min(max(request.layer, 0), weights.shape[0] - 1)
    head = min(max(request.head, 0), weights.shape[1] - 1)
    return AttentionResult(
        tokens=tokens,
        starts=starts,
        layer=layer,
        head=head,
        weights=weights[layer, head].copy(),
        overview=reduce_heads(weights),
        shares=compute_shares(weights, [token.is_special for token in tokens]),
        is_causal=loaded.card.architecture == "decoder",
        provenance=Provenance(
            model_id=loaded.card.id,
            device=loaded.device,
            backend="torch",  # whatever else may answer for this model
            duration_s=time.perf_counter() - started,
            tokens_total=encoded.num_total,
            tokens_used=len(encoded.input_ids),
            unknown_share=encoded.unknown_share,
        ),
    )


def compute_attention(loaded: LoadedModel, input_ids: list[int]) -> NDArray[np.float32]:
    """Attention weights of all heads.

    Args:
        loaded: The model.
        input_ids: Token ids of one text.

    Returns:
        float32, (layer, head, query, key); rows sum to 1.

    Raises:
        Refusal: `no_attention` when the model gives none.
    """
    import torch

    ids = torch.tensor([input_ids], device=loaded.device)
    with _eager_attention(loaded), torch.inference_mode():
        # The base model has the same attention and does not compute a vocabulary of logits a token.
        attentions = loaded.model.base_model(input_ids=ids, output_attentions=True).attentions
    if not attentions or any(weights is None for weights in attentions):
        raise Refusal("no_attention", model=loaded.card.name)
    return np.stack([weights[0].float().cpu().numpy() for weights in attentions])


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
    sizes = np.diff([*starts, weights.shape[-2]])
    summed = np.add.reduceat(np.add.reduceat(weights, starts, axis=-1), starts, axis=-2)
    merged: NDArray[np.float32] = (summed / sizes[:, None]).astype(weights.dtype)
    return merged


def compute_shares(weights: NDArray[np.float32], is_special: Sequence[bool]) -> NDArray[np.float32]:
    """Mean weight that each head gives to special tokens, the token itself and its neighbours.

    Each is the mean over the queries that have such a key; the shares overlap where a neighbour is
    a special token, so they need not sum to 1.

    Args:
        weights: float32, (layer, head, query, key), rows sum to 1.
        is_special: Which keys are special tokens.

    Returns:
        float32, (layer, head, role) in the order of `ROLES`; NaN where no query has such a key.

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
    """Make small pictures of all heads.

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


@contextmanager
def _eager_attention(loaded: LoadedModel) -> Iterator[None]:
    """Switch to the implementation that gives weights, and back to the fast one."""
    before = loaded.model.config._attn_implementation
    loaded.model.set_attn_implementation("eager")
    try:
        yield
    finally:
        loaded.model.set_attn_implementation(before)
