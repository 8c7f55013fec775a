"""What a model can be asked for, whatever library or machine computes it."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from components.records.answer import Progress, TextDelta
from components.records.text_generation import GeneratedSequence, TextGenerationRequest


class Classifier(Protocol):
    """A sequence classifier, whatever library runs it.

    Attributes:
        backend: The library: `torch` or `openvino`.
    """

    backend: str

    def compute_logits(self, input_ids: Sequence[list[int]]) -> NDArray[np.float32]:
        """Return the class logits of a batch.

        Args:
            input_ids: Token ids of each text, special tokens included, of any lengths.

        Returns:
            float32, (text, label).
        """

    def stream_logits(
        self, batches: Sequence[Sequence[list[int]]]
    ) -> Generator[NDArray[np.float32]]:
        """Yield the class logits of batch after batch; may compute ahead of what was taken."""


class Reader(Protocol):
    """An extractive question answerer, whatever library runs it.

    Attributes:
        backend: The library: `torch` or `openvino`.
    """

    backend: str

    def compute_span_logits(
        self, input_ids: Sequence[list[int]], text_starts: Sequence[int]
    ) -> NDArray[np.float32]:
        """Return the start and end logits of a batch of windows.

        Args:
            input_ids: Token ids of each window, question and special tokens included.
            text_starts: Index of the first token of each window's text.

        Returns:
            float32, (window, 2, token); what lies behind a shorter window's end means nothing.
        """

    def stream_span_logits(
        self, batches: Sequence[tuple[Sequence[list[int]], Sequence[int]]]
    ) -> Generator[NDArray[np.float32]]:
        """Yield the logits of batch after batch of ids and starts; may compute ahead."""


class Embedder(Protocol):
    """An encoder whose vectors can be compared, whatever library runs it.

    Attributes:
        backend: The library: `torch` or `openvino`.
    """

    backend: str

    def compute_embeddings(self, input_ids: Sequence[list[int]]) -> NDArray[np.float32]:
        """Return the vectors of a batch.

        Args:
            input_ids: Token ids of each text, special tokens included, of any lengths.

        Returns:
            float32, (text, hidden), each of length 1.
        """

    def stream_embeddings(
        self, batches: Sequence[Sequence[list[int]]]
    ) -> Generator[NDArray[np.float32]]:
        """Yield the vectors of batch after batch; may compute ahead of what was taken."""


class TokenStream(Protocol):
    """The tokens of a request that are being written."""

    @property
    def is_over(self) -> bool:
        """True once nothing more will come."""

    def read(self) -> dict[int, list[tuple[int, float]]]:
        """Return what was written since the last call, after a step where that is nothing.

        Returns:
            Number of a sequence → token id and log-probability in nats of each of its new tokens,
            only for those that went on; empty while the prompt is read.
        """

    def cancel(self) -> None:
        """Drop the request; nothing if it is over."""


class Decoder(Protocol):
    """Writes tokens after tokens, quicker than torch; the model's tokenizer makes the text.

    Attributes:
        backend: The library, such as `openvino`.
        chunk_tokens: Most tokens of a prompt that are read in one step.
    """

    backend: str
    chunk_tokens: int

    def start(
        self, prompt_ids: list[int], request: TextGenerationRequest, end_ids: list[int]
    ) -> TokenStream:
        """Begin a request's sequences.

        Args:
            prompt_ids: Token ids, at least one.
            request: Settings for which `is_stepwise` holds.
            end_ids: Tokens that end a text, at least one.
        """


@dataclass(frozen=True)
class WrittenText:
    """What came of a request.

    Attributes:
        sequences: Every sequence, whole.
        num_prompt_tokens: Tokens of the prompt.
        num_dropped_messages: How many of the oldest messages were left out to make it fit.
    """

    sequences: tuple[GeneratedSequence, ...]
    num_prompt_tokens: int
    num_dropped_messages: int = 0


class Writing(Protocol):
    """The text of a request that is being written."""

    @property
    def is_over(self) -> bool:
        """True once nothing more will come."""

    def read(self) -> TextDelta | Progress:
        """Return what was written since the last call, or how far it is; waits a moment at most."""

    def finish(self) -> WrittenText:
        """Return the whole once it is over."""

    def cancel(self) -> None:
        """Drop the request; nothing if it is over."""


class Writer(Protocol):
    """Writes text after text, such as a server that has tokenizer and weights of its own.

    Attributes:
        backend: What it is, such as the name of the server's software.
    """

    backend: str

    def start(self, request: TextGenerationRequest) -> Writing:
        """Begin a request.

        Raises:
            Refusal: It cannot be written with these settings, or the writer cannot be reached.
        """


@dataclass(frozen=True)
class Capabilities:
    """What a model can be asked for; None for what it cannot.

    Attributes:
        classifier: What gives class logits fastest.
        reader: What gives start and end logits fastest.
        embedder: What gives vectors of texts fastest.
        decoder: What writes tokens faster than torch; None if torch is fastest.
        writer: What writes text by itself, for a model that has no weights in this process.
    """

    classifier: Classifier | None = None
    reader: Reader | None = None
    embedder: Embedder | None = None
    decoder: Decoder | None = None
    writer: Writer | None = None
