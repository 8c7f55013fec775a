"""A batch of inputs of any lengths through a model on torch."""

from collections.abc import Mapping
from typing import Any


def run_padded(model: Any, tokenizer: Any, device: str, inputs: Mapping[str, Any]) -> Any:
    """Pad a batch, move it to the model and run it there, without gradients.

    Args:
        model: Of transformers, in evaluation mode.
        tokenizer: Pads.
        device: Where the model is.
        inputs: `input_ids`, and `token_type_ids` where the model wants them: one list per text.

    Returns:
        The model's output.
    """
    import torch

    batch = tokenizer.pad(dict(inputs), return_tensors="pt", verbose=False)
    with torch.inference_mode():
        return model(**batch.to(device))
