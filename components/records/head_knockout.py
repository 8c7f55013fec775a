"""Requests and results of switching attention heads off."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from components.records.answer import Provenance
from components.records.request import Request

AnswerKind = Literal["label", "next_token", "span", "vector"]
"""What a model answers: a class, the next token, a stretch of the text, or, of an encoder without
any head for a task, the vector of the text."""

MAX_KNOCKOUT_TOKENS = 64


@dataclass(frozen=True)
class HeadKnockoutRequest(Request["HeadKnockoutResult"]):
    """A text to be read twice: with all heads, and with some of them off.

    Attributes:
        text: Cleaned text.
        heads: Layer and head of those that are off, both from 0, in order, each once.
        question: Asked about the text, where the model answers questions.
        max_tokens: Only this many tokens are read; never more than the model takes.
    """

    text: str
    heads: tuple[tuple[int, int], ...]
    question: str = ""
    max_tokens: int = MAX_KNOCKOUT_TOKENS


@dataclass(frozen=True)
class HeadSweepRequest(Request["HeadSweepResult"]):
    """A text to be read once with each head off alone.

    Attributes:
        text: Cleaned text.
        question: Asked about the text, where the model answers questions.
        max_tokens: Only this many tokens are read; never more than the model takes.
    """

    text: str
    question: str = ""
    max_tokens: int = MAX_KNOCKOUT_TOKENS


@dataclass(frozen=True)
class Outcome:
    """One possible answer.

    Attributes:
        name: Label, token or stretch of the text; empty for "the text does not say".
        before: Its probability with all heads, 0 to 1.
        after: Its probability with some heads off.
    """

    name: str
    before: float
    after: float


@dataclass(frozen=True)
class HeadKnockoutResult:
    """What heads that are off change.

    Attributes:
        kind: What the outcomes are.
        outcomes: The likeliest ones before or after, in the order before; labels all, in the
            model's order; none of a vector.
        kl_bits: Kullback–Leibler divergence of the whole distribution after from the one before,
            in bits; 0 if nothing changes. Of a span, of start and end together. None for a
            vector.
        cosine: Of the text's vector before and after, −1 to 1; None unless the outcome is a vector.
        num_off: How many heads were off.
        num_layers: Layers of the model.
        num_heads: Heads of a layer.
        provenance: Where it comes from.
    """

    kind: AnswerKind
    outcomes: tuple[Outcome, ...]
    kl_bits: float | None
    cosine: float | None
    num_off: int
    num_layers: int
    num_heads: int
    provenance: Provenance

    @property
    def answer_before(self) -> Outcome | None:
        """The likeliest outcome with all heads; None for a vector."""
        return max(self.outcomes, key=lambda outcome: outcome.before, default=None)

    @property
    def answer_after(self) -> Outcome | None:
        """The likeliest outcome with some heads off; None for a vector."""
        return max(self.outcomes, key=lambda outcome: outcome.after, default=None)


@dataclass(frozen=True, eq=False)
class HeadSweepResult:
    """What each head alone changes when it is off.

    Attributes:
        kind: What the model answers.
        effects: float64, (layer, head): divergence in bits; of a vector, 1 − cosine.
        is_changed: bool, (layer, head): whether another answer comes first.
        answer: The answer with all heads.
        provenance: Where it comes from.
    """

    kind: AnswerKind
    effects: NDArray[np.float64]
    is_changed: NDArray[np.bool_]
    answer: str
    provenance: Provenance

    def largest(self, count: int) -> list[tuple[int, int]]:
        """Layer and head of the largest effects, from 0, the largest first."""
        width = self.effects.shape[1]
        flat = np.argsort(-self.effects.ravel(), kind="stable")[:count]
        return [divmod(int(index), width) for index in flat]
