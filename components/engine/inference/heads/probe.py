"""A model's answer as distributions that can be read again and compared."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.models.backends.loaded import LoadedModel, TokenCount
from components.records.head_knockout import AnswerKind

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Answers:
    """What a model answers to several copies of one input.

    Attributes:
        log_probabilities: Distributions that are independent of each other, each float64,
            (copy, outcome), in nats.
        vectors: float64, (copy, dimension), of a model without distributions; else None.
    """

    log_probabilities: tuple[Floats, ...] = ()
    vectors: Floats | None = None


class Probe(ABC):
    """One input of a model, ready to be read again and again.

    Args:
        loaded: The model.
        input_ids: Token ids of the input.
        count: How much of the text is in them.
    """

    kind: AnswerKind

    def __init__(self, loaded: LoadedModel, input_ids: list[int], count: TokenCount) -> None:
        self.loaded, self.input_ids, self.count = loaded, input_ids, count

    @abstractmethod
    def read(self, num_copies: int) -> Answers:
        """Let the model read copies of the input in one batch."""

    @abstractmethod
    def spell(self, index: int) -> str:
        """Name an outcome."""

    def weigh(self, answers: Answers, copy: int) -> Floats:
        """Return the probabilities of one copy: float64, (outcome,); empty for a vector."""
        if not answers.log_probabilities:
            return np.zeros(0)
        return np.asarray(np.exp(answers.log_probabilities[0][copy]))

    def rank(self, probabilities: Floats, count: int) -> list[int]:
        """Return the indices of at most `count` likely outcomes, the likeliest first."""
        return rank_likely(probabilities, count)

    def batch(self, num_copies: int) -> Any:
        """Return copies of the input as a tensor where the model is: int64, (copy, token)."""
        import torch

        return torch.tensor([self.input_ids] * num_copies, device=self.loaded.device)


def compute_kl_bits(before: Answers, after: Answers) -> Floats:
    """Kullback–Leibler divergence Σ p log2 (p / q) of each copy from one distribution.

    Args:
        before: p; one copy, or one for each of the others.
        after: q.

    Returns:
        float64, (copy,), in bits, at least 0; summed over independent distributions.

    Example:
        >>> half, quarter = np.log([[0.5, 0.5]]), np.log([[0.25, 0.75]])
        >>> compute_kl_bits(Answers((half,)), Answers((half,))).tolist()
        [0.0]
        >>> compute_kl_bits(Answers((half,)), Answers((quarter,))).round(4).tolist()
        [0.2075]
    """
    pairs = zip(before.log_probabilities, after.log_probabilities, strict=True)
    total = sum((np.exp(p) * (p - q)).sum(axis=-1) for p, q in pairs)
    return np.asarray(np.maximum(total, 0.0) / np.log(2), dtype=np.float64)


def rank_likely(probabilities: Floats, count: int) -> list[int]:
    """Return the indices of the largest probabilities, the largest first."""
    return [int(index) for index in np.argsort(-probabilities, kind="stable")[:count]]
