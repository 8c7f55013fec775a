"""Request and result of sentiment classification."""

from dataclasses import dataclass

from components.records.answer import Provenance


@dataclass(frozen=True)
class SentimentRequest:
    """One text to classify, whole and sentence by sentence.

    Attributes:
        text: Cleaned text.
    """

    text: str


@dataclass(frozen=True)
class SentimentScore:
    """Class probabilities of one stretch of text.

    Attributes:
        text: The stretch.
        start: First code point in the request's text.
        end: One past the last.
        probabilities: One a label, in the result's order, summing to 1; empty where the model
            cannot read the stretch.
    """

    text: str
    start: int
    end: int
    probabilities: tuple[float, ...]

    @property
    def is_read(self) -> bool:
        """False where the model cannot read the stretch and gives no score."""
        return bool(self.probabilities)

    @property
    def label_index(self) -> int:
        """Index of the most probable label; ValueError where the stretch was not read."""
        return self.probabilities.index(max(self.probabilities))


@dataclass(frozen=True)
class SentimentResult:
    """Scores of a text.

    Attributes:
        labels: Class names in the order of the probabilities: negative, neutral, positive.
        whole: The text as one input.
        sentences: One score a sentence, in order.
        provenance: Where it comes from.
    """

    labels: tuple[str, ...]
    whole: SentimentScore
    sentences: tuple[SentimentScore, ...]
    provenance: Provenance
