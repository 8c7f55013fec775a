"""What "Why this verdict?" says about an attribution, in words; pure functions."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from components.interface.charts.attribution import BarLabels, write_points
from components.interface.charts.percents import write_percent
from components.interface.frame.i18n import Translator
from components.interface.shared.passage import Span
from components.interface.shared.sentiment_words import name_label
from components.records.attribution import Attribution, AttributionResult

METHODS = ("integrated_gradients", "occlusion")
AGREE, AGREE_IN_PART = 0.7, 0.4
"""Rank correlations from which the two methods are said to agree, and to agree in part."""
_STRONGEST_TINT = 0.6
_LARGEST_TOLD = 3


def points_of(shown: Attribution, method: str) -> NDArray[np.float64]:
    """Return the contributions by one of `METHODS` in percentage points, (unit,)."""
    return 100 * np.asarray(getattr(shown, method), dtype=np.float64)


def target_name(t: Translator, result: AttributionResult) -> str:
    """Name the label that is explained."""
    return name_label(t, result.labels[result.target])


def describe_tints(
    t: Translator, shown: Attribution, method: str, largest: float, sides: tuple[str, str]
) -> list[Span]:
    """Make the tinted stretches of the passage.

    Args:
        shown: Contributions by token or word.
        method: One of `METHODS`.
        largest: Contribution, in percentage points, that gets the strongest tint.
        sides: Colours of what speaks for the label and against it.

    Returns:
        Spans in order, without overlap; tokens that cover no character of their own have none.
    """
    spans, position = [], 0
    for token, value in zip(shown.tokens, points_of(shown, method), strict=True):
        start = max(token.start, position)
        if token.end <= start:
            continue
        spans.append(
            Span(
                start,
                token.end,
                color=sides[0] if value >= 0 else sides[1],
                strength=_STRONGEST_TINT * min(abs(value) / max(largest, 1e-9), 1.0),
                note=t("attribution.tint_note", token=token.text, value=write_points(value)),
                is_underlined=False,
            )
        )
        position = token.end
    return spans


def bar_labels(t: Translator, result: AttributionResult, is_by_word: bool) -> BarLabels:
    """Return the words of the chart."""
    label = target_name(t, result)
    return BarLabels(
        title=t(f"attribution.chart_{'words' if is_by_word else 'tokens'}", label=label),
        axis=t("attribution.axis"),
        speaks_for=t("attribution.speaks_for"),
        speaks_against=t("attribution.speaks_against"),
    )


def write_largest(t: Translator, shown: Attribution, methods: Sequence[str]) -> str:
    """Write the largest contributions by each method, for those who do not see the chart."""
    lines = []
    for method in methods:
        points = points_of(shown, method)
        places = np.argsort(-np.abs(points), kind="stable")[:_LARGEST_TOLD]
        values = t("common.separator").join(
            f"{shown.tokens[place].text} {write_points(float(points[place]))}" for place in places
        )
        lines.append(t("attribution.alt_method", method=t(f"attribution.{method}"), values=values))
    return " ".join(lines)


def write_checks(t: Translator, result: AttributionResult, shown: Attribution) -> list[str]:
    """Say whether the parts add up to the whole, and whether the two methods agree."""
    whole = t(
        "attribution.whole",
        label=target_name(t, result),
        probability=write_percent(result.probability, digits=2),
        baseline=result.baseline_token,
        baseline_probability=write_percent(result.baseline_probability, digits=2),
        difference=_write_exactly(result.difference),
    )
    parts = t(
        "attribution.complete" if result.is_complete else "attribution.incomplete",
        total=_write_exactly(float(shown.integrated_gradients.sum())),
        gap=_write_gap(result.completeness_gap),
        steps=result.num_steps,
    )
    drops = t("attribution.occlusion_sum", total=_write_exactly(float(shown.occlusion.sum())))
    return [whole, parts, drops, _write_agreement(t, shown.rank_correlation)]


def _write_agreement(t: Translator, correlation: float | None) -> str:
    if correlation is None:
        return t("attribution.no_order")
    degree = "hardly"
    if correlation >= AGREE_IN_PART:
        degree = "largely" if correlation >= AGREE else "partly"
    value = f"{correlation:.2f}".replace("-", "−")
    return t("attribution.order", rho=value, degree=t(f"attribution.agree_{degree}"))


def _write_exactly(probability: float) -> str:
    text = f"{100 * probability:+.2f}"
    return "0.00" if text in ("+0.00", "-0.00") else text.replace("-", "−")


def _write_gap(gap: float) -> str:
    """Write a gap in percentage points, rounded up, so that "within" holds."""
    return f"{max(1, math.ceil(100_000 * abs(gap))) / 1000:.3f}"
