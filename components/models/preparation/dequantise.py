"""A language model out of a GGUF file: float16 safetensors for torch, and OpenVINO's form.

The format and its tensor names follow https://github.com/ggml-org/ggml/blob/master/docs/gguf.md.
transformers reads GGUF too, but asks for one more package and takes several times as long.
"""

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from components.models.backends import openvino_decoder
from components.models.preparation.requantise import requantise

if TYPE_CHECKING:
    import numpy as np
    import torch


log = logging.getLogger(__name__)


def convert_llama(gguf: Path, built: Path) -> None:
    """Write a Llama model for every library that is installed, the same weights for each.

    Args:
        gguf: The GGUF file; more files are made beside it.
        built: Empty folder that receives what `from_pretrained` loads.

    Raises:
        ValueError: The file holds another architecture, or its tensors do not fit its
            configuration.
        OSError: A file cannot be read or written.
    """
    common = gguf.with_name("model.gguf")
    requantise(gguf, common)
    dequantise_llama(common, built)
    if not openvino_decoder.is_installed():
        return
    try:
        openvino_decoder.convert_decoder(common, built)
    except (RuntimeError, LookupError, ValueError):  # torch answers alone
        log.exception("OpenVINO cannot read %s", gguf.name)


def dequantise_llama(gguf: Path, built: Path) -> None:
    """Write weights, configuration and tokenizer of a Llama model.

    float16 keeps 11 bits of every weight, more than the 8 that such a file holds.

    Args:
        gguf: The GGUF file.
        built: Empty folder that receives what `from_pretrained` loads.

    Raises:
        ValueError: The file holds another architecture, or its tensors do not fit its
            configuration.
        OSError: A file cannot be read or written.
    """
    import torch
    from safetensors.torch import save_file
    from transformers import AutoConfig, AutoTokenizer, GenerationConfig

    folder, name = str(gguf.parent), gguf.name
    config = AutoConfig.from_pretrained(folder, gguf_file=name, local_files_only=True)
    if config.model_type != "llama":
        raise ValueError(f"{name} holds a {config.model_type} model; only llama is converted")
    config.architectures = ["LlamaForCausalLM"]
    config.dtype = torch.float16
    save_file(_read_tensors(gguf, config), built / "model.safetensors", metadata={"format": "pt"})
    config.save_pretrained(built)
    GenerationConfig.from_model_config(config).save_pretrained(built)
    tokenizer = AutoTokenizer.from_pretrained(folder, gguf_file=name, local_files_only=True)
    tokenizer.model_max_length = config.max_position_embeddings  # the file does not say it
    tokenizer.save_pretrained(built)


def undo_permutation(weights: "np.ndarray[Any, Any]", heads: int) -> "np.ndarray[Any, Any]":
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


def _read_tensors(gguf: Path, config: Any) -> "dict[str, torch.Tensor]":
    """Read every tensor that the configuration asks for, under its name in transformers."""
    import numpy as np
    import torch
    from gguf import MODEL_ARCH, GGUFReader, get_tensor_name_map
    from gguf.quants import dequantize
    from transformers import AutoModelForCausalLM

    stored = {tensor.name: tensor for tensor in GGUFReader(gguf).tensors}
    names = get_tensor_name_map(MODEL_ARCH.LLAMA, config.num_hidden_layers)
    with torch.device("meta"):  # shapes only, no memory
        shapes = {
            name: tensor.shape
            for name, tensor in AutoModelForCausalLM.from_config(config).state_dict().items()
        }
    if config.tie_word_embeddings:
        del shapes["lm_head.weight"]  # the same numbers as the word embeddings
    heads = {
        "q_proj.weight": config.num_attention_heads,
        "k_proj.weight": config.num_key_value_heads,
    }
    tensors = {}
    for name, shape in shapes.items():
        found = stored.get(str(names.get_name(name, try_suffixes=(".weight", ".bias"))))
        if found is None:
            raise ValueError(f"{gguf.name} lacks {name}")
        weights = dequantize(found.data, found.tensor_type)
        if weights.shape != shape:
            raise ValueError(f"{name} has shape {weights.shape}, expected {tuple(shape)}")
        count = next((n for suffix, n in heads.items() if name.endswith(suffix)), None)
        ordered = undo_permutation(weights, count) if count else weights
        tensors[name] = torch.tensor(np.ascontiguousarray(ordered)).to(torch.float16)
    return tensors
