"""Classifiers, readers and encoders on OpenVINO, which is fastest on a CPU.

https://docs.openvino.ai: `convert_model` traces the torch model once, at preparation; the plugin
computes in bfloat16 where the processor does, so probabilities differ from torch's by up to 0.02.
"""

import importlib.util
import logging
import warnings
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from components.models.backends.embedder import pool
from components.models.backends.first_token import is_bert_classifier, keep_first_token
from components.models.backends.reader import fill_token_types
from components.records.anatomy import AUTO_CLASSES
from components.records.model import Architecture

log = logging.getLogger(__name__)
T = TypeVar("T")

FOLDER = "openvino"
"""Where a prepared model keeps its converted form, inside its own folder."""
_FILE = "model.xml"
CONVERTED: frozenset[Architecture] = frozenset(
    {"encoder", "sequence-classifier", "question-answerer"}
)
"""Architectures that are converted here."""


def is_installed() -> bool:
    """Return whether OpenVINO can be imported, without importing it."""
    return importlib.util.find_spec("openvino") is not None


def convert_encoder(folder: Path, architecture: Architecture) -> None:
    """Convert a prepared encoder with its head, beside its weights.

    Args:
        folder: Of a model that transformers loads; gets a folder `openvino`.
        architecture: One of `CONVERTED`.

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
        getattr(transformers, AUTO_CLASSES[architecture])
        .from_pretrained(
            folder, local_files_only=True, use_safetensors=True, attn_implementation="eager"
        )
        .eval()
    )
    example = {name: torch.ones(2, 8, dtype=torch.long) for name in _inputs_of(model)}
    if is_bert_classifier(model):
        model = keep_first_token(model)
    with warnings.catch_warnings():
        # Tracing fixes the branches of the Python code, which do not depend on a text's length.
        warnings.simplefilter("ignore", Warning)
        converted = openvino.convert_model(model, example_input=example)
    for port, name in zip(converted.inputs, example, strict=True):
        port.tensor.set_names({name})  # tracing can leave further names on an input
    openvino.save_model(converted, folder / FOLDER / _FILE, compress_to_fp16=True)


def _inputs_of(model: Any) -> list[str]:
    """Return the names of the inputs; models without token types do not take them."""
    has_types = getattr(model.config, "type_vocab_size", 0) > 0
    return ["input_ids", "attention_mask", *(["token_type_ids"] if has_types else [])]


class _Compiled:
    """A converted model, compiled for this processor: for one text at once, and for many in a row.

    Args:
        folder: Prepared folder with a converted model in it.
        pad_token_id: Fills up the shorter inputs of a batch.
    """

    backend = "openvino"

    def __init__(self, folder: Path, pad_token_id: int) -> None:
        self._path = folder / FOLDER / _FILE
        self._pad_token_id = pad_token_id
        compiled = self._compile("LATENCY")
        self._request = compiled.create_infer_request()
        self._names = [port.get_any_name() for port in compiled.inputs]

    @cached_property
    def _requests(self) -> list[Any]:
        """Requests that run beside each other, each on some of the cores; compiled when wanted.

        Cores that need not wait for each other after every layer do more in the same time.
        """
        compiled = self._compile("THROUGHPUT")
        count = compiled.get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS")
        return [compiled.create_infer_request() for _ in range(count)]

    def _compile(self, hint: str) -> Any:
        import openvino

        return openvino.Core().compile_model(self._path, "CPU", {"PERFORMANCE_HINT": hint})

    def _pad(
        self, input_ids: Sequence[list[int]], token_types: Sequence[list[int]] | None = None
    ) -> dict[str, NDArray[np.int64]]:
        """Return the inputs of a batch; token types are 0 unless given."""
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
        return {name: arrays[name] for name in self._names}

    def _stream(
        self, batches: Sequence[dict[str, NDArray[np.int64]]]
    ) -> Generator[list[NDArray[np.float32]]]:
        """Yield the outputs of batch after batch in their order, several batches under way."""
        if len(batches) == 1:
            yield _copy_outputs(self._request.infer(batches[0]).values())
            return
        free, running = list(self._requests), deque[Any]()
        try:
            for batch in batches:
                done = None
                if not free:
                    done = _take_outputs(running[0])
                    free.append(running.popleft())
                running.append(free.pop())
                running[-1].start_async(batch)
                if done is not None:
                    yield done
            while running:
                done = _take_outputs(running[0])
                running.popleft()
                yield done
        finally:
            for request in running:  # a request that still runs cannot be started again
                with suppress(RuntimeError):
                    request.wait()


def _take_outputs(request: Any) -> list[NDArray[np.float32]]:
    request.wait()
    return _copy_outputs(tensor.data for tensor in request.output_tensors)


def _copy_outputs(outputs: Iterable[Any]) -> list[NDArray[np.float32]]:
    return [np.array(output, dtype=np.float32) for output in outputs]


class OpenVinoClassifier(_Compiled):
    """A sequence classifier on OpenVINO."""

    def compute_logits(self, input_ids: Sequence[list[int]]) -> NDArray[np.float32]:
        """Return the class logits of a batch: float32, (text, label)."""
        return next(self.stream_logits([input_ids]))

    def stream_logits(
        self, batches: Sequence[Sequence[list[int]]]
    ) -> Generator[NDArray[np.float32]]:
        """Yield the class logits of batch after batch."""
        for (logits,) in self._stream([self._pad(batch) for batch in batches]):
            yield logits


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
        """Return the start and end logits of a batch: float32, (window, 2, token)."""
        return next(self.stream_span_logits([(input_ids, text_starts)]))

    def stream_span_logits(
        self, batches: Sequence[tuple[Sequence[list[int]], Sequence[int]]]
    ) -> Generator[NDArray[np.float32]]:
        """Yield the logits of batch after batch of ids and starts."""
        padded = [
            self._pad(ids, fill_token_types(ids, starts) if self._has_types else None)
            for ids, starts in batches
        ]
        for start_logits, end_logits in self._stream(padded):
            yield np.stack([start_logits, end_logits], axis=1)


class OpenVinoEmbedder(_Compiled):
    """An encoder on OpenVINO."""

    def compute_embeddings(self, input_ids: Sequence[list[int]]) -> NDArray[np.float32]:
        """Return the vectors of a batch: float32, (text, hidden), each of length 1."""
        return next(self.stream_embeddings([input_ids]))

    def stream_embeddings(
        self, batches: Sequence[Sequence[list[int]]]
    ) -> Generator[NDArray[np.float32]]:
        """Yield the vectors of batch after batch."""
        outputs = self._stream([self._pad(batch) for batch in batches])
        for batch, (states, *_) in zip(batches, outputs, strict=True):
            yield pool(states, [len(ids) for ids in batch])


def load_classifier(folder: Path, pad_token_id: int) -> OpenVinoClassifier | None:
    """Load the converted form of a prepared classifier.

    Returns:
        None if OpenVINO is not installed, the model was prepared without it, or it cannot be
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
