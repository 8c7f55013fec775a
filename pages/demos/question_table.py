"""Answers to a whole table of questions: rows as they come, exact match and F1, a file."""

from components.interface.charts.theme import chart_theme
from components.interface.demos.question_table.columns import show_columns
from components.interface.demos.question_table.measures import keep_scores, show_measures
from components.interface.demos.question_table.rows import show_latest, show_rows, show_summary
from components.interface.demos.question_table.start import current_run, show_start
from components.interface.demos.tables.running import show_run
from components.interface.demos.tables.source import SAMPLE_SETTING, show_source
from components.interface.frame import runtime
from components.interface.frame.session import current_translator, theme_name
from components.interface.shared.frame import (
    restore_from_link,
    show_code,
    show_heading,
    show_how_it_works,
)
from components.interface.shared.model_picker import settle_model, show_models_box
from components.interface.shared.other_reader import follow_text, show_followed
from components.interface.shared.shown_code import write_table_code

PAGE, TASK = "question_table", "question_answering"

t = current_translator()
theme = chart_theme(theme_name())
run = current_run(PAGE)
is_running = run is not None and run.state == "running"

restore_from_link(PAGE, [SAMPLE_SETTING])
show_heading(t, PAGE)
found = show_source(t, PAGE, "questions.csv", is_running)
columns = show_columns(t, PAGE, found[1], is_running) if found is not None else None
if found is not None and columns is not None:
    file_name, table = found
    if not is_running:
        follow_text(PAGE, TASK, (row[columns.passage] for row in table.rows))
    usable = runtime.offers().usable(TASK)
    wish = show_models_box(t, PAGE, usable, is_disabled=is_running)
    show_followed(t, PAGE)
    model = settle_model(t, TASK, wish)
    run = show_start(t, PAGE, table, columns, model.id)
    if run is not None:
        show_run(t, run, show_latest)
    if run is not None and run.num_done and run.state != "running":
        truth = columns.truth(table)
        column = columns.answer
        scores = {} if truth is None or column is None else keep_scores(PAGE, run, column, truth)
        show_summary(t, PAGE, run, theme)
        if truth is not None:
            show_measures(t, scores, truth)
        show_rows(t, PAGE, table, run, scores, theme)
show_how_it_works(t, PAGE)
if columns is not None and run is not None and run.parts[0].backend:
    names = (table.columns[columns.question], table.columns[columns.passage])
    backend = run.parts[0].backend
    show_code(t, write_table_code(file_name, names, table, model, backend))
