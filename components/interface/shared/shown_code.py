"""The code that gives a reader's numbers, with its own limits."""

from components.engine.inference.span_decoding import MAX_ANSWER_TOKENS
from components.engine.inference.span_windows import OVERLAP_TOKENS, READ_TOKENS
from components.export.question_answering_code import (
    Decoding,
    TableFile,
    question_answering_code,
    question_table_code,
)
from components.records.model import ModelCard
from components.records.question_answering import QuestionAnsweringRequest, QuestionAnsweringResult
from components.text.tables import Table


def write_code(
    request: QuestionAnsweringRequest, result: QuestionAnsweringResult, card: ModelCard
) -> str:
    """Write the code that answers a request for one text.

    Args:
        result: Its result.
        card: The model that gave it.
    """
    return question_answering_code(
        result.question_read or request.question,
        request.texts[0],
        _decoding_of(card, result.provenance.backend),
    )


def write_table_code(
    file_name: str, names: tuple[str, str], table: Table, card: ModelCard, backend: str
) -> str:
    """Write the code that answers the questions of a table.

    Args:
        file_name: Of the visitor's file.
        names: Of the columns with the questions and with the passages.
        card: The model that answers.
        backend: The library that does.
    """
    file = TableFile(file_name, *names, table.encoding, table.delimiter)
    return question_table_code(file, _decoding_of(card, backend))


def _decoding_of(card: ModelCard, backend: str) -> Decoding:
    longest = min(READ_TOKENS, card.max_tokens)
    return Decoding(card, longest, OVERLAP_TOKENS, MAX_ANSWER_TOKENS, backend)
