"""A language model out of a GGUF file: float16 safetensors for torch, and OpenVINO's form.

Llama models exist for both libraries; OpenVINO does not read those of Gemma 3.

The format and its tensor names follow https://github.com/ggml-org/ggml/blob/master/docs/gguf.md.
transformers reads GGUF too, but asks for one more package and takes several times as long.
"""

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from components.models.backends import openvino_decoder
from components.models.preparation.requantise import requantise
from components.records.anatomy import FAMILIES, AttentionPaths, Family, GgufForm

if TYPE_CHECKING:
    import numpy as np
    import torch

    Weights = np.ndarray[Any, Any]

log = logging.getLogger(__name__)


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
    family = FAMILIES.get(config.model_type)
    form = None if family is None else family.gguf
    if family is None or form is None:
        raise ValueError(f"{gguf.name} holds a {config.model_type} model, which is not converted")
    if not form.is_read_by_openvino:
        _dequantise(gguf, config, family, form, built)
        return
    common = gguf.with_name("model.gguf")
    requantise(gguf, common)
    _dequantise(common, config, family, form, built)
    if not openvino_decoder.is_installed():
        return
    try:
        openvino_decoder.convert_decoder(common, built)
    except (RuntimeError, LookupError, ValueError):  # torch answers alone
        log.exception("OpenVINO cannot read %s", gguf.name)


def _dequantise(gguf: Path, config: Any, family: Family, form: GgufForm, built: Path) -> None:
    """Write weights, configuration and tokenizer for torch.

    float16 keeps 11 bits of every weight, more than the 8 that such a file holds.
    """
    import torch
    from safetensors.torch import save_file
    from transformers import AutoTokenizer, GenerationConfig

    config.update({name: getattr(config, source) for name, source in form.settings.items()})
    config.architectures = [family.heads["decoder"].class_name]
    config.dtype = torch.float16
    tensors = _read_tensors(gguf, config, family, form)
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


def _restore(
    name: str, weights: "Weights", config: Any, paths: AttentionPaths, form: GgufForm
) -> "Weights":
    """Bring weights of a GGUF file to what transformers keeps under a name."""
    if form.norm_shift and name.endswith("norm.weight"):
        return weights - form.norm_shift
    if form.has_paired_rows and name.endswith(f"{paths.query}.weight"):
        return undo_permutation(weights, config.num_attention_heads)
    if form.has_paired_rows and name.endswith(f"{paths.key}.weight"):
        return undo_permutation(weights, config.num_key_value_heads)
    return weights


def _read_tensors(
    gguf: Path, config: Any, family: Family, form: GgufForm
) -> "dict[str, torch.Tensor]":
    """Read every tensor that the configuration asks for, under its name in transformers."""
    import numpy as np
    import torch
    from gguf import MODEL_ARCH, GGUFReader, get_tensor_name_map
    from gguf.quants import dequantize
    from transformers import AutoModelForCausalLM

    stored = {tensor.name: tensor for tensor in GGUFReader(gguf).tensors}
    names = get_tensor_name_map(MODEL_ARCH[form.architecture], config.num_hidden_layers)
    with torch.device("meta"):  # shapes only, no memory
        shapes = {
            name: tensor.shape
            for name, tensor in AutoModelForCausalLM.from_config(config).state_dict().items()
        }
    if config.tie_word_embeddings:
        # The head has the same numbers as the word embeddings.
        del shapes[f"{family.heads['decoder'].module}.weight"]
    tensors = {}
    for name, shape in shapes.items():
        found = stored.get(str(names.get_name(name, try_suffixes=(".weight", ".bias"))))
        if found is None:
            raise ValueError(f"{gguf.name} lacks {name}")
        weights = dequantize(found.data, found.tensor_type)
        if weights.shape != shape:
            raise ValueError(f"{name} has shape {weights.shape}, expected {tuple(shape)}")
        restored = _restore(name, weights, config, family.attention, form)
        tensors[name] = torch.from_numpy(restored.astype(np.float16, order="C"))
    return tensors
