"""Ask documents: what the visitor uploads is searched, read, and quoted with file and page."""

import streamlit as st

from components.export.document_answering_code import (
    FILE_NAME,
    document_answering_code,
    passages_file,
)
from components.interface.charts.theme import chart_theme
from components.interface.demos.document_answering.answers import STYLE, show_answers, show_found
from components.interface.demos.document_answering.generated import show_generated
from components.interface.demos.document_answering.indexing import show_index
from components.interface.demos.document_answering.library import Library
from components.interface.demos.document_answering.question import (
    LINK,
    READ_PASSAGES,
    fill_from_link,
    find_passages,
    show_examples,
    show_question,
)
from components.interface.demos.document_answering.upload import show_upload
from components.interface.frame import runtime
from components.interface.frame.session import current_translator, theme_name
from components.interface.shared.answering import show_answer
from components.interface.shared.frame import (
    restore_from_link,
    show_code,
    show_heading,
    show_how_it_works,
)
from components.interface.shared.literal import show_literal_style
from components.interface.shared.model_picker import settle_model
from components.interface.shared.notices import show_provenance
from components.records.question_answering import QuestionAnsweringRequest

PAGE = "document_answering"
TASK = "question_answering"

t = current_translator()
theme = chart_theme(theme_name())


def answer_question(library: Library, question: str) -> None:
    """Search, read and show."""
    reading = find_passages(t, PAGE, library, question)
    if reading is None:
        return
    reader = settle_model(t, TASK, runtime.offers().usable(TASK)[0])
    request = QuestionAnsweringRequest(question, reading.texts)
    result = show_answer(t, PAGE, reader.id, request)
    if result is None:
        return
    show_answers(t, PAGE, library, reading, result, theme)
    show_provenance(t, reader, result.provenance)
    show_found(t, PAGE, library, reading)
    show_generated(t, library, reading, result, theme)


restore_from_link(PAGE, LINK)
fill_from_link(PAGE)
show_heading(t, PAGE)
st.html(STYLE)
show_literal_style()
documents = show_upload(t, PAGE, t(f"{PAGE}.file_label"))
library = show_index(t, PAGE, documents) if documents else None
question = show_question(t, PAGE) if documents else None
show_examples(t, PAGE)
if library is not None and question is not None:
    answer_question(library, question)
show_how_it_works(t, PAGE)
if library is not None and question is not None:
    encoder = runtime.offers().usable("embedding")[0]
    show_code(t, document_answering_code(question, encoder, READ_PASSAGES))
    st.download_button(
        t(f"{PAGE}.download"),
        passages_file([library.text_of(passage) for passage in library.passages]),
        file_name=FILE_NAME,
        mime="application/json",
        key=f"{PAGE}.passages",
        icon=":material/download:",
        on_click="ignore",
    )
