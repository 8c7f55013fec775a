"""Texts as vectors whose dot product measures their similarity."""

import time

import numpy as np

from components.engine.inference.batching import run_batches
from components.engine.inference.encoding import encode_ids
from components.models.backends.loaded import LoadedModel, TokenCount
from components.records.answer import Emit
from components.records.embedding import EmbeddingRequest, EmbeddingResult
from components.records.refusal import Refusal

_PROMPT_OF = {"query": "query", "passage": "passage", "symmetric": "query"}
"""e5 expects `query: ` before texts in symmetric comparisons (arXiv:2402.05672)."""


def run(loaded: LoadedModel, request: EmbeddingRequest, emit: Emit) -> EmbeddingResult:
    """Embed texts in batches of similar length.

    Args:
        loaded: An encoder.
        request: Texts and their role.
        emit: Takes progress by text, which is also where a cancelled job stops.

    Returns:
        One vector per text, in their order.

    Raises:
        Refusal: `text_empty` where there is no text.
    """
    started = time.perf_counter()
    embedder = loaded.embedder
    if not request.texts:
        raise Refusal("text_empty")
    prefix = loaded.prompts.get(_PROMPT_OF[request.role], "")
    ids = encode_ids(loaded, [prefix + text for text in request.texts])
    vectors: list[np.ndarray] = [np.zeros(0, np.float32)] * len(ids)

    def pick(batch: list[int]) -> list[list[int]]:
        return [ids[index] for index in batch]

    for indices, rows in run_batches(
        [len(row) for row in ids],
        lambda batch: embedder.compute_embeddings(pick(batch)),
        lambda batches: embedder.stream_embeddings([pick(batch) for batch in batches]),
        emit,
    ):
        for index, row in zip(indices, rows, strict=True):
            vectors[index] = row
    num_tokens = sum(len(row) for row in ids)
    return EmbeddingResult(
        vectors=np.stack(vectors),
        provenance=loaded.provenance(started, TokenCount(num_tokens, num_tokens), embedder.backend),
    )
