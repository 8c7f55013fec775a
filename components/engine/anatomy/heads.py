"""Where the parts of attention are inside the models of transformers."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Any

from components.models.backends.loaded import LoadedModel
from components.records.refusal import Refusal

_LAYERS = ("encoder.layer", "transformer.layer", "layers", "h")
_PARTS = (
    ("attention.self.value", "attention.output.dense"),  # BERT and RoBERTa
    ("attention.v_lin", "attention.out_lin"),  # DistilBERT
    ("self_attn.v_proj", "self_attn.o_proj"),  # Llama, Qwen2, Gemma 3
    ("attn.c_attn", "attn.c_proj"),  # GPT-2, whose c_attn gives query, key and value together
)


@dataclass(frozen=True)
class AttentionParts:
    """Modules of one layer.

    Attributes:
        layer: The whole layer.
        value: Gives the value vectors of all heads.
        output: W_O; takes the heads' outputs beside each other, in the order of the heads.
    """

    layer: Any
    value: Any
    output: Any


def find_parts(loaded: LoadedModel) -> list[AttentionParts]:
    """Find the attention of every layer.

    Args:
        loaded: The model.

    Returns:
        One a layer, in order.

    Raises:
        Refusal: `no_heads` when the model is of a kind that is not known here (choose another).
    """
    stacks = (_get(loaded.model.base_model, path) for path in _LAYERS)
    layers: Any = next((stack for stack in stacks if stack is not None), [])
    parts = [part for layer in layers for part in _parts_of(layer)]
    if not parts or len(parts) != len(layers):
        raise Refusal("no_heads", model=loaded.card.name)
    return parts


def count_heads(loaded: LoadedModel) -> int:
    """How many heads a layer has; query heads, where several of them share keys and values."""
    return int(loaded.model.config.num_attention_heads)


def _parts_of(layer: Any) -> Iterator[AttentionParts]:
    for value, output in _PARTS:
        found = _get(layer, value), _get(layer, output)
        if all(module is not None for module in found):
            yield AttentionParts(layer, *found)


def _get(module: Any, path: str) -> Any:
    return reduce(lambda part, name: getattr(part, name, None), path.split("."), module)
