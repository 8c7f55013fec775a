"""The code that gives a reader's numbers, with its own limits."""

from components.export.question_answering_code import (
    TableFile,
    question_answering_code,
    question_table_code,
)
from components.records.model import ModelCard
from components.records.question_answering import QuestionAnsweringRequest, QuestionAnsweringResult
from components.service.readers import decoding_of
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
        decoding_of(card, result.provenance.backend),
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
    return question_table_code(file, decoding_of(card, backend))
