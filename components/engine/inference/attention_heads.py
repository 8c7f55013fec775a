"""What every head of a model does with a text, compared with random tokens."""

import time

import numpy as np
from numpy.typing import NDArray

from components.engine.anatomy.parts import family_of
from components.engine.inference.attention import compute_attention
from components.engine.inference.encoding import Encoded, encode
from components.engine.inference.heads.patterns import (
    mean_measures,
    measure_heads,
    measure_induction,
)
from components.engine.inference.heads.random_text import (
    list_ordinary_ids,
    repeat_random_block,
    replace_by_random,
)
from components.engine.inference.heads.similarity import compute_distances, sort_alike
from components.models.backends.loaded import LoadedModel
from components.records.answer import Emit, Progress
from components.records.attention_heads import (
    PATTERNS,
    AttentionHeadsRequest,
    AttentionHeadsResult,
    HeadSimilarityRequest,
    HeadSimilarityResult,
)
from components.records.refusal import Refusal

MIN_ORDINARY = 3
"""Fewest ordinary tokens of a text in which patterns can be distinguished."""
BLOCK_TOKENS = 25
"""Length of the random block whose repetition shows induction."""
NUM_RANDOM = 3
"""Number of random texts that are averaged."""


def run(loaded: LoadedModel, request: AttentionHeadsRequest, emit: Emit) -> AttentionHeadsResult:
    """Measure the heads of a model on a text.

    Args:
        loaded: Any model whose layers give attention weights.
        emit: Takes progress, which is also where a cancelled job stops.

    Returns:
        Measures of every head on the text and on random tokens.

    Raises:
        Refusal: `few_tokens` when the text has fewer than `MIN_ORDINARY` tokens of its own,
            `family_unknown` when the model's family has no row, `no_attention` when it gives no
            attention weights (choose another model).
    """
    started = time.perf_counter()
    encoded, ordinary = _read(loaded, request)
    is_causal = family_of(loaded).is_causal
    num_passes = 1 + NUM_RANDOM * (3 if is_causal else 1)
    emit(Progress(0, num_passes))
    weights = compute_attention(loaded, encoded.input_ids)
    measures = measure_heads(weights, encoded.input_ids, ordinary, is_causal)
    vocabulary = list_ordinary_ids(loaded)
    keep = sorted(set(range(len(encoded.tokens))) - set(ordinary))
    random_parts = []
    for seed in range(NUM_RANDOM):
        emit(Progress(1 + seed, num_passes))
        ids = replace_by_random(encoded.input_ids, keep, vocabulary, seed)
        weights = compute_attention(loaded, ids)
        random_parts.append(measure_heads(weights, ids, ordinary, is_causal))
    random_measures = mean_measures(random_parts)
    if is_causal:
        induction, control = _measure_copying(loaded, vocabulary, emit, num_passes)
        measures.scores[..., PATTERNS.index("induction")] = induction
        random_measures.scores[..., PATTERNS.index("induction")] = control
    return AttentionHeadsResult(
        tokens=encoded.tokens,
        measures=measures,
        random_measures=random_measures,
        is_causal=is_causal,
        provenance=loaded.provenance(started, encoded.count, "torch"),
    )


def _read(
    loaded: LoadedModel, request: AttentionHeadsRequest | HeadSimilarityRequest
) -> tuple[Encoded, list[int]]:
    """Tokenize a text; return it with the indices of the tokens that count."""
    encoded = encode(loaded, request.text, request.max_tokens)
    ordinary = find_ordinary(loaded, encoded)
    if len(ordinary) < MIN_ORDINARY:
        raise Refusal("few_tokens", count=MIN_ORDINARY)
    return encoded, ordinary


def find_ordinary(loaded: LoadedModel, encoded: Encoded) -> list[int]:
    """Return the indices of the tokens that count: not special, not a decoder's first, its sink."""
    first = int(family_of(loaded).is_causal)
    return [i for i, token in enumerate(encoded.tokens) if i >= first and not token.is_special]


def _measure_copying(
    loaded: LoadedModel, vocabulary: list[int], emit: Emit, num_passes: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Measure induction on repeated random blocks, and at the same positions of unrepeated ones."""
    scores, controls = [], []
    for seed in range(NUM_RANDOM):
        emit(Progress(num_passes - 2 * (NUM_RANDOM - seed), num_passes))
        block = repeat_random_block(vocabulary, BLOCK_TOKENS, seed)
        scores.append(measure_induction(compute_attention(loaded, block), BLOCK_TOKENS))
        other = repeat_random_block(vocabulary, 2 * BLOCK_TOKENS, seed)[: 2 * BLOCK_TOKENS]
        controls.append(measure_induction(compute_attention(loaded, other), BLOCK_TOKENS))
    return np.mean(scores, axis=0), np.mean(controls, axis=0)


def compare(
    loaded: LoadedModel, request: HeadSimilarityRequest, emit: Emit
) -> HeadSimilarityResult:
    """Compare the heads of a model with each other on a text.

    Args:
        loaded: Any model whose layers give attention weights.
        emit: Takes progress by head, which is also where a cancelled job stops.

    Raises:
        Refusal: As `run` does.
    """
    started = time.perf_counter()
    encoded, ordinary = _read(loaded, request)
    emit(Progress(0, 1))
    weights = compute_attention(loaded, encoded.input_ids)
    num_layers, num_heads = weights.shape[:2]
    flat = weights[:, :, ordinary].reshape(num_layers * num_heads, len(ordinary), -1)
    distances = compute_distances(flat, lambda done: emit(Progress(done, len(flat))))
    return HeadSimilarityResult(
        distances=distances,
        order=sort_alike(distances),
        num_heads=num_heads,
        provenance=loaded.provenance(started, encoded.count, "torch"),
    )
