"""A question put to the documents: searched, read, shown, and the code that does the same."""

import streamlit as st

from components.export.document_answering_code import (
    FILE_NAME,
    document_answering_code,
    passages_file,
)
from components.interface.charts.theme import ChartTheme
from components.interface.demos.document_answering.answers import show_answers, show_found
from components.interface.demos.document_answering.generated import show_generated
from components.interface.demos.document_answering.question import find_passages
from components.interface.frame import runtime
from components.interface.frame.i18n import Translator
from components.interface.shared.answering import show_answer
from components.interface.shared.frame import show_code
from components.interface.shared.model_picker import settle_model
from components.interface.shared.notices import show_provenance
from components.records.question_answering import QuestionAnsweringRequest
from components.service.library import READ_PASSAGES, Library

TASK = "question_answering"


def answer_question(
    t: Translator, page: str, library: Library, question: str, theme: ChartTheme
) -> None:
    """Search, read and show."""
    reading = find_passages(t, page, library, question)
    if reading is None:
        return
    reader = settle_model(t, TASK, runtime.offers().usable(TASK)[0])
    request = QuestionAnsweringRequest(question, reading.texts)
    result = show_answer(t, page, reader.id, request)
    if result is None:
        return
    show_answers(t, page, library, reading, result, theme)
    show_provenance(t, reader, result.provenance)
    show_found(t, page, library, reading)
    show_generated(t, library, reading, result, theme)


def show_library_code(t: Translator, page: str, library: Library, question: str) -> None:
    """Show the code that finds the same passages, and offer the file it reads them from."""
    encoder = runtime.offers().usable("embedding")[0]
    show_code(t, document_answering_code(question, encoder, READ_PASSAGES))
    st.download_button(
        t(f"{page}.download"),
        passages_file([library.text_of(passage) for passage in library.passages]),
        file_name=FILE_NAME,
        mime="application/json",
        key=f"{page}.passages",
        icon=":material/download:",
        on_click="ignore",
    )
