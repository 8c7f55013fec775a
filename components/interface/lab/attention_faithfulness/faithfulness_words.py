"""What the page says about methods of explanation, in words; pure functions."""

import math

from components.interface.charts.faithfulness import write_signed
from components.interface.charts.percents import write_percent
from components.interface.charts.theme import ChartTheme
from components.interface.frame.i18n import Translator
from components.records.attention_faithfulness import (
    ATTENTION_METHODS,
    METHODS,
    RANDOM,
    REMOVALS,
    AttentionFaithfulnessResult,
)

PAGE = "attention_faithfulness"
AGREE, AGREE_IN_PART = 0.7, 0.4
"""Rank correlations from which two methods are said to agree, and to agree in part."""
Cell = str | int | float


def name_method(t: Translator, method: str) -> str:
    """Name a method."""
    return t(f"{PAGE}.method.{method}")


def method_color(method: str, theme: ChartTheme) -> str:
    """Return a method's colour; random recedes."""
    return theme.muted if method == RANDOM else theme.categorical[METHODS.index(method)]


def closest_attention(result: AttentionFaithfulnessResult) -> tuple[str, float]:
    """Find the attention method whose order is nearest to integrated gradients, and its ρ."""
    pairs = [
        (method, result.correlation(method, "integrated_gradients")) for method in ATTENTION_METHODS
    ]
    known = [pair for pair in pairs if not math.isnan(pair[1])]
    return max(known, key=lambda pair: pair[1], default=(ATTENTION_METHODS[0], 0.0))


def write_agreement(t: Translator, result: AttentionFaithfulnessResult) -> str:
    """Say how far attention agrees with what moves the answer."""
    method, rho = closest_attention(result)
    degree = "hardly"
    if rho >= AGREE_IN_PART:
        degree = "largely" if rho >= AGREE else "partly"
    return t(f"{PAGE}.agree_{degree}", method=name_method(t, method), rho=write_signed(rho))


def write_test(t: Translator, result: AttentionFaithfulnessResult) -> str:
    """Say whether removing what attention names hurts more than removing at random."""
    needed = {name: curve.comprehensiveness for name, curve in result.curves.items()}
    better = [method for method in ATTENTION_METHODS if needed[method] > needed[RANDOM]]
    best = max(METHODS, key=needed.__getitem__)
    return t(
        f"{PAGE}.test",
        better=len(better),
        count=len(ATTENTION_METHODS),
        best=name_method(t, best),
        value=f"{100 * needed[best]:.0f}",
        random=f"{100 * needed[RANDOM]:.0f}".replace("-", "−"),
    )


def write_checks(t: Translator, result: AttentionFaithfulnessResult) -> list[str]:
    """Return the checks that the numbers come with: sums, the gap, what special tokens take."""
    explained = result.attribution
    gap = f"{max(1, math.ceil(1e5 * abs(explained.completeness_gap))) / 1000:.3f}"
    special = t("common.separator").join(
        f"{name_method(t, method)} {write_percent(result.special_shares[method])}"
        for method in ATTENTION_METHODS
    )
    return [
        t(
            f"{PAGE}.check_complete" if explained.is_complete else f"{PAGE}.check_incomplete",
            gap=gap,
            steps=explained.num_steps,
        ),
        t(f"{PAGE}.check_special", shares=special),
    ]


def describe_scores(
    t: Translator, result: AttentionFaithfulnessResult
) -> tuple[list[str], list[list[Cell]]]:
    """Make a table of the scores: a row per token, then a row per measure of each method."""
    header = [t(f"{PAGE}.column_token"), *(name_method(t, method) for method in METHODS)]
    header.append(name_method(t, RANDOM))
    rows: list[list[Cell]] = [
        [token.text, *(_cell(result.scores[method][index]) for method in METHODS), ""]
        for index, token in enumerate(result.tokens)
    ]
    curves = [result.curves[method] for method in (*METHODS, RANDOM)]
    measures = {
        **{f"{removal}_area": [curve.area(removal) for curve in curves] for removal in REMOVALS},
        "comprehensiveness": [curve.comprehensiveness for curve in curves],
        "sufficiency": [curve.sufficiency for curve in curves],
    }
    for measure, values in measures.items():
        rows.append([t(f"{PAGE}.column_{measure}"), *(_cell(value) for value in values)])
    return header, rows


def _cell(value: float) -> float:
    return float(f"{float(value):.6g}")
