"""The weights on the screen as a table."""

from components.export.csv_table import csv_table
from components.records.attention import AttentionResult
from components.records.attention_view import AttentionView


def attention_csv(result: AttentionResult, view: AttentionView, corner: str) -> bytes:
    """Write the map shown as CSV: one row per query, one column per key, the tokens as their names.

    Args:
        result: Whose tokens are the names.
        view: The weights to write, with nine digits, which is what a float32 holds.
        corner: Name of the first column, translated.

    Returns:
        UTF-8 with a byte order mark; tokens that look like formulas are made harmless.
    """
    names = [result.tokens[place].text for place in view.queries]
    rows: list[list[str | int | float]] = [
        [name, *(float(f"{weight:.9g}") for weight in row)]
        for name, row in zip(names, view.weights.tolist(), strict=True)
    ]
    return csv_table([corner, *(result.tokens[place].text for place in view.keys)], rows)
