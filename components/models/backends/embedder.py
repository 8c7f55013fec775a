"""Vectors of texts, whatever library computes them; and how torch does.

The mean of the last hidden states over a text's tokens, scaled to length 1: what the modules of
https://sbert.net do for the models of the catalog.
"""

import json
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.models.backends.padded import run_padded

_PROMPTS = "config_sentence_transformers.json"


def pool(hidden_states: NDArray[np.float32], lengths: Sequence[int]) -> NDArray[np.float32]:
    """Return the mean over each text's tokens, scaled to length 1.

    Args:
        hidden_states: (text, token, hidden), padded behind each text.
        lengths: Tokens of each text, at least 1.

    Returns:
        float32, (text, hidden).

    Example:
        >>> pool(np.array([[[3.0, 0.0], [3.0, 8.0], [9.0, 9.0]]], dtype=np.float32), [2]).tolist()
        [[0.6000000238418579, 0.800000011920929]]
    """
    sums = [rows[:length].sum(axis=0) for rows, length in zip(hidden_states, lengths, strict=True)]
    vectors = np.stack(sums).astype(np.float32)
    result: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return result


class TorchEmbedder:
    """An encoder of transformers on torch.

    Args:
        model: In evaluation mode.
        tokenizer: Pads batches.
        device: Where the model is.
    """

    backend = "torch"

    def __init__(self, model: Any, tokenizer: Any, device: str) -> None:
        self._model, self._tokenizer, self._device = model, tokenizer, device

    def compute_embeddings(self, input_ids: Sequence[list[int]]) -> NDArray[np.float32]:
        """Return the vectors of a batch: float32, (text, hidden)."""
        inputs = {"input_ids": list(input_ids)}
        states = run_padded(self._model, self._tokenizer, self._device, inputs).last_hidden_state
        return pool(states.float().cpu().numpy(), [len(ids) for ids in input_ids])

    def stream_embeddings(
        self, batches: Sequence[Sequence[list[int]]]
    ) -> Generator[NDArray[np.float32]]:
        """Yield the vectors of batch after batch."""
        for batch in batches:
            yield self.compute_embeddings(batch)


def load_prompts(folder: Path) -> dict[str, str]:
    """Read what a model was trained to find in front of a text: role → prefix.

    Args:
        folder: Of a prepared model.

    Returns:
        Empty if the model wants nothing.
    """
    path = folder / _PROMPTS
    if not path.exists():
        return {}
    prompts = json.loads(path.read_text("utf-8")).get("prompts", {})
    return {str(role): str(prefix) for role, prefix in prompts.items()}
