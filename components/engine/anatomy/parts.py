"""The modules of a loaded model, found by the table of families."""

from dataclasses import dataclass
from typing import Any

from components.models.backends.loaded import LoadedModel
from components.records.anatomy import FAMILIES, Family
from components.records.refusal import Refusal


@dataclass(frozen=True)
class LayerParts:
    """Modules of one attention layer.

    Attributes:
        layer: The whole layer.
        query: Linear, hidden → heads · d. A family whose layers compute queries, keys and values
            together has one and the same module here three times.
        key: Linear, hidden → key heads · d.
        value: The same for values.
        output: W_O; takes the heads' outputs side by side, in the order of the heads.
        norm: What norms the layer's input; None if nothing does.
    """

    layer: Any
    query: Any
    key: Any
    value: Any
    output: Any
    norm: Any


def family_of(loaded: LoadedModel) -> Family:
    """Look up how a model is built.

    Raises:
        Refusal: `family_unknown` for a model whose family has no row (choose another).
    """
    config = getattr(loaded.model, "config", None)
    model_type = str(getattr(config, "model_type", None))
    if model_type not in FAMILIES:
        raise Refusal("family_unknown", model=loaded.card.name, family=model_type)
    return FAMILIES[model_type]


def find_layers(loaded: LoadedModel) -> list[LayerParts]:
    """Find the attention of every layer, in their order.

    Raises:
        Refusal: `family_unknown`.
    """
    family = family_of(loaded)
    paths = family.attention
    return [
        LayerParts(
            layer,
            query=layer.get_submodule(paths.query),
            key=layer.get_submodule(paths.key),
            value=layer.get_submodule(paths.value),
            output=layer.get_submodule(paths.output),
            norm=None if paths.norm is None else layer.get_submodule(paths.norm),
        )
        for layer in loaded.model.base_model.get_submodule(family.layers)
    ]


def find_last_norm(loaded: LoadedModel) -> Any:
    """Find the norm between a decoder's last layer and the vocabulary.

    Raises:
        Refusal: `family_unknown`; `no_lens` for a family without such a norm (choose another).
    """
    path = family_of(loaded).final_norm
    if path is None:
        raise Refusal("no_lens", model=loaded.card.name)
    return loaded.model.base_model.get_submodule(path)


def count_heads(loaded: LoadedModel) -> int:
    """How many heads a layer has; query heads, where several of them share keys and values."""
    return int(loaded.model.config.num_attention_heads)
