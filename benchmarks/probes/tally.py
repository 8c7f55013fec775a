"""How many of each kind are right."""

from collections.abc import Mapping
from typing import Any

Probe = Mapping[str, Any]
"""An item of a set, as its file has it."""


class Tally:
    """Counts of right answers by kind."""

    def __init__(self) -> None:
        self.counts: dict[str, list[int]] = {}

    def add(self, kind: str, right: float, total: int = 1) -> None:
        """Count items of a kind.

        Args:
            kind: Such as `negated bad en`.
            right: How many of them are right; a truth value for one.
            total: How many there are.
        """
        count = self.counts.setdefault(kind, [0, 0])
        count[0] += int(right)
        count[1] += total
