"""What goes through one attention layer while the model runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.engine.anatomy.parts import LayerParts

Floats = NDArray[np.float32]


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
    """Return weights as (in, out), so that outputs are x @ weights + bias, and the bias."""
    weights = to_numpy(linear.weight).T
    bias = np.zeros(weights.shape[1], np.float32) if linear.bias is None else to_numpy(linear.bias)
    return weights, bias
