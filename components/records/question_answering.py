"""Request and result of finding the answer to a question in texts."""

from dataclasses import dataclass

from components.records.answer import Provenance
from components.records.request import Request
from components.records.token import Token


@dataclass(frozen=True)
class QuestionAnsweringRequest(Request["QuestionAnsweringResult"]):
    """A question and what is read for it.

    Attributes:
        question: Cleaned text.
        texts: Passages, each cleaned, of any length; an answer lies in one of them.
        num_answers: Most spans to return, the best one included.
    """

    question: str
    texts: tuple[str, ...]
    num_answers: int = 5


@dataclass(frozen=True)
class AnswerSpan:
    """A stretch of one of the texts.

    Attributes:
        text_index: Which of the request's texts.
        start: First code point in it.
        end: One past the last; never inside a grapheme.
        text: The stretch, exactly as it stands there.
        probability: Of this span among all spans of all texts and "the text does not say", 0 to 1.
        log_odds: Its score against the null span of its window, in nats.
    """

    text_index: int
    start: int
    end: int
    text: str
    probability: float
    log_odds: float


@dataclass(frozen=True)
class WindowLogits:
    """What the model made of the window in which the best span was found.

    Attributes:
        text_index: Which of the request's texts.
        tokens: The null span's token, then the text's tokens with their offsets in it.
        start_logits: One per token.
        end_logits: One per token.
    """

    text_index: int
    tokens: tuple[Token, ...]
    start_logits: tuple[float, ...]
    end_logits: tuple[float, ...]


@dataclass(frozen=True)
class QuestionAnsweringResult:
    """Answers to a question, and how sure it is that there is one.

    Attributes:
        answers: Best first; none overlaps a better one.
        null_probability: Of "the text does not say", 0 to 1.
        null_score: Null score minus the best span's, in nats.
        threshold: Above this null score the answer is that the text does not say; chosen on
            held-out questions.
        window: Start and end logits where the best span was found.
        num_windows: How many windows were read.
        provenance: Where it comes from; tokens are summed over the windows.
        question_read: The question as the model was given it, where it was too long to be read
            whole; None if it was read whole.
    """

    answers: tuple[AnswerSpan, ...]
    null_probability: float
    null_score: float
    threshold: float
    window: WindowLogits
    num_windows: int
    provenance: Provenance
    question_read: str | None = None

    @property
    def has_answer(self) -> bool:
        """False if the texts do not say."""
        return self.null_score <= self.threshold
