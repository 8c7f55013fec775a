"""How right the answers are where the table has answers: exact match and F1."""

from collections.abc import Mapping, Sequence

import streamlit as st

from components.interface.charts.percents import write_percent
from components.interface.frame.i18n import Translator
from components.interface.frame.session import keep
from components.service.table_measures import Score, score_rows
from components.service.table_run import QuestionRun

_SMALL = 30


def keep_scores(
    page: str, run: QuestionRun, column: int, truth: Sequence[tuple[str, ...]]
) -> dict[int, Score]:
    """Return the scores, computed once for the same run and column of answers.

    Args:
        column: Column of the answers.
        truth: Right answers of every row.
    """
    asked = (run.key, column, run.num_done)
    return keep(f"{page}.scores", asked, lambda: score_rows(run, truth))


def show_measures(
    t: Translator, scores: Mapping[int, Score], truth: Sequence[tuple[str, ...]]
) -> None:
    """Show exact match and F1 over all rows, and apart for rows with an answer and without one.

    Args:
        scores: Row → its scores.
        truth: Right answers of every row.
    """
    st.subheader(t("question_table.measures_title"), anchor=False)
    if not scores:
        st.caption(t("question_table.none_to_compare"))
        return
    told = [score for index, score in scores.items() if truth[index]]
    untold = [score for index, score in scores.items() if not truth[index]]
    every = list(scores.values())
    figures = {
        "exact": mean_percent([score.exact for score in every]),
        "f1": mean_percent([score.f1 for score in every]),
        "has_answer_f1": mean_percent([score.f1 for score in told]),
        "no_answer_accuracy": mean_percent([score.exact for score in untold]),
        "compared": f"{len(every):,}",
    }
    with st.container(horizontal=True, gap="medium"):
        for name, value in figures.items():
            st.metric(t(f"question_table.{name}"), value, width="content")
    with st.container(width=720):
        st.caption(t("question_table.measures_read"))
        if len(every) < _SMALL:
            st.caption(t("question_table.few_rows", count=len(every)))


def mean_percent(shares: Sequence[float]) -> str:
    """Write a mean in tenths of a percent; a dash where there is nothing to average.

    Example:
        >>> mean_percent([1.0, 0.5]), mean_percent([])
        ('75.0%', '–')
    """
    return write_percent(sum(shares) / len(shares), digits=1) if shares else "–"
