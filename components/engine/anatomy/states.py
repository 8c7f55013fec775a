"""Hidden states of every layer, and what a decoder's last step makes of them."""

from typing import Any

from components.engine.inference.encoding import is_byte_level, show_byte_piece, show_text_piece
from components.models.backends.loaded import LoadedModel
from components.records.refusal import Refusal


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
        Refusal: `no_lens` for a decoder whose last norm is not found (choose another model).
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


def name_last_norm(loaded: LoadedModel) -> str:
    """Name the norm between a decoder's last layer and the vocabulary, as seen from the model.

    Raises:
        Refusal: `no_lens` where there is none under a known name (choose another model).
    """
    for name in ("norm", "ln_f"):
        if hasattr(loaded.model.base_model, name):
            return f"{loaded.model.base_model_prefix}.{name}"
    raise Refusal("no_lens", model=loaded.card.name)


def find_last_norm(loaded: LoadedModel) -> Any:
    """Give that norm.

    Raises:
        Refusal: `no_lens`.
    """
    return loaded.model.get_submodule(name_last_norm(loaded))


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


def show_token(loaded: LoadedModel, token_id: int) -> str:
    """Show a token of the vocabulary: whole characters as they are, parts of one as bytes."""
    show_piece = show_byte_piece if is_byte_level(loaded) else show_text_piece
    return show_piece(loaded.tokenizer.convert_ids_to_tokens(token_id))
