"""The session's run of questions, and the buttons that start and stop one."""

from components.interface.demos.question_table.columns import Columns
from components.interface.demos.tables.running import kept_run, show_buttons
from components.interface.frame.i18n import Translator
from components.service.table_run import ModelAnswers, QuestionRun
from components.text.tables import Table


def current_run(page: str) -> QuestionRun | None:
    """Return the session's run; None if nothing was started."""
    return kept_run(page, QuestionRun)


def show_start(
    t: Translator, page: str, table: Table, columns: Columns, model_id: str
) -> QuestionRun | None:
    """Show the buttons of a run; return the run of these settings, None if there is none."""
    key = (table.digest, columns.passage, columns.question, model_id)

    def make() -> QuestionRun:
        passages, questions = table.column(columns.passage), table.column(columns.question)
        return QuestionRun(key, passages, [ModelAnswers(model_id)], questions=questions)

    return show_buttons(t, page, current_run(page), key, len(table.rows), make)
