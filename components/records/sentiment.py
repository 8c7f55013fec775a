"""Request and result of sentiment classification."""

from dataclasses import dataclass

from components.records.answer import Provenance
from components.records.request import Request
from components.records.scored import Scored


@dataclass(frozen=True)
class SentimentRequest(Request["SentimentResult"]):
    """One text to classify, whole and sentence by sentence.

    Attributes:
        text: Cleaned text.
    """

    text: str


@dataclass(frozen=True)
class SentimentScore(Scored):
    """Class probabilities of one stretch of text.

    Attributes:
        text: The stretch.
        start: First code point in the request's text.
        end: One past the last.
        probabilities: One per label, in the result's order, summing to 1; empty if the model
            cannot read the stretch.
        is_truncated: True if the stretch is longer than the model's longest input, so that only
            its beginning was read.
    """

    text: str
    start: int
    end: int
    probabilities: tuple[float, ...]
    is_truncated: bool = False


@dataclass(frozen=True)
class SentimentResult:
    """Scores of a text.

    Attributes:
        labels: Class names in the order of the probabilities: negative, neutral, positive.
        whole: The text as one input.
        sentences: One score per sentence, in order.
        text_read: What the whole's score is of: the text, or its readable sentences joined by a
            space where others were left out.
        provenance: Where it comes from.
    """

    labels: tuple[str, ...]
    whole: SentimentScore
    sentences: tuple[SentimentScore, ...]
    text_read: str
    provenance: Provenance

    @property
    def num_unread(self) -> int:
        """How many sentences got no score."""
        return sum(not sentence.is_read for sentence in self.sentences)

    def is_contradictory(self, confidence: float = 0.6) -> bool:
        """Return whether one sentence is clearly positive and another clearly negative.

        Args:
            confidence: Probability from which a label counts as clear, 0.5 to 1.
        """
        clear = {
            self.labels[sentence.label_index]
            for sentence in self.sentences
            if sentence.is_read and sentence.confidence >= confidence
        }
        return {"negative", "positive"} <= clear
