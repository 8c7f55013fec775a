"""Request and result of classifying many texts."""

from dataclasses import dataclass

from components.records.answer import Provenance
from components.records.request import Request
from components.records.scored_rows import ScoredRow


@dataclass(frozen=True)
class SentimentTableRequest(Request["SentimentTableResult"]):
    """Texts to classify, each as one input.

    Attributes:
        texts: As they stand in the table; blank ones and ones that are too long get no score.
    """

    texts: tuple[str, ...]


@dataclass(frozen=True)
class SentimentTableResult:
    """Scores of many texts.

    Attributes:
        labels: Class names in the order of the probabilities.
        rows: One per text of the request, in its order.
        provenance: Where they come from; tokens are summed over the rows that were read.
    """

    labels: tuple[str, ...]
    rows: tuple[ScoredRow, ...]
    provenance: Provenance
