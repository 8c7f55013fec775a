"""Ask documents: what the visitor uploads is searched, read, and quoted with file and page."""

import streamlit as st

from components.interface.charts.theme import chart_theme
from components.interface.demos.document_answering.answers import STYLE
from components.interface.demos.document_answering.asked import answer_question, show_library_code
from components.interface.demos.document_answering.indexing import show_index
from components.interface.demos.document_answering.question import (
    LINK,
    fill_from_link,
    show_examples,
    show_question,
)
from components.interface.demos.document_answering.upload import show_upload
from components.interface.frame.session import current_translator, theme_name
from components.interface.shared.frame import (
    restore_from_link,
    show_heading,
    show_how_it_works,
)
from components.interface.shared.literal import show_literal_style

PAGE = "document_answering"

t = current_translator()
theme = chart_theme(theme_name())


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
    answer_question(t, PAGE, library, question, theme)
show_how_it_works(t, PAGE)
if library is not None and question is not None:
    show_library_code(t, PAGE, library, question)
