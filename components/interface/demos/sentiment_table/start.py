"""The session's run of texts, and the buttons that start and stop one."""

from components.interface.demos.sentiment_table.columns import Columns
from components.interface.demos.tables.running import kept_run, show_buttons
from components.interface.frame.i18n import Translator
from components.service.table_run import ModelScores, SentimentRun
from components.text.tables import Table


def current_run(page: str) -> SentimentRun | None:
    """Return the session's run; None if nothing was started."""
    return kept_run(page, SentimentRun)


def show_start(
    t: Translator, page: str, table: Table, columns: Columns, model_ids: list[str]
) -> SentimentRun | None:
    """Show the buttons of a run; return the run of these settings, None if there is none."""
    key = (table.digest, columns.text, *model_ids)

    def make() -> SentimentRun:
        parts = [ModelScores(model_id) for model_id in model_ids]
        return SentimentRun(key, table.column(columns.text), parts)

    return show_buttons(t, page, current_run(page), key, len(table.rows), make)
