"""Request and result of the attribution of a classifier's probability to the tokens of a text."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from components.records.answer import Provenance
from components.records.request import Request
from components.records.token import Token

Baseline = Literal["mask", "pad"]
"""What replaces an absent token: the tokenizer's [MASK] or its [PAD]."""

MAX_ATTRIBUTION_TOKENS = 128
"""Most tokens that are explained: a longer text would keep a CPU busy for minutes."""


@dataclass(frozen=True)
class AttributionRequest(Request["AttributionResult"]):
    """A text whose class probability is to be divided among its tokens.

    Attributes:
        text: Cleaned text.
        target: Label to explain, in lower case; None for the one the model answers.
        baseline: What a text without information is made of.
        max_tokens: Only this many tokens are read, special ones included; never more than the
            model takes.
    """

    text: str
    target: str | None = None
    baseline: Baseline = "mask"
    max_tokens: int = MAX_ATTRIBUTION_TOKENS


@dataclass(frozen=True, eq=False)
class Attribution:
    """Contributions of the units of a text, its tokens or its words.

    Special tokens are not units: the baseline keeps them, so their contribution is 0.

    Attributes:
        tokens: The units in order.
        units: One number per token of the model's input: 0 for special tokens, else the number of
            its unit, from 1.
        integrated_gradients: float64, (unit,), in probability: positive speaks for the label.
            Their sum is the probability minus the baseline's, up to the completeness gap.
        occlusion: float64, (unit,), in probability: p(text) − p(text with this unit replaced).
        rank_correlation: Spearman's ρ of the two, −1 to 1; None if there are fewer than three
            units or all values of a method are the same.
    """

    tokens: tuple[Token, ...]
    units: tuple[int, ...]
    integrated_gradients: NDArray[np.float64]
    occlusion: NDArray[np.float64]
    rank_correlation: float | None


@dataclass(frozen=True)
class AttributionResult:
    """Why a classifier gives one label its probability.

    Attributes:
        labels: Class names in the order of the model's logits.
        target: Index of the label explained.
        predicted: Index of the label with the highest probability for the tokens read.
        baseline_token: What replaced the tokens, as spelled in the vocabulary.
        by_token: Contributions of the tokens.
        by_word: Contributions of the words: integrated gradients summed over a word's tokens;
            occlusion of all of its tokens at once.
        probability: Of the label, for the tokens read, 0 to 1.
        baseline_probability: Of the label, with every ordinary token replaced, 0 to 1.
        num_steps: Points of the path at which the gradient was taken.
        tolerance: Completeness gap, in probability, that was aimed at.
        provenance: Where it comes from.
    """

    labels: tuple[str, ...]
    target: int
    predicted: int
    baseline_token: str
    by_token: Attribution
    by_word: Attribution
    probability: float
    baseline_probability: float
    num_steps: int
    tolerance: float
    provenance: Provenance

    @property
    def difference(self) -> float:
        """The whole that the parts should add up to: p(text) − p(baseline), −1 to 1."""
        return self.probability - self.baseline_probability

    @property
    def completeness_gap(self) -> float:
        """Sum of the integrated gradients less the whole; 0 if the integral is exact."""
        return float(self.by_token.integrated_gradients.sum()) - self.difference

    @property
    def is_complete(self) -> bool:
        """True if the parts add up to the whole within the tolerance."""
        return abs(self.completeness_gap) <= self.tolerance
