"""Request and result of the comparison of attention with what changes a classifier's answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from components.records.answer import Provenance
from components.records.attribution import AttributionResult
from components.records.request import Request
from components.records.token import Token

ATTENTION_METHODS = (
    "attention_last",
    "attention_mean",
    "rollout",
    "flow",
    "norms",
    "value_zeroing",
)
"""Methods that look at how tokens are mixed; their scores have no sign."""
ANSWER_METHODS = ("integrated_gradients", "occlusion")
"""Methods that look at the answer; a positive score speaks for it."""
METHODS = (*ATTENTION_METHODS, *ANSWER_METHODS)
RANDOM = "random"
"""The baseline: tokens in random order."""

Removal = Literal["deletion", "insertion"]
REMOVALS: tuple[Removal, ...] = get_args(Removal)

TOP_SHARES = (0.01, 0.05, 0.1, 0.2, 0.5)
"""Shares of the tokens that ERASER (DeYoung et al. 2020) takes away or keeps."""
MAX_FAITHFULNESS_TOKENS = 64
"""Most tokens that are compared: flow and curves grow with their square."""


@dataclass(frozen=True)
class AttentionFaithfulnessRequest(Request["AttentionFaithfulnessResult"]):
    """A text whose verdict is explained by every method.

    Attributes:
        text: Cleaned text.
        target: Label to explain, in lower case; None for the one the model answers.
        max_tokens: Only this many tokens are read, special ones included.
    """

    text: str
    target: str | None = None
    max_tokens: int = MAX_FAITHFULNESS_TOKENS


@dataclass(frozen=True, eq=False)
class RemovalCurve:
    """How a probability changes while tokens are removed, or added, in the order of a method.

    Attributes:
        deletion: float64, (step,): with the strongest tokens replaced, from none to all.
        insertion: float64, (step,): with the strongest tokens alone, from none to all.
        comprehensiveness: Mean over `TOP_SHARES` of p(text) − p(without the strongest tokens): how
            much they are needed; the more the better.
        sufficiency: Mean over `TOP_SHARES` of p(text) − p(strongest tokens alone): what is still
            missing; the less the better.
    """

    deletion: NDArray[np.float64]
    insertion: NDArray[np.float64]
    comprehensiveness: float
    sufficiency: float

    def heights(self, removal: Removal) -> NDArray[np.float64]:
        """Return the curve of one of `REMOVALS`."""
        return self.deletion if removal == "deletion" else self.insertion

    def area(self, removal: Removal) -> float:
        """Return the mean height of a curve, 0 to 1: lower is better for deletion, else higher."""
        heights = self.heights(removal)
        return float(np.trapezoid(heights) / (len(heights) - 1))


@dataclass(frozen=True, eq=False)
class AttentionFaithfulnessResult:
    """What each method says about the tokens of a text, and whether the model agrees.

    Attributes:
        tokens: Ordinary tokens, which all methods rank.
        scores: Method → float64, (token,). Attention methods: not negative, the weight of each
            token for the place that the classifier reads; of integrated gradients and occlusion,
            contributions to the probability.
        special_shares: Attention method → share of its scores on special tokens, which are left
            out of `scores`, 0 to 1.
        correlations: float64, (method, method) in the order of `METHODS`: Spearman's ρ of the
            scores, −1 to 1; NaN if a method gives all tokens the same.
        strength_correlations: The same of the sizes, whatever the sign: attention has none.
        shares: float64, (step,): share of the tokens that are replaced or kept at each step of the
            curves, 0 to 1.
        curves: Method or `RANDOM` → its curves; random is a mean over several orders.
        attribution: Integrated gradients and occlusion with their checks.
        provenance: Where it comes from.
    """

    tokens: tuple[Token, ...]
    scores: Mapping[str, NDArray[np.float64]]
    special_shares: Mapping[str, float]
    correlations: NDArray[np.float64]
    strength_correlations: NDArray[np.float64]
    shares: NDArray[np.float64]
    curves: Mapping[str, RemovalCurve]
    attribution: AttributionResult
    provenance: Provenance

    def correlation(self, one: str, other: str) -> float:
        """Spearman's ρ of the sizes that two of `METHODS` give; NaN if there is no order."""
        return float(self.strength_correlations[METHODS.index(one), METHODS.index(other)])

    def strongest(self, method: str) -> int:
        """Index of the token that a method puts first."""
        return int(np.argmax(self.scores[method]))
