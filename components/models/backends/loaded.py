"""A model that can be asked, whatever library or machine runs it."""

import time
from dataclasses import dataclass, field
from typing import Any, TypeVar

from components.models.backends.capabilities import (
    Capabilities,
    Classifier,
    Embedder,
    Reader,
)
from components.records.answer import Provenance
from components.records.model import ModelCard
from components.records.refusal import Refusal

T = TypeVar("T")


@dataclass(frozen=True)
class TokenCount:
    """How much of an input a model was given.

    Attributes:
        num_used: Tokens the model was given.
        num_total: Tokens before truncation.
        unknown_share: Share of them that are the unknown token, 0 to 1.
    """

    num_used: int
    num_total: int
    unknown_share: float = 0.0


@dataclass
class LoadedModel:
    """What an inference function is given; used by its engine's worker thread alone.

    Attributes:
        card: What the catalog says of it.
        model: The torch model of transformers, in evaluation mode; None for a model that answers
            elsewhere.
        tokenizer: A fast tokenizer of transformers; None for a model that answers elsewhere.
        device: `cuda`, `mps` or `cpu`.
        backend: Which library answers fastest here, such as `torch`.
        fallback: Catalog key of the reason why it is not on the preferred device.
        capabilities: What it can be asked for.
        prompts: What an encoder was trained to find in front of a text: role → prefix.
    """

    card: ModelCard
    model: Any
    tokenizer: Any
    device: str
    backend: str
    fallback: str | None = None
    capabilities: Capabilities = field(default_factory=Capabilities)
    prompts: dict[str, str] = field(default_factory=dict)

    @property
    def max_tokens(self) -> int:
        """Longest input in tokens."""
        return self.card.max_tokens

    @property
    def classifier(self) -> Classifier:
        """What gives class logits; raises the refusal `needs_classifier` where nothing does."""
        return self._require(self.capabilities.classifier, "needs_classifier")

    @property
    def reader(self) -> Reader:
        """What gives start and end logits; raises the refusal `needs_reader` where nothing does."""
        return self._require(self.capabilities.reader, "needs_reader")

    @property
    def embedder(self) -> Embedder:
        """What gives vectors of texts; raises the refusal `needs_encoder` where nothing does."""
        return self._require(self.capabilities.embedder, "needs_encoder")

    def provenance(
        self, started: float, count: TokenCount, backend: str | None = None
    ) -> Provenance:
        """Say where a result comes from.

        Args:
            started: `time.perf_counter()` when the work began.
            count: How much of the input was read.
            backend: What computed it; what answers fastest by default. Attention, hooks and
                gradients are torch's, whatever else may answer for the model.
        """
        return Provenance(
            model_id=self.card.id,
            device=self.device,
            backend=backend or self.backend,
            duration_s=time.perf_counter() - started,
            tokens_total=count.num_total,
            tokens_used=count.num_used,
            unknown_share=count.unknown_share,
        )

    def _require(self, capability: T | None, otherwise: str) -> T:
        if capability is None:
            raise Refusal(otherwise, model=self.card.name)
        return capability
