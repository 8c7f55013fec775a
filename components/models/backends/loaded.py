"""A model in memory, whatever library runs it."""

from dataclasses import dataclass, field
from typing import Any

from components.models.backends.classifier import Classifier
from components.models.backends.embedder import Embedder
from components.models.backends.openvino_decoder import OpenVinoDecoder
from components.models.backends.reader import Reader
from components.records.model import ModelCard


@dataclass
class LoadedModel:
    """What an inference function is given; used by its engine's worker thread alone.

    Attributes:
        card: What the catalog says of it.
        model: The library's model, in evaluation mode.
        tokenizer: A fast tokenizer of transformers.
        device: `cuda`, `mps` or `cpu`.
        backend: Which library answers fastest here, such as `torch`.
        fallback: Catalog key of the reason why it is not on the preferred device.
        classifier: What gives class logits fastest; None for other architectures.
        decoder: What writes text faster than `model`; None where that is fastest or cannot be.
        reader: What gives start and end logits fastest; None for other architectures.
        embedder: What gives vectors of texts fastest; None for other architectures.
        prompts: What an encoder was trained to find in front of a text: role → prefix.
    """

    card: ModelCard
    model: Any
    tokenizer: Any
    device: str
    backend: str
    fallback: str | None = None
    classifier: Classifier | None = None
    decoder: OpenVinoDecoder | None = None
    reader: Reader | None = None
    embedder: Embedder | None = None
    prompts: dict[str, str] = field(default_factory=dict)

    @property
    def max_tokens(self) -> int:
        """Longest input in tokens."""
        return self.card.max_tokens
