"""Hidden states of every layer, and what a decoder's last step makes of them."""

from typing import Any

from components.engine.anatomy.parts import find_last_norm
from components.models.backends.loaded import LoadedModel


def read_states(loaded: LoadedModel, input_ids: list[int]) -> tuple[Any, Any]:
    """Let the model read a text and keep what passes from layer to layer.

    The library's last hidden state of a decoder is normed already; here it is what enters that
    norm, so that all rows are alike.

    Args:
        loaded: Any model.
        input_ids: Token ids of one text.

    Returns:
        Tensors: states, (layer, token, hidden), row 0 before the first layer; the model's own
        logits, (token, vocabulary), None for other than decoders.

    Raises:
        Refusal: `family_unknown` for a decoder of a family without a row (choose another model).
    """
    import torch

    ids = torch.tensor([input_ids], device=loaded.device)
    is_decoder = loaded.card.architecture == "decoder"
    model = loaded.model if is_decoder else loaded.model.base_model
    before_norm: list[Any] = []
    handles = []
    if is_decoder:
        norm = find_last_norm(loaded)
        handles = [norm.register_forward_pre_hook(lambda _, given: before_norm.append(given[0]))]
    try:
        with torch.inference_mode():
            output = model(input_ids=ids, output_hidden_states=True)
    finally:
        for handle in handles:
            handle.remove()
    states = list(output.hidden_states)
    if is_decoder:
        states[-1] = before_norm[0]
    return torch.stack(states)[:, 0], output.logits[0] if is_decoder else None


def compute_logits(loaded: LoadedModel, states: Any) -> Any:
    """Norm states of any layer and compare them with the vocabulary: W_U · Norm(h).

    Args:
        loaded: A decoder.
        states: (token, hidden), not normed.

    Returns:
        float32, (token, vocabulary).
    """
    import torch

    with torch.inference_mode():
        normed = find_last_norm(loaded)(states)
        return loaded.model.get_output_embeddings()(normed).float()
