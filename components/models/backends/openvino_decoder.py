"""Decoders on OpenVINO GenAI: one pipeline writes the texts of several visitors at once.

https://openvinotoolkit.github.io/openvino.genai: its continuous batching takes up and drops
sequences between any two steps and keeps the attention keys and values of prompts that come again,
such as a conversation's earlier turns.

Weights have 8 bits and everything else is computed in float32, so the tokens are those of torch;
the processor's bfloat16 and 8-bit activations would be faster for many sequences, and differ.
"""

import importlib.util
import logging
import secrets
import shutil
from pathlib import Path
from typing import Any

from components.models.backends.openvino import FOLDER
from components.records.text_generation import TextGenerationRequest

log = logging.getLogger(__name__)

PROPERTIES = {
    "INFERENCE_PRECISION_HINT": "f32",
    "KV_CACHE_PRECISION": "f16",
    "DYNAMIC_QUANTIZATION_GROUP_SIZE": "0",
}
CACHE_TOKENS = 16_384
"""Room for keys and values, at least the longest window of a model; 23 kB a token of SmolLM2-135M.

Where several long texts do not fit together, the last ones wait.
"""
_BLOCK_TOKENS = 32  # of this library on a CPU
CHUNK_TOKENS = 256
"""Most tokens of a step; a longer prompt is read in several."""
_FILES = ("openvino_model.xml", "openvino_model.bin")


def is_installed() -> bool:
    """Return whether OpenVINO GenAI can be imported, without importing it."""
    return importlib.util.find_spec("openvino_genai") is not None


def convert_decoder(gguf: Path, folder: Path) -> None:
    """Convert a GGUF file, beside the prepared weights.

    OpenVINO rounds the minimum of a block of Q4_1 to a whole number of steps, which changes the
    text; Q8_0 has none and is read as it is.

    Args:
        gguf: A Llama model, its matrices in Q8_0, F16 or F32.
        folder: The model's; gets a folder `openvino`.

    Raises:
        OSError: The folder cannot be written.
        RuntimeError: OpenVINO cannot read the file.
    """
    scratch = gguf.parent / FOLDER
    scratch.mkdir()
    alone = scratch / gguf.name
    alone.symlink_to(gguf.resolve())
    _make_pipeline(alone, {**PROPERTIES, "enable_save_ov_model": True})
    (folder / FOLDER).mkdir(exist_ok=True)
    for name in _FILES:
        shutil.move(scratch / name, folder / FOLDER / name)


def _make_pipeline(path: Path, properties: dict[str, Any]) -> Any:
    import openvino_genai

    scheduler = openvino_genai.SchedulerConfig()
    scheduler.num_kv_blocks = CACHE_TOKENS // _BLOCK_TOKENS
    scheduler.max_num_batched_tokens = CHUNK_TOKENS
    scheduler.enable_prefix_caching = True
    return openvino_genai.ContinuousBatchingPipeline(str(path), scheduler, "CPU", properties)


class OpenVinoDecoder:
    """A converted decoder, compiled for this processor.

    Args:
        folder: Prepared folder with a converted model in it.
    """

    backend = "openvino"
    chunk_tokens = CHUNK_TOKENS

    def __init__(self, folder: Path) -> None:
        self._pipeline = _make_pipeline(folder / FOLDER, PROPERTIES)
        self._started = 0

    def start(
        self, prompt_ids: list[int], request: TextGenerationRequest, end_ids: list[int]
    ) -> "Stream":
        """Begin a request's sequences; `Stream.read` lets them go on, together with all others.

        Args:
            prompt_ids: Token ids, at least one.
            request: Settings of one sequence, sampled or greedy, or of several sampled ones.
                Without a seed another one is drawn. The same seed gives the same texts where no
                other request goes on beside it; log-probabilities differ by up to 1e-4 nats once
                the prompt's keys are kept.
            end_ids: Tokens that end a text, at least one.
        """
        import numpy as np
        import openvino

        self._started += 1
        prompt = openvino.Tensor(np.array([prompt_ids], dtype=np.int64))
        config = make_config(request, end_ids)
        handle = self._pipeline.add_request(self._started, prompt, config)
        return Stream(self._pipeline, handle)


def make_config(request: TextGenerationRequest, end_ids: list[int]) -> Any:
    """Return a request's settings for OpenVINO; log-probabilities are of the whole vocabulary."""
    import openvino_genai

    config = openvino_genai.GenerationConfig()
    config.max_new_tokens = request.max_new_tokens
    config.repetition_penalty = float(request.repetition_penalty)
    config.logprobs = 1
    config.eos_token_id, config.stop_token_ids = end_ids[0], set(end_ids)
    config.do_sample = request.temperature > 0
    config.num_return_sequences = request.num_sequences
    if config.do_sample:
        config.temperature = float(request.temperature)
        config.top_p = float(request.top_p)
        config.rng_seed = secrets.randbits(31) if request.seed is None else request.seed
        if request.top_k > 0:
            config.top_k = request.top_k
    return config


class Stream:
    """The sequences of a request that are being written.

    Args:
        pipeline: Which writes it.
        handle: What the pipeline gave for it.
    """

    def __init__(self, pipeline: Any, handle: Any) -> None:
        self._pipeline, self._handle = pipeline, handle

    def read(self) -> dict[int, list[tuple[int, float]]]:
        """Return what was written since the last call; where that is nothing, take a step first.

        A step lets every sequence of the pipeline go on.

        Returns:
            Number of a sequence → token id and log-probability in nats of each of its new tokens,
            only for those that went on; empty while the prompt is read.

        Raises:
            RuntimeError: OpenVINO gave the request up, for want of memory say.
        """
        if not self._handle.can_read() and self._pipeline.has_non_finished_requests():
            self._pipeline.step()
        if not self._handle.can_read():
            if self.is_over:
                raise RuntimeError(f"OpenVINO ended a request: {self._handle.get_status()}")
            return {}
        return {
            number: list(zip(output.generated_ids, output.generated_log_probs, strict=True))
            for number, output in self._handle.read().items()
        }

    @property
    def is_over(self) -> bool:
        """True once nothing more will come."""
        import openvino_genai

        is_running = self._handle.get_status() == openvino_genai.GenerationStatus.RUNNING
        return not is_running and not self._handle.can_read()

    def cancel(self) -> None:
        """Drop the request; nothing if it is over."""
        self._handle.cancel()


def load_decoder(folder: Path) -> OpenVinoDecoder | None:
    """Load the converted form of a prepared decoder.

    Returns:
        None if OpenVINO GenAI is not installed, the model was prepared without it, or it cannot
        be compiled here.
    """
    if not is_installed() or not all((folder / FOLDER / name).exists() for name in _FILES):
        return None
    try:
        return OpenVinoDecoder(folder)
    except RuntimeError:
        log.exception("OpenVINO cannot run %s", folder.name)
        return None
