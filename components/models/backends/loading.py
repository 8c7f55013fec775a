"""A prepared model into memory, and the choice of the library that answers for it."""

import logging
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from components.models.backends.capabilities import (
    Capabilities,
    Classifier,
    Embedder,
    Reader,
)
from components.models.backends.choice import choose_backend
from components.models.backends.classifier import TorchClassifier
from components.models.backends.embedder import TorchEmbedder, load_prompts
from components.models.backends.loaded import LoadedModel
from components.models.backends.openvino import load_classifier, load_embedder, load_reader
from components.models.backends.openvino_decoder import load_decoder
from components.models.backends.reader import TorchReader
from components.models.device import choose_device
from components.models.library_lock import LIBRARY_LOCK
from components.models.memory import require_memory
from components.records.anatomy import AUTO_CLASSES
from components.records.model import ModelCard
from components.records.refusal import Refusal
from components.records.text_generation import TextGenerationRequest

log = logging.getLogger(__name__)
T = TypeVar("T")

PROBE_TOKENS = 70
"""Length of the text by which classifiers are compared: about three sentences."""
LARGE_PARAMETERS = 300_000_000
"""From this size on a model is kept in bfloat16 on a GPU; smaller ones are exact in float32."""


def load_model(card: ModelCard, folder: Path, device: str | None = None) -> LoadedModel:
    """Load a prepared model.

    Args:
        card: What the catalog says of it.
        folder: Where its files are.
        device: Where it goes; by default the fastest there is. Where its memory does not suffice,
            the model goes to the CPU and says so.

    Returns:
        The model in evaluation mode, with its tokenizer.

    Raises:
        Refusal: `memory_short`; `model_failed` where the model is not of the family that its card
            names (correct the catalog).
    """
    with LIBRARY_LOCK:
        require_memory(card)  # once more: another model may have been loaded meanwhile
        return _load(card, folder, device)


def _load(card: ModelCard, folder: Path, device: str | None) -> LoadedModel:
    import torch
    from transformers import AutoTokenizer
    from transformers.utils import logging as transformers_logging

    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    device = device or choose_device()
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    fallback = None
    try:
        model = _load_on(card, folder, device)
    except torch.OutOfMemoryError:
        log.warning("%s does not fit on %s", card.id, device)
        device, fallback = "cpu", "out_of_gpu_memory"
        model = _load_on(card, folder, device)
    loaded = LoadedModel(card, model, tokenizer, device, "torch", fallback)
    if card.architecture == "sequence-classifier":
        classifier = _choose_classifier(loaded, folder)
        loaded.capabilities = Capabilities(classifier=classifier)
        loaded.backend = classifier.backend
    elif card.architecture == "question-answerer":
        reader = _choose_reader(loaded, folder)
        loaded.capabilities = Capabilities(reader=reader)
        loaded.backend = reader.backend
    elif card.architecture == "encoder":
        loaded.prompts = load_prompts(folder)
        embedder = _choose_embedder(loaded, folder)
        loaded.capabilities = Capabilities(embedder=embedder)
        loaded.backend = embedder.backend
    elif card.architecture == "decoder" and device == "cpu":
        _choose_decoder(loaded, folder)
    return loaded


def _choose_classifier(loaded: LoadedModel, folder: Path) -> Classifier:
    """Torch's own classifier, or OpenVINO's where it is quicker on this CPU."""
    tokenizer = loaded.tokenizer
    own = TorchClassifier(loaded.model, tokenizer, loaded.device)
    other = _load_converted(loaded, lambda: load_classifier(folder, tokenizer.pad_token_id))
    classifier: Classifier = _choose(
        loaded, [own, other], lambda one, ids: one.compute_logits([ids])
    )
    return classifier


def _choose_reader(loaded: LoadedModel, folder: Path) -> Reader:
    """Torch's own reader, or OpenVINO's where it is quicker on this CPU."""
    own = TorchReader(loaded.model, loaded.tokenizer, loaded.device)
    other = _load_converted(loaded, lambda: load_reader(folder, loaded.tokenizer))
    reader: Reader = _choose(
        loaded, [own, other], lambda one, ids: one.compute_span_logits([ids], [1])
    )
    return reader


def _choose_embedder(loaded: LoadedModel, folder: Path) -> Embedder:
    """Torch's own encoder, or OpenVINO's where it is quicker on this CPU."""
    tokenizer = loaded.tokenizer
    own = TorchEmbedder(loaded.model, tokenizer, loaded.device)
    other = _load_converted(loaded, lambda: load_embedder(folder, tokenizer.pad_token_id))
    embedder: Embedder = _choose(
        loaded, [own, other], lambda one, ids: one.compute_embeddings([ids])
    )
    return embedder


def _load_converted(loaded: LoadedModel, load: Callable[[], T]) -> T | None:
    return load() if loaded.device == "cpu" else None


def _choose(
    loaded: LoadedModel, candidates: Sequence[Any], compute: Callable[[Any, list[int]], object]
) -> Any:
    """Return the candidate that is quickest with a text of `PROBE_TOKENS` tokens; None is none."""
    probe = loaded.tokenizer("word " * PROBE_TOKENS, truncation=True, max_length=PROBE_TOKENS)
    ids = list(probe["input_ids"])
    by_name = {candidate.backend: candidate for candidate in candidates if candidate is not None}
    probes = {name: partial(compute, candidate, ids) for name, candidate in by_name.items()}
    return by_name[choose_backend(probes)]


def _choose_decoder(loaded: LoadedModel, folder: Path) -> None:
    """Take OpenVINO's decoder where it is quicker on this CPU; compared by one token."""
    import torch

    decoder = load_decoder(folder)
    if decoder is None:
        return
    ids = list(loaded.tokenizer("word")["input_ids"])
    ends = [loaded.tokenizer.eos_token_id]
    request = TextGenerationRequest((), max_new_tokens=1, temperature=0)

    def write_with_torch() -> None:
        with torch.inference_mode():
            loaded.model(input_ids=torch.tensor([ids]), use_cache=True, logits_to_keep=1)

    def write_with_openvino() -> None:
        decoder.start(ids, request, ends).read()

    probes = {"torch": write_with_torch, decoder.backend: write_with_openvino}
    loaded.backend = choose_backend(probes)
    if loaded.backend == decoder.backend:
        loaded.capabilities = Capabilities(decoder=decoder)


def _load_on(card: ModelCard, folder: Path, device: str) -> Any:
    import torch
    import transformers

    is_large = card.parameters >= LARGE_PARAMETERS
    dtype = torch.bfloat16 if is_large and device == "cuda" else torch.float32
    auto_class = getattr(transformers, AUTO_CLASSES[card.architecture])
    model = auto_class.from_pretrained(
        folder, local_files_only=True, use_safetensors=True, dtype=dtype
    )
    if card.family not in (None, model.config.model_type):
        log.error("%s is of family %s, not %s", card.id, model.config.model_type, card.family)
        raise Refusal("model_failed")
    return model.to(device).eval()
