"""Layer by layer: the logit lens of decoders, and how states of any model drift and mix.

The lens reads softmax(W_U · Norm(h)) at every layer (nostalgebraist 2020, "interpreting GPT: the
logit lens"); its last row is the model's own answer.
"""

import math
import time
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.engine.anatomy.states import compute_logits, read_states
from components.engine.anatomy.watching import to_numpy
from components.engine.inference.encoding import encode, show_token
from components.engine.inference.whole_characters import name_whole_characters
from components.models.backends.loaded import LoadedModel
from components.records.answer import Emit, Progress
from components.records.layers import TOP_TOKENS, LayersRequest, LayersResult, Lens
from components.records.refusal import Refusal

Floats = NDArray[np.float32]


def run(loaded: LoadedModel, request: LayersRequest, emit: Emit) -> LayersResult:
    """Measure the states of one text in every layer.

    Args:
        loaded: Any model.
        emit: Called before every layer, where a cancelled job stops.

    Returns:
        Norms and similarities of the states, and the lens of a decoder.

    Raises:
        Refusal: `text_empty` when the tokenizer finds nothing in the text, `family_unknown` for
            a decoder of a family without a row (choose another model).
    """
    started = time.perf_counter()
    encoded = encode(loaded, request.text, request.max_tokens)
    if not encoded.input_ids:
        raise Refusal("text_empty")
    emit(Progress(0, 1))
    states, logits = read_states(loaded, encoded.input_ids)
    lens = None if logits is None else compute_lens(loaded, states, logits, emit)
    vectors = to_numpy(states)
    return LayersResult(
        tokens=name_whole_characters(request.text, encoded.tokens),
        norms=np.linalg.norm(vectors, axis=-1),
        token_similarity=compute_token_similarity(vectors),
        layer_similarity=compute_layer_similarity(vectors),
        lens=lens,
        provenance=loaded.provenance(started, encoded.count, "torch"),
    )


def compute_lens(loaded: LoadedModel, states: Any, logits: Any, emit: Emit) -> Lens:
    """Read every layer as if it were the last.

    Args:
        loaded: A decoder.
        states: Tensor, (layer, token, hidden), not normed.
        logits: Tensor, (token, vocabulary), the model's own.
        emit: Called before every layer.
    """
    last = compute_logits(loaded, states[-1])
    chosen = last.argmax(-1)
    rows = []
    for layer, state in enumerate(states):
        emit(Progress(layer, len(states)))
        rows.append(_read_row(compute_logits(loaded, state), chosen))
    top_ids, top_probabilities, entropy_bits, ranks = (
        np.stack(part) for part in zip(*rows, strict=True)
    )
    show = cache(lambda token_id: show_token(loaded, token_id))
    own = logits.float()
    return Lens(
        top_texts=tuple(
            tuple(tuple(show(int(token_id)) for token_id in place) for place in row)
            for row in top_ids
        ),
        top_probabilities=top_probabilities,
        entropy_bits=entropy_bits,
        ranks=ranks,
        commitment=find_commitment(ranks == 1),
        vocab_size=int(last.shape[-1]),
        logit_gap=float((last - own).abs().max() / own.abs().max().clamp(min=1)),
    )


def _read_row(
    logits: Any, chosen: Any
) -> tuple[NDArray[np.int32], Floats, Floats, NDArray[np.int32]]:
    """Return one layer's candidates, probabilities, entropy in bits and the chosen token's rank."""
    top = logits.log_softmax(-1).topk(TOP_TOKENS, dim=-1)
    return (
        top.indices.cpu().numpy().astype(np.int32),
        to_numpy(top.values.exp()),
        to_numpy(compute_entropy_bits(logits)),
        compute_ranks(logits, chosen),
    )


def compute_entropy_bits(logits: Any) -> Any:
    """Return the entropy −Σ p log₂ p of the softmax of each row, in bits.

    Example:
        >>> import torch
        >>> compute_entropy_bits(torch.zeros(2, 8)).round(decimals=4).tolist()
        [3.0, 3.0]
    """
    logprobs = logits.log_softmax(-1)
    return -(logprobs.exp() * logprobs).sum(-1) / math.log(2)


def compute_ranks(logits: Any, token_ids: Any) -> NDArray[np.int32]:
    """Return the rank of one token in each row of logits, from 1; ties share the better rank.

    Example:
        >>> import torch
        >>> compute_ranks(torch.tensor([[1.0, 3.0, 2.0]]), torch.tensor([2])).tolist()
        [2]
    """
    own = logits.gather(-1, token_ids[:, None])
    ranks: NDArray[np.int32] = ((logits > own).sum(-1) + 1).cpu().numpy().astype(np.int32)
    return ranks


def find_commitment(is_first: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Find the first layer after which the chosen token stays on rank 1.

    Args:
        is_first: (layer, place), true where the token that the last layer chose is first.

    Example:
        >>> find_commitment(np.array([[True], [False], [True], [True]])).tolist()
        [2]
    """
    others = ~is_first[::-1]
    since = np.where(others.any(0), others.argmax(0), len(is_first))
    committed: NDArray[np.int32] = (len(is_first) - since).astype(np.int32)
    return committed


def compute_token_similarity(states: Floats) -> Floats:
    """Return the cosines between the tokens of each layer.

    Args:
        states: float32, (layer, token, hidden).

    Returns:
        float32, (layer, token, token).

    Example:
        >>> compute_token_similarity(np.array([[[2.0, 0.0], [0.0, 3.0], [-1.0, 0.0]]])).tolist()
        [[[1.0, 0.0, -1.0], [0.0, 1.0, 0.0], [-1.0, 0.0, 1.0]]]
    """
    units = _unit(states)
    cosines: Floats = units @ units.transpose(0, 2, 1)
    return cosines.clip(-1, 1)


def compute_layer_similarity(states: Floats) -> Floats:
    """Return the mean cosine, over the tokens, between the states of two layers.

    Args:
        states: float32, (layer, token, hidden).

    Returns:
        float32, (layer, layer).
    """
    units = _unit(states)
    cosines: Floats = np.einsum("lth,mth->lm", units, units) / states.shape[1]
    return cosines.clip(-1, 1)


def _unit(states: Floats) -> Floats:
    lengths = np.linalg.norm(states, axis=-1, keepdims=True)
    units: Floats = states / np.maximum(lengths, 1e-12)
    return units
