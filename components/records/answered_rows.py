"""Answers to the questions of a table's rows, as they come out of a model."""

from dataclasses import dataclass

from components.records.scored_rows import UnreadReason


@dataclass(frozen=True)
class AnsweredRow:
    """The best span of one row's text.

    Attributes:
        text: The span, exactly as it stands in the row's cleaned text.
        start: First code point in it.
        end: One past the last.
        probability: Of this span among all spans and "the text does not say", 0 to 1.
        null_probability: Of "the text does not say", 0 to 1.
        has_answer: False if the text does not say, or the row was not read.
        num_windows: How many windows the text was read in.
        is_question_cut: True if only the beginning of the question was read.
        unread: Why there is no span; None if there is one.
    """

    text: str = ""
    start: int = 0
    end: int = 0
    probability: float = 0.0
    null_probability: float = 0.0
    has_answer: bool = False
    num_windows: int = 0
    is_question_cut: bool = False
    unread: UnreadReason | None = None

    @property
    def is_read(self) -> bool:
        """False if there is no span."""
        return self.unread is None

    @property
    def answer(self) -> str:
        """The span where it is the answer; empty if the text does not say."""
        return self.text if self.has_answer else ""

    @property
    def confidence(self) -> float:
        """Probability of what is answered: of the span, or of "the text does not say"."""
        return self.probability if self.has_answer else self.null_probability


@dataclass(frozen=True)
class AnsweredRows:
    """A finished batch of rows, in the order in which they came out of the model.

    Attributes:
        indices: Which of the request's rows these are, from 0.
        rows: One per index.
    """

    indices: tuple[int, ...]
    rows: tuple[AnsweredRow, ...]
