"""Class logits of token ids, on torch; and the choice between libraries that give them."""

import logging
import os
import statistics
import time
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

log = logging.getLogger(__name__)

PROBE_TOKENS = 70
"""Length of the text by which libraries are compared: about three sentences."""
PROBE_ROUNDS = 5


class Classifier(Protocol):
    """A sequence classifier, whatever library runs it.

    Attributes:
        backend: The library: `torch` or `openvino`.
    """

    backend: str

    def compute_logits(self, input_ids: Sequence[list[int]]) -> NDArray[np.float32]:
        """Class logits of a batch.

        Args:
            input_ids: Token ids of each text, special tokens included, of any lengths.

        Returns:
            float32, (text, label).
        """


class TorchClassifier:
    """A classifier of transformers on torch.

    Args:
        model: In evaluation mode.
        tokenizer: Pads batches.
        device: Where the model is.
    """

    backend = "torch"

    def __init__(self, model: Any, tokenizer: Any, device: str) -> None:
        self._model, self._tokenizer, self._device = model, tokenizer, device

    def compute_logits(self, input_ids: Sequence[list[int]]) -> NDArray[np.float32]:
        """Class logits of a batch: float32, (text, label)."""
        import torch

        batch = self._tokenizer.pad(
            {"input_ids": list(input_ids)}, return_tensors="pt", verbose=False
        )
        with torch.inference_mode():
            logits = self._model(**batch.to(self._device)).logits
        return np.asarray(logits.float().cpu().numpy(), dtype=np.float32)


def choose_classifier(
    candidates: Sequence[Classifier], probe_ids: list[int], wish: str | None = None
) -> Classifier:
    """Choose the fastest of several classifiers by a short measurement.

    Args:
        candidates: At least one.
        probe_ids: Token ids of the text to measure with.
        wish: A backend to take without measuring, as `PATHFINDER_BACKEND` gives it; ignored where
            no candidate has it.

    Returns:
        The one with the shortest median time.
    """
    wish = wish or os.environ.get("PATHFINDER_BACKEND")
    for candidate in candidates:
        if candidate.backend == wish:
            return candidate
    if len(candidates) == 1:
        return candidates[0]
    times_s = {c.backend: measure_latency(c, probe_ids) for c in candidates}
    log.info("median times in seconds: %s", times_s)
    return min(candidates, key=lambda candidate: times_s[candidate.backend])


def measure_latency(classifier: Classifier, probe_ids: list[int]) -> float:
    """Median time of one text in seconds, after one call that does not count."""
    classifier.compute_logits([probe_ids])
    durations_s = []
    for _ in range(PROBE_ROUNDS):
        started = time.perf_counter()
        classifier.compute_logits([probe_ids])
        durations_s.append(time.perf_counter() - started)
    return statistics.median(durations_s)
