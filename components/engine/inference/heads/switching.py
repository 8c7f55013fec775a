"""Switch attention heads off while a model reads.

A head is off when its part of the input of W_O is zero: it then adds nothing to the residual stream
(Michel et al. 2019, arXiv:1905.10650). The bias of W_O, where there is one, belongs to no head and
stays.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.engine.anatomy.parts import find_layers
from components.models.backends.loaded import LoadedModel


@contextmanager
def switched_off(loaded: LoadedModel, is_off: NDArray[np.bool_]) -> Iterator[None]:
    """Run what is inside with some heads off.

    Args:
        is_off: bool, (copy, layer, head); with one copy it holds for every input of a batch, else
            for the input of the same index.

    Raises:
        Refusal: `family_unknown` when the model's family has no row.
    """
    with ExitStack() as stack:
        for number, parts in enumerate(find_layers(loaded)):
            if is_off[:, number].any():
                handle = parts.output.register_forward_pre_hook(_silence(is_off[:, number]))
                stack.callback(handle.remove)
        yield


def _silence(is_off: NDArray[np.bool_]) -> Any:
    import torch

    keep = torch.from_numpy(~is_off)

    def hook(_module: Any, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
        heads = arguments[0]  # (copy, token, head · dimension)
        width = heads.shape[-1] // keep.shape[-1]
        mask = keep.repeat_interleave(width, dim=-1)[:, None].to(heads)
        return (heads * mask, *arguments[1:])

    return hook
