"""Sentiment of a whole table: rows as they come, measures, slices, two models side by side."""

import streamlit as st

from components.export.sentiment_table_code import sentiment_table_code
from components.interface.charts.theme import chart_theme
from components.interface.demos.sentiment_table.columns import show_columns
from components.interface.demos.sentiment_table.comparison import show_comparison
from components.interface.demos.sentiment_table.measures import show_measures
from components.interface.demos.sentiment_table.models import TASK, show_models
from components.interface.demos.sentiment_table.rows import show_latest, show_rows, show_summary
from components.interface.demos.sentiment_table.slices import show_slices
from components.interface.demos.sentiment_table.start import current_run, show_start
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
from components.interface.shared.other_reader import follow_text, show_followed

PAGE = "sentiment_table"

t = current_translator()
theme = chart_theme(theme_name())
run = current_run(PAGE)
is_running = run is not None and run.state == "running"

restore_from_link(PAGE, [SAMPLE_SETTING])
show_heading(t, PAGE)
found = show_source(t, PAGE, "reviews.csv", is_running)
if found is not None:
    file_name, table = found
    columns = show_columns(t, PAGE, table, is_running)
    if not is_running:
        follow_text(PAGE, TASK, (row[columns.text] for row in table.rows))
    models = show_models(t, PAGE, is_running)
    show_followed(t, PAGE)
    run = show_start(t, PAGE, table, columns, [model.id for model in models])
    if run is not None:
        show_run(t, run, show_latest)
        if run.num_done and run.state != "running":
            truth = columns.truth(table)
            show_summary(t, PAGE, run, theme)
            show_rows(t, PAGE, table, run)
            if columns.label is not None and columns.classes:
                st.subheader(t("sentiment_table.measures_title"), anchor=False)
                for number, model in enumerate(models):
                    if len(models) > 1:
                        st.markdown(f"**{model.name}**")
                    show_measures(t, PAGE, number, run, truth, theme)
            show_slices(t, PAGE, table, run, columns.text, truth)
            if len(models) > 1:
                show_comparison(t, PAGE, run, truth, theme)
show_how_it_works(t, PAGE)
if found is not None and run is not None and run.parts[0].backend:
    model = runtime.offers().cards[models[0].id]
    show_code(
        t,
        sentiment_table_code(
            file_name,
            table.columns[columns.text],
            table.encoding,
            table.delimiter,
            model,
            run.parts[0].backend,
        ),
    )
