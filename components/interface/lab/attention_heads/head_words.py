"""What the page says about heads, in words; pure functions."""

import math

from components.interface.charts.percents import write_percent
from components.interface.frame.i18n import Translator
from components.interface.shared.sentiment_words import name_label
from components.records.attention_heads import AttentionHeadsResult
from components.records.head_knockout import HeadKnockoutResult, Outcome

PAGE = "attention_heads"
KL_NOTHING, KL_LITTLE, KL_MUCH = 0.001, 0.05, 0.5
"""Bits from which a change is called small, clear, large."""
_TURN_NOTHING, _TURN_LITTLE, _TURN_MUCH = 0.0005, 0.01, 0.1
"""The same of a vector, as 1 − cosine."""


def name_head(t: Translator, layer: int, head: int) -> str:
    """Name a head, given from 0, as people count: from 1."""
    return t(f"{PAGE}.head_name", layer=layer + 1, head=head + 1)


def write_score(value: float) -> str:
    """Write a score with two digits; a dash where it was not measured.

    Example:
        >>> write_score(0.5), write_score(float("nan"))
        ('0.50', '–')
    """
    return "–" if math.isnan(value) else f"{value:.2f}"


def describe_head(t: Translator, result: AttentionHeadsResult, layer: int, head: int) -> str:
    """Say in one sentence what a head does and whether it needs the meaning of the text for it."""
    role = result.role(layer, head)
    if role == "mixed":
        return t(f"{PAGE}.does_mixed")
    values = {
        "score": write_percent(result.score(layer, head, role)),
        "random": write_percent(result.score(layer, head, role, is_random=True)),
    }
    return t(f"{PAGE}.does_{role}", **values)


def describe_change(t: Translator, result: HeadKnockoutResult) -> str:
    """Say what the heads that are off have changed."""
    if not result.num_off:
        return t(f"{PAGE}.change_none_off")
    if result.cosine is not None:
        degree = _degree(1 - result.cosine, _TURN_NOTHING, _TURN_LITTLE, _TURN_MUCH)
        return t(f"{PAGE}.turn_{degree}", cosine=f"{result.cosine:.4f}", count=result.num_off)
    kl = result.kl_bits or 0.0
    degree = _degree(kl, KL_NOTHING, KL_LITTLE, KL_MUCH)
    return t(f"{PAGE}.change_{degree}", kl=f"{kl:.3f}", count=result.num_off)


def name_outcome(t: Translator, result: HeadKnockoutResult, outcome: Outcome) -> str:
    """Name an answer: a label in the visitor's language, a token or a stretch as it is."""
    if result.kind == "label":
        return name_label(t, outcome.name)
    return outcome.name or t(f"{PAGE}.no_answer")


def _degree(value: float, nothing: float, little: float, much: float) -> str:
    if value < nothing:
        return "nothing"
    if value < little:
        return "little"
    return "clear" if value < much else "much"
