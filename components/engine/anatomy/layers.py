"""The modules of one attention layer, found by family: BERT's, and Llama's with its relatives."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.models.backends.loaded import LoadedModel
from components.records.refusal import Refusal

Floats = NDArray[np.float32]

FAMILIES = {"bert": "learned", "llama": "rotary", "qwen2": "rotary"}
"""Model type of transformers → how it tells places apart."""


@dataclass(frozen=True)
class LayerParts:
    """Modules of one attention layer.

    Attributes:
        query: Linear, hidden → heads · d.
        key: Linear, hidden → key heads · d.
        value: The same for values.
        output: Linear, heads · d → hidden.
        norm: What norms the layer's input; None where nothing does.
    """

    query: Any
    key: Any
    value: Any
    output: Any
    norm: Any


def find_layer(loaded: LoadedModel, layer: int) -> LayerParts:
    """Find the modules of a layer.

    Raises:
        Refusal: `no_attention_steps` for a family that is not known here (choose another model).
    """
    base = loaded.model.base_model
    if FAMILIES.get(base.config.model_type) == "learned":
        block = base.encoder.layer[layer].attention
        inner = block.self
        return LayerParts(inner.query, inner.key, inner.value, block.output.dense, None)
    if FAMILIES.get(base.config.model_type) == "rotary":
        block = base.layers[layer]
        inner = block.self_attn
        return LayerParts(
            inner.q_proj, inner.k_proj, inner.v_proj, inner.o_proj, block.input_layernorm
        )
    raise Refusal("no_attention_steps", model=loaded.card.name)


@dataclass
class Watched:
    """What the model itself computed in one forward pass, each (token, numbers).

    Attributes:
        query: Output of the query projection, all heads side by side.
        key: The same of the key projection.
        value: The same of the value projection.
        heads: Outputs of all heads side by side: what W_O is given.
        output: What W_O gives.
    """

    query: Floats = field(default_factory=lambda: np.empty(0, np.float32))
    key: Floats = field(default_factory=lambda: np.empty(0, np.float32))
    value: Floats = field(default_factory=lambda: np.empty(0, np.float32))
    heads: Floats = field(default_factory=lambda: np.empty(0, np.float32))
    output: Floats = field(default_factory=lambda: np.empty(0, np.float32))


@contextmanager
def watch_layer(parts: LayerParts) -> Iterator[Watched]:
    """Note what goes through a layer while the model runs."""
    seen = Watched()

    def note(name: str) -> Any:
        def hook(_module: Any, given: tuple[Any, ...], gives: Any) -> None:
            setattr(seen, name, to_numpy(gives[0]))
            if name == "output":
                seen.heads = to_numpy(given[0][0])

        return hook

    names = ("query", "key", "value", "output")
    handles = [getattr(parts, name).register_forward_hook(note(name)) for name in names]
    try:
        yield seen
    finally:
        for handle in handles:
            handle.remove()


def to_numpy(tensor: Any) -> Floats:
    """Copy a tensor of any device and type into float32."""
    array: Floats = tensor.detach().float().cpu().numpy()
    return array


def read_linear(linear: Any) -> tuple[Floats, Floats]:
    """Give weights as (in, out), so that outputs are x @ weights + bias, and the bias."""
    weights = to_numpy(linear.weight).T
    bias = np.zeros(weights.shape[1], np.float32) if linear.bias is None else to_numpy(linear.bias)
    return weights, bias


def rms_norm(vectors: Floats, gain: Floats, epsilon: float) -> Floats:
    """Divide each vector by its root mean square (Zhang and Sennrich 2019, arXiv:1910.07467).

    Example:
        >>> rms_norm(np.array([[3.0, -4.0, 0.0, 0.0]]), np.ones(4), 0.0).tolist()
        [[1.2, -1.6, 0.0, 0.0]]
    """
    normed: Floats = vectors / np.sqrt((vectors**2).mean(-1, keepdims=True) + epsilon) * gain
    return normed


def layer_norm(vectors: Floats, gain: Floats, shift: Floats, epsilon: float) -> Floats:
    """Give each vector mean 0 and variance 1, then stretch and shift it (Ba et al. 2016).

    Example:
        >>> layer_norm(np.array([[1.0, 3.0]]), np.ones(2), np.array([0.0, 5.0]), 0.0).tolist()
        [[-1.0, 6.0]]
    """
    centred = vectors - vectors.mean(-1, keepdims=True)
    normed: Floats = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + epsilon) * gain
    return normed + shift
