"""A language model out of a GGUF file: float16 safetensors for torch, and OpenVINO's form.

Llama models exist for both libraries; OpenVINO does not read those of Gemma 3.

The format and its tensor names follow https://github.com/ggml-org/ggml/blob/master/docs/gguf.md.
transformers reads GGUF too, but asks for one more package and takes several times as long.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from components.models.backends import openvino_decoder
from components.models.preparation.requantise import requantise

if TYPE_CHECKING:
    import numpy as np
    import torch

    Weights = np.ndarray[Any, Any]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Family:
    """How the models of one architecture come back out of a GGUF file.

    Attributes:
        gguf_name: The architecture in the file, as a name of `gguf.MODEL_ARCH`.
        class_name: Class of transformers.
        restore: (name in transformers, weights, configuration) → the weights of transformers.
        settings: Configuration → what the file does not say of it.
        is_read_by_openvino: True where OpenVINO reads the file itself.
    """

    gguf_name: str
    class_name: str
    restore: "Callable[[str, Weights, Any], Weights]"
    settings: Callable[[Any], dict[str, Any]] = lambda _: {}
    is_read_by_openvino: bool = False


def convert_gguf(gguf: Path, built: Path) -> None:
    """Write a model for every library that is installed, the same weights for each.

    Args:
        gguf: The GGUF file; more files are made beside it.
        built: Empty folder that receives what `from_pretrained` loads.

    Raises:
        ValueError: The file holds another architecture, or its tensors do not fit its
            configuration.
        OSError: A file cannot be read or written.
    """
    from transformers import AutoConfig

    config = AutoConfig.from_pretrained(gguf.parent, gguf_file=gguf.name, local_files_only=True)
    family = _FAMILIES.get(config.model_type)
    if family is None:
        raise ValueError(f"{gguf.name} holds a {config.model_type} model, which is not converted")
    if not family.is_read_by_openvino:
        _dequantise(gguf, config, family, built)
        return
    common = gguf.with_name("model.gguf")
    requantise(gguf, common)
    _dequantise(common, config, family, built)
    if not openvino_decoder.is_installed():
        return
    try:
        openvino_decoder.convert_decoder(common, built)
    except (RuntimeError, LookupError, ValueError):  # torch answers alone
        log.exception("OpenVINO cannot read %s", gguf.name)


def _dequantise(gguf: Path, config: Any, family: _Family, built: Path) -> None:
    """Write weights, configuration and tokenizer for torch.

    float16 keeps 11 bits of every weight, more than the 8 that such a file holds.
    """
    import torch
    from safetensors.torch import save_file
    from transformers import AutoTokenizer, GenerationConfig

    config.update(family.settings(config))
    config.architectures = [family.class_name]
    config.dtype = torch.float16
    tensors = _read_tensors(gguf, config, family)
    save_file(tensors, built / "model.safetensors", metadata={"format": "pt"})
    config.save_pretrained(built)
    GenerationConfig.from_model_config(config).save_pretrained(built)
    tokenizer = AutoTokenizer.from_pretrained(
        gguf.parent, gguf_file=gguf.name, local_files_only=True
    )
    tokenizer.model_max_length = config.max_position_embeddings  # the file does not say it
    tokenizer.save_pretrained(built)


def undo_permutation(weights: "Weights", heads: int) -> "Weights":
    """Put the rows of a query or key projection back into the order of transformers.

    Rotary embeddings turn pairs of rows. GGUF keeps the two rows of a pair beside each other,
    transformers half a head apart.

    Args:
        weights: Shape (heads · rows per head, columns), as in the GGUF file.
        heads: Number of heads of this projection; for keys, the number of key-value heads.

    Returns:
        The same rows in another order, same shape.

    >>> import numpy as np
    >>> undo_permutation(np.arange(4)[:, None], heads=1)[:, 0].tolist()
    [0, 2, 1, 3]
    """
    rows = weights.shape[0] // heads
    pairs = weights.reshape(heads, rows // 2, 2, *weights.shape[1:])
    return pairs.swapaxes(1, 2).reshape(weights.shape)


def _restore_llama(name: str, weights: "Weights", config: Any) -> "Weights":
    if name.endswith("q_proj.weight"):
        return undo_permutation(weights, config.num_attention_heads)
    if name.endswith("k_proj.weight"):
        return undo_permutation(weights, config.num_key_value_heads)
    return weights


def _restore_gemma3(name: str, weights: "Weights", _config: Any) -> "Weights":
    """GGUF keeps the factor of a norm; transformers keeps it less 1 and adds the 1 again."""
    return weights - 1 if name.endswith("norm.weight") else weights


_FAMILIES = {
    "llama": _Family("LLAMA", "LlamaForCausalLM", _restore_llama, is_read_by_openvino=True),
    "gemma3_text": _Family(
        "GEMMA3",
        "Gemma3ForCausalLM",
        _restore_gemma3,
        # Queries are divided by the root of this: the head's size in all sizes but the largest.
        settings=lambda config: {"query_pre_attn_scalar": config.head_dim},
    ),
}
"""Type of model in transformers → its family."""


def _read_tensors(gguf: Path, config: Any, family: _Family) -> "dict[str, torch.Tensor]":
    """Read every tensor that the configuration asks for, under its name in transformers."""
    import numpy as np
    import torch
    from gguf import MODEL_ARCH, GGUFReader, get_tensor_name_map
    from gguf.quants import dequantize
    from transformers import AutoModelForCausalLM

    stored = {tensor.name: tensor for tensor in GGUFReader(gguf).tensors}
    names = get_tensor_name_map(MODEL_ARCH[family.gguf_name], config.num_hidden_layers)
    with torch.device("meta"):  # shapes only, no memory
        shapes = {
            name: tensor.shape
            for name, tensor in AutoModelForCausalLM.from_config(config).state_dict().items()
        }
    if config.tie_word_embeddings:
        del shapes["lm_head.weight"]  # the same numbers as the word embeddings
    tensors = {}
    for name, shape in shapes.items():
        found = stored.get(str(names.get_name(name, try_suffixes=(".weight", ".bias"))))
        if found is None:
            raise ValueError(f"{gguf.name} lacks {name}")
        weights = dequantize(found.data, found.tensor_type)
        if weights.shape != shape:
            raise ValueError(f"{name} has shape {weights.shape}, expected {tuple(shape)}")
        restored = family.restore(name, weights, config)
        tensors[name] = torch.from_numpy(restored.astype(np.float16, order="C"))
    return tensors
