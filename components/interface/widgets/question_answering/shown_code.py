"""The code that gives an answer's numbers, with the reader's own limits."""

from components.interface.export.question_answering_code import question_answering_code
from components.models.inference.span_decoding import MAX_ANSWER_TOKENS
from components.models.inference.span_windows import OVERLAP_TOKENS, READ_TOKENS
from components.records.model import ModelCard
from components.records.question_answering import QuestionAnsweringRequest, QuestionAnsweringResult


def write_code(
    request: QuestionAnsweringRequest, result: QuestionAnsweringResult, card: ModelCard
) -> str:
    """Write the code that answers a request for one text.

    Args:
        request: What was asked.
        result: Its result.
        card: The model that gave it.
    """
    return question_answering_code(
        result.question_read or request.question,
        request.texts[0],
        card.id,
        min(READ_TOKENS, card.max_tokens),
        OVERLAP_TOKENS,
        MAX_ANSWER_TOKENS,
        result.provenance.backend,
    )
