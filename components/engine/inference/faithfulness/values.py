"""Attention together with what it carries: the norms of weighted values, and values set to zero.

Norms: Kobayashi et al. 2020 (arXiv:2004.10102). Value zeroing: Mohebbi et al. 2023
(arXiv:2301.12971).
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.engine.anatomy.parts import LayerParts, find_layers
from components.models.backends.loaded import LoadedModel

Floats = NDArray[np.float64]


def compute_norms(
    loaded: LoadedModel, input_ids: list[int], weights: NDArray[np.float32], query: int
) -> Floats:
    """Length of what each token's values add to one token in the last layer.

    ‖Σ over heads of αᵢⱼ (xⱼ W_V + b_V) W_O‖, W_O without its bias.

    Args:
        loaded: An encoder or classifier whose value module gives nothing but values.
        input_ids: Token ids of one text.
        weights: (layer, head, query, key), the model's attention.
        query: Index i of the token that receives.

    Returns:
        float64, (key,).
    """
    import torch

    parts = find_layers(loaded)[-1]
    caught: list[Any] = []
    handle = parts.value.register_forward_hook(lambda _m, _a, output: caught.append(output))
    try:
        with torch.inference_mode():
            loaded.model.base_model(input_ids=torch.tensor([input_ids], device=loaded.device))
    finally:
        handle.remove()
    values = caught[0][0].double()  # (token, head · dimension)
    alpha = torch.from_numpy(weights[-1, :, query].T.copy()).to(values)  # (key, head)
    width = values.shape[-1] // alpha.shape[-1]
    weighted = values * alpha.repeat_interleave(width, dim=-1)
    sent = weighted @ parts.output.weight.detach().double().T
    return np.asarray(sent.norm(dim=-1).cpu().numpy(), dtype=np.float64)


def compute_value_zeroing(
    loaded: LoadedModel, input_ids: list[int], on_layer: Callable[[int], None]
) -> Floats:
    """Return how much each token's new vector turns when another token's values are zeroed.

    Args:
        loaded: An encoder or classifier.
        input_ids: Token ids of one text.
        on_layer: Told before each layer how many are done.

    Returns:
        float64, (layer, query, key): 1 − cos(hᵢ, hᵢ without vⱼ), rows made to sum to 1.
    """
    import torch

    parts = find_layers(loaded)
    calls: list[tuple[tuple[Any, ...], dict[str, Any]]] = []
    handles = [
        part.layer.register_forward_pre_hook(
            lambda _m, args, kwargs: calls.append((args, kwargs)), with_kwargs=True
        )
        for part in parts
    ]
    try:
        with torch.inference_mode():
            loaded.model.base_model(input_ids=torch.tensor([input_ids], device=loaded.device))
    finally:
        for handle in handles:
            handle.remove()
    layers = []
    for number, (part, (args, kwargs)) in enumerate(zip(parts, calls, strict=True)):
        on_layer(number)
        layers.append(_zero_each_value(part, args, kwargs))
    return np.stack(layers)


def _zero_each_value(part: LayerParts, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Floats:
    """Run one layer again on one copy per token, in which that token's values are zero."""
    import torch

    states = args[0]
    count = states.shape[1]
    keep = (1 - torch.eye(count)).to(states)[:, :, None]
    handle = None
    with torch.inference_mode():
        before = _hidden(part.layer(states, *args[1:], **kwargs))
        try:
            handle = part.value.register_forward_hook(lambda _m, _a, output: output * keep)
            copies = states.expand(count, -1, -1)
            after = _hidden(part.layer(copies, *args[1:], **kwargs))
        finally:
            if handle is not None:
                handle.remove()
        similarity = torch.nn.functional.cosine_similarity(before.double(), after.double(), dim=-1)
    turned = (1 - similarity.T).clamp(min=0).cpu().numpy()  # (query, key)
    total = np.maximum(turned.sum(axis=-1, keepdims=True), np.finfo(np.float64).tiny)
    return np.asarray(turned / total, dtype=np.float64)


def _hidden(output: Any) -> Any:
    return output[0] if isinstance(output, tuple) else output
