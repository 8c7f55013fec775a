"""Scores of rows of a table, as they come out of a model."""

from dataclasses import dataclass
from typing import Literal

from components.records.scored import Scored

UnreadReason = Literal["blank", "too_long", "script", "unknown"]
"""Why a row has no score: nothing visible in it; more characters than are taken; a script that the
model does not read; mostly tokens it does not know."""


@dataclass(frozen=True)
class ScoredRow(Scored):
    """Class probabilities of one row.

    Attributes:
        probabilities: One per label, summing to 1; empty if the row was not read.
        unread: Why there is no score; None if there is one.
        is_truncated: True if the row has more tokens than the model takes, so that only its
            beginning was read.
    """

    probabilities: tuple[float, ...] = ()
    unread: UnreadReason | None = None
    is_truncated: bool = False


@dataclass(frozen=True)
class ScoredRows:
    """A finished batch of rows, in the order in which they came out of the model.

    Attributes:
        labels: Class names in the order of the probabilities.
        indices: Which of the request's rows these are, from 0.
        rows: One per index.
    """

    labels: tuple[str, ...]
    indices: tuple[int, ...]
    rows: tuple[ScoredRow, ...]
