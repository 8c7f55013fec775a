"""The weights of one head as a table."""

from components.interface.export.csv_table import csv_table
from components.records.attention import AttentionResult


def attention_csv(result: AttentionResult, corner: str) -> bytes:
    """Write the head shown as CSV: a row a query, a column a key, the tokens as their names.

    Args:
        result: Whose weights are written, all of them, with nine digits, which is what a float32
            holds.
        corner: Name of the first column, translated.

    Returns:
        UTF-8 with a byte order mark; tokens that look like formulas are made harmless.
    """
    names = [token.text for token in result.tokens]
    rows: list[list[str | int | float]] = [
        [name, *(float(f"{weight:.9g}") for weight in row)]
        for name, row in zip(names, result.weights, strict=True)
    ]
    return csv_table([corner, *names], rows)
