"""What is shown beside every result, and what arrives while it is computed."""

from collections.abc import Callable
from dataclasses import dataclass

from components.records.answered_rows import AnsweredRows
from components.records.scored_rows import ScoredRows


@dataclass(frozen=True)
class Provenance:
    """Where a result comes from.

    Attributes:
        model_id: Catalog id.
        device: `cuda`, `mps` or `cpu`.
        backend: Which library computed it, such as `torch`.
        duration_s: Time in the worker, in seconds, the wait in the queue not counted.
        tokens_total: Tokens of the input before truncation, special tokens included.
        tokens_used: Tokens the model was given.
        unknown_share: Share of the input's tokens that are the unknown token, 0 to 1.
    """

    model_id: str
    device: str
    backend: str
    duration_s: float
    tokens_total: int
    tokens_used: int
    unknown_share: float = 0.0

    @property
    def is_truncated(self) -> bool:
        """True if the model did not see the whole input."""
        return self.tokens_used < self.tokens_total


@dataclass(frozen=True)
class Progress:
    """How far a job has come: `done` of `total` steps of equal work."""

    done: int
    total: int


@dataclass(frozen=True)
class TextDelta:
    """A piece of generated text, to be appended to what came before."""

    text: str


Event = Progress | TextDelta | ScoredRows | AnsweredRows
Emit = Callable[[Event], None]
"""Hands an event to the caller; raises once the job is cancelled."""
