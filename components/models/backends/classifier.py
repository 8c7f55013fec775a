"""Class logits of token ids, whatever library computes them; and how torch does."""

from collections.abc import Generator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.models.backends.padded import run_padded


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
        """Return the class logits of a batch: float32, (text, label)."""
        inputs = {"input_ids": list(input_ids)}
        logits = run_padded(self._model, self._tokenizer, self._device, inputs).logits
        return np.asarray(logits.float().cpu().numpy(), dtype=np.float32)

    def stream_logits(
        self, batches: Sequence[Sequence[list[int]]]
    ) -> Generator[NDArray[np.float32]]:
        """Yield the class logits of batch after batch."""
        for batch in batches:
            yield self.compute_logits(batch)
