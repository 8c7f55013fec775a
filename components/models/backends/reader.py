"""Start and end logits of questions with texts, whatever library computes them; torch's way."""

from collections.abc import Generator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.models.backends.padded import run_padded


def fill_token_types(input_ids: Sequence[list[int]], text_starts: Sequence[int]) -> list[list[int]]:
    """BERT's token types: 0 in the question, 1 from the text's first token on."""
    return [
        [0] * start + [1] * (len(ids) - start)
        for ids, start in zip(input_ids, text_starts, strict=True)
    ]


class TorchReader:
    """A question answerer of transformers on torch.

    Args:
        model: In evaluation mode.
        tokenizer: Pads batches, and says whether the model was trained with token types.
        device: Where the model is.
    """

    backend = "torch"

    def __init__(self, model: Any, tokenizer: Any, device: str) -> None:
        self._model, self._tokenizer, self._device = model, tokenizer, device

    def compute_span_logits(
        self, input_ids: Sequence[list[int]], text_starts: Sequence[int]
    ) -> NDArray[np.float32]:
        """Return the start and end logits of a batch: float32, (window, 2, token)."""
        import torch

        inputs = {"input_ids": list(input_ids)}
        if "token_type_ids" in self._tokenizer.model_input_names:
            inputs["token_type_ids"] = fill_token_types(input_ids, text_starts)
        output = run_padded(self._model, self._tokenizer, self._device, inputs)
        pair = torch.stack([output.start_logits, output.end_logits], dim=1)
        return np.asarray(pair.float().cpu().numpy(), dtype=np.float32)

    def stream_span_logits(
        self, batches: Sequence[tuple[Sequence[list[int]], Sequence[int]]]
    ) -> Generator[NDArray[np.float32]]:
        """Yield the logits of batch after batch of ids and starts."""
        for input_ids, text_starts in batches:
            yield self.compute_span_logits(input_ids, text_starts)
