"""Classifiers on OpenVINO, which is fastest on a CPU.

https://docs.openvino.ai: `convert_model` traces the torch model once, at preparation; the plugin
computes in bfloat16 where the processor does, so probabilities differ from torch's by up to 0.02.
"""

import importlib.util
import logging
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

log = logging.getLogger(__name__)

FOLDER = "openvino"
"""Where a prepared model keeps its converted form, inside its own folder."""
_FILE = "model.xml"


def is_installed() -> bool:
    """Tell whether OpenVINO can be imported, without importing it."""
    return importlib.util.find_spec("openvino") is not None


def convert_classifier(folder: Path) -> None:
    """Convert a prepared classifier, beside its weights.

    Args:
        folder: Of a sequence classifier that transformers loads; gets a folder `openvino`.

    Raises:
        OSError: The folder cannot be written.
    """
    import openvino
    import torch
    from transformers import AutoModelForSequenceClassification
    from transformers.utils import logging as transformers_logging

    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    model = AutoModelForSequenceClassification.from_pretrained(
        folder, local_files_only=True, use_safetensors=True, attn_implementation="eager"
    ).eval()
    example = {name: torch.ones(2, 8, dtype=torch.long) for name in _inputs_of(model)}
    with warnings.catch_warnings():
        # Tracing fixes the branches of the Python code, which do not depend on a text's length.
        warnings.simplefilter("ignore", Warning)
        converted = openvino.convert_model(model, example_input=example)
    openvino.save_model(converted, folder / FOLDER / _FILE, compress_to_fp16=True)


def _inputs_of(model: Any) -> list[str]:
    """Names of the inputs; models without token types do not take them."""
    has_types = getattr(model.config, "type_vocab_size", 0) > 0
    return ["input_ids", "attention_mask", *(["token_type_ids"] if has_types else [])]


class OpenVinoClassifier:
    """A converted classifier, compiled for this processor.

    Args:
        folder: Prepared folder with a converted model in it.
        pad_token_id: Fills up the shorter texts of a batch.
    """

    backend = "openvino"

    def __init__(self, folder: Path, pad_token_id: int) -> None:
        import openvino

        compiled = openvino.Core().compile_model(
            folder / FOLDER / _FILE, "CPU", {"PERFORMANCE_HINT": "LATENCY"}
        )
        self._request = compiled.create_infer_request()
        self._inputs = [port.get_any_name() for port in compiled.inputs]
        self._pad_token_id = pad_token_id

    def compute_logits(self, input_ids: Sequence[list[int]]) -> NDArray[np.float32]:
        """Class logits of a batch: float32, (text, label)."""
        shape = (len(input_ids), max(len(ids) for ids in input_ids))
        arrays = {
            "input_ids": np.full(shape, self._pad_token_id, dtype=np.int64),
            "attention_mask": np.zeros(shape, dtype=np.int64),
            "token_type_ids": np.zeros(shape, dtype=np.int64),
        }
        for row, ids in enumerate(input_ids):
            arrays["input_ids"][row, : len(ids)] = ids
            arrays["attention_mask"][row, : len(ids)] = 1
        outputs = self._request.infer({name: arrays[name] for name in self._inputs})
        return np.array(outputs[0], dtype=np.float32)


def load_classifier(folder: Path, pad_token_id: int) -> OpenVinoClassifier | None:
    """Load the converted form of a prepared classifier.

    Returns:
        None where OpenVINO is not installed, the model was prepared without it, or it cannot be
        compiled here.
    """
    if not is_installed() or not (folder / FOLDER / _FILE).exists():
        return None
    try:
        return OpenVinoClassifier(folder, pad_token_id)
    except RuntimeError:
        log.exception("OpenVINO cannot run %s", folder.name)
        return None
