"""All heads as a table for spreadsheets; a pure function."""

import math

from components.interface.frame.i18n import Translator
from components.interface.lab.attention_heads.head_words import PAGE
from components.records.attention_heads import AttentionHeadsResult

Cell = str | int | float


def describe_heads(
    t: Translator, result: AttentionHeadsResult
) -> tuple[list[str], list[list[Cell]]]:
    """Make one row per head: role, scores on the text and on random tokens, spread.

    Returns:
        Header, and rows in the order of the layers; what was not measured is empty.
    """
    patterns = (*result.patterns, "sink")
    names = [t(f"{PAGE}.role.{pattern}") for pattern in patterns]
    header = [
        t(f"{PAGE}.layer_axis"),
        t(f"{PAGE}.head_axis"),
        t(f"{PAGE}.column_role"),
        *names,
        *(t(f"{PAGE}.column_random", name=name) for name in names),
        t(f"{PAGE}.column_entropy"),
        t(f"{PAGE}.column_distance"),
        t(f"{PAGE}.column_confidence"),
    ]
    return header, [
        _row(t, result, layer, head, patterns)
        for layer in range(result.num_layers)
        for head in range(result.num_heads)
    ]


def _row(
    t: Translator, result: AttentionHeadsResult, layer: int, head: int, patterns: tuple[str, ...]
) -> list[Cell]:
    measures = result.measures
    return [
        layer + 1,
        head + 1,
        t(f"{PAGE}.role.{result.role(layer, head)}"),
        *(_cell(result.score(layer, head, p)) for p in patterns),
        *(_cell(result.score(layer, head, p, is_random=True)) for p in patterns),
        _cell(float(measures.entropy_bits[layer, head])),
        _cell(float(measures.distance_tokens[layer, head])),
        _cell(float(measures.confidence[layer, head])),
    ]


def _cell(value: float) -> Cell:
    return "" if math.isnan(value) else float(f"{value:.6g}")
