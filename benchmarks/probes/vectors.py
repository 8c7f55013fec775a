"""Vectors of texts, each computed once."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from components.engine.serving import start_engine
from components.records.embedding import EmbeddingRequest

Embed = Callable[[Sequence[str]], NDArray[np.float32]]


@contextmanager
def start_encoder(model_id: str) -> Iterator[Embed]:
    """Start an encoder.

    Yields:
        A function from texts to their vectors, float32, (text, hidden).
    """
    engine = start_engine(model_id)
    known: dict[str, NDArray[np.float32]] = {}

    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        new = tuple(dict.fromkeys(text for text in texts if text not in known))
        if new:
            job = engine.submit(EmbeddingRequest(new), session="probes")
            for _event in engine.stream(job):
                pass
            known.update(zip(new, job.result().vectors, strict=True))
        return np.stack([known[text] for text in texts])

    try:
        yield embed
    finally:
        engine.close()
