"""Classifiers, readers and encoders on OpenVINO, which is fastest on a CPU.

https://docs.openvino.ai: `convert_model` traces the torch model once, at preparation; the plugin
computes in bfloat16 where the processor does, so probabilities differ from torch's by up to 0.02.
"""

import importlib.util
import logging
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from components.models.backends.embedder import pool
from components.models.backends.reader import fill_token_types

log = logging.getLogger(__name__)
T = TypeVar("T")

FOLDER = "openvino"
"""Where a prepared model keeps its converted form, inside its own folder."""
_FILE = "model.xml"
AUTO_CLASS = {
    "encoder": "AutoModel",
    "sequence-classifier": "AutoModelForSequenceClassification",
    "question-answerer": "AutoModelForQuestionAnswering",
}
"""Architectures that are converted here, and the class of transformers that loads each."""


def is_installed() -> bool:
    """Tell whether OpenVINO can be imported, without importing it."""
    return importlib.util.find_spec("openvino") is not None


def convert_encoder(folder: Path, architecture: str) -> None:
    """Convert a prepared encoder with its head, beside its weights.

    Args:
        folder: Of a model that transformers loads; gets a folder `openvino`.
        architecture: A key of `AUTO_CLASS`.

    Raises:
        OSError: The folder cannot be written.
    """
    import openvino
    import torch
    import transformers
    from transformers.utils import logging as transformers_logging

    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    model = (
        getattr(transformers, AUTO_CLASS[architecture])
        .from_pretrained(
            folder, local_files_only=True, use_safetensors=True, attn_implementation="eager"
        )
        .eval()
    )
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


class _Compiled:
    """A converted model, compiled for this processor.

    Args:
        folder: Prepared folder with a converted model in it.
        pad_token_id: Fills up the shorter inputs of a batch.
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

    def _infer(
        self, input_ids: Sequence[list[int]], token_types: Sequence[list[int]] | None = None
    ) -> Any:
        """Outputs of a batch by their number; token types are 0 unless given."""
        shape = (len(input_ids), max(len(ids) for ids in input_ids))
        arrays = {
            "input_ids": np.full(shape, self._pad_token_id, dtype=np.int64),
            "attention_mask": np.zeros(shape, dtype=np.int64),
            "token_type_ids": np.zeros(shape, dtype=np.int64),
        }
        for row, ids in enumerate(input_ids):
            arrays["input_ids"][row, : len(ids)] = ids
            arrays["attention_mask"][row, : len(ids)] = 1
            if token_types is not None:
                arrays["token_type_ids"][row, : len(ids)] = token_types[row]
        return self._request.infer({name: arrays[name] for name in self._inputs})


class OpenVinoClassifier(_Compiled):
    """A sequence classifier on OpenVINO."""

    def compute_logits(self, input_ids: Sequence[list[int]]) -> NDArray[np.float32]:
        """Class logits of a batch: float32, (text, label)."""
        return np.array(self._infer(input_ids)[0], dtype=np.float32)


class OpenVinoReader(_Compiled):
    """An extractive question answerer on OpenVINO.

    Args:
        folder: Prepared folder with a converted model in it.
        tokenizer: Says what pads, and whether the model was trained with token types.
    """

    def __init__(self, folder: Path, tokenizer: Any) -> None:
        super().__init__(folder, tokenizer.pad_token_id)
        self._has_types = "token_type_ids" in tokenizer.model_input_names

    def compute_span_logits(
        self, input_ids: Sequence[list[int]], text_starts: Sequence[int]
    ) -> NDArray[np.float32]:
        """Start and end logits of a batch: float32, (window, 2, token)."""
        types = fill_token_types(input_ids, text_starts) if self._has_types else None
        outputs = self._infer(input_ids, types)
        return np.stack([outputs[0], outputs[1]], axis=1).astype(np.float32)


class OpenVinoEmbedder(_Compiled):
    """An encoder on OpenVINO."""

    def compute_embeddings(self, input_ids: Sequence[list[int]]) -> NDArray[np.float32]:
        """Vectors of a batch: float32, (text, hidden), each of length 1."""
        states = np.asarray(self._infer(input_ids)[0], dtype=np.float32)
        return pool(states, [len(ids) for ids in input_ids])


def load_classifier(folder: Path, pad_token_id: int) -> OpenVinoClassifier | None:
    """Load the converted form of a prepared classifier.

    Returns:
        None where OpenVINO is not installed, the model was prepared without it, or it cannot be
        compiled here.
    """
    return _load(folder, lambda: OpenVinoClassifier(folder, pad_token_id))


def load_reader(folder: Path, tokenizer: Any) -> OpenVinoReader | None:
    """Load the converted form of a prepared question answerer; None as in `load_classifier`."""
    return _load(folder, lambda: OpenVinoReader(folder, tokenizer))


def load_embedder(folder: Path, pad_token_id: int) -> OpenVinoEmbedder | None:
    """Load the converted form of a prepared encoder; None as in `load_classifier`."""
    return _load(folder, lambda: OpenVinoEmbedder(folder, pad_token_id))


def _load(folder: Path, compile_model: Callable[[], T]) -> T | None:
    if not is_installed() or not (folder / FOLDER / _FILE).exists():
        return None
    try:
        return compile_model()
    except RuntimeError:
        log.exception("OpenVINO cannot run %s", folder.name)
        return None
