"""Request and result of finding the answers to many questions, each in a text of its own."""

from dataclasses import dataclass

from components.records.answer import Provenance
from components.records.answered_rows import AnsweredRow
from components.records.request import Request


@dataclass(frozen=True)
class QuestionTableRequest(Request["QuestionTableResult"]):
    """Questions and what is read for each.

    Attributes:
        questions: As they stand in the table; rows with a blank or too long one get no answer.
        texts: One per question; the same holds for them.
    """

    questions: tuple[str, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class QuestionTableResult:
    """Answers to many questions.

    Attributes:
        rows: One per question of the request, in its order.
        threshold: Above this null score the answer is that the text does not say, in nats.
        provenance: Where they come from; tokens are summed over the windows that were read.
    """

    rows: tuple[AnsweredRow, ...]
    threshold: float
    provenance: Provenance
