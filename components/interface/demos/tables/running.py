"""Start, Stop, and what is seen of a run meanwhile."""

from collections.abc import Callable, Sequence
from typing import Literal

import streamlit as st

from components.interface.demos.tables.run import go_on
from components.interface.frame.i18n import Translator
from components.interface.shared.notices import refusal_text
from components.service.table_run import ModelScores, Run
from components.text.tables import Table


def current_run(page: str) -> Run | None:
    """Return the session's run; None if nothing was started."""
    run: Run | None = st.session_state.get(f"{page}.run")
    return run


def show_start(
    t: Translator, page: str, table: Table, columns: Sequence[int], model_ids: list[str]
) -> Run | None:
    """Show the buttons that start a run of these settings, stop it or go on with it.

    Args:
        page: Stem of the page; keys are `<page>.start`, `<page>.stop` and `<page>.continue`.
        columns: Column of the texts; where questions about them are answered, also theirs.
        model_ids: One model or two.

    Returns:
        The run of these settings; None if there is none.
    """
    key = (table.digest, *columns, *model_ids)
    run = current_run(page)
    mine = run if run is not None and run.key == key else None
    if run is not None and mine is None:
        st.caption(t("table.settings_changed"))
    with st.container(horizontal=True, gap="small"):
        if mine is None or mine.state == "running":
            # It stays, out of use: what a script does not draw is seen until the script's end.
            st.button(
                t("table.start", count=f"{len(table.rows):,}"),
                key=f"{page}.start",
                type="primary",
                icon=":material/play_arrow:",
                on_click=_start,
                args=(page, key, [table.column(column) for column in columns], model_ids),
                disabled=mine is not None,
            )
        if mine is not None:
            _show_controls(t, page, mine)
    return mine


def _show_controls(t: Translator, page: str, run: Run) -> None:
    if run.state == "running":
        st.button(
            t("common.stop"),
            key=f"{page}.stop",
            icon=":material/stop_circle:",
            on_click=_set_state,
            args=(run, "stopped"),
        )
    elif run.state in ("stopped", "refused"):
        st.button(
            t("table.continue"),
            key=f"{page}.continue",
            icon=":material/play_arrow:",
            on_click=_set_state,
            args=(run, "running"),
        )


def _start(
    page: str, key: tuple[object, ...], cells: list[tuple[str, ...]], model_ids: list[str]
) -> None:
    texts, *questions = cells
    parts = [ModelScores(model_id) for model_id in model_ids]
    st.session_state[f"{page}.run"] = Run(
        key, texts, parts, questions=questions[0] if questions else ()
    )


def show_run(t: Translator, run: Run, show_latest: Callable[[Translator, Run], None]) -> None:
    """Go on with a run that is not at its end, and say how far it came.

    Args:
        run: The run; a script that is stopped here leaves in it what was done.
        show_latest: Shows the rows that came last.
    """
    if run.state == "running":
        wait, rows = st.empty(), st.empty()

        def show_rows() -> None:
            with rows.container():
                show_latest(t, run)

        go_on(t, run, wait, show_rows)
        st.rerun()
    done, total = f"{run.num_done:,}", f"{run.num_total:,}"
    if run.state == "stopped":
        st.info(t("table.stopped", done=done, total=total), icon=":material/stop_circle:")
    elif run.state == "refused" and run.refusal is not None:
        st.warning(
            t(
                "table.two",
                first=refusal_text(t, run.refusal),
                second=t("table.kept", done=done, total=total),
            ),
            icon=":material/info:",
        )
    else:
        rate, count = run.rate(), f"{len(run.texts):,}"
        if rate:
            words = t("table.finished_rate", count=count, rate=f"{rate:,.0f}")
        else:
            words = t("table.finished", count=count)
        st.caption(words)


def _set_state(run: Run, state: Literal["running", "stopped"]) -> None:
    run.state = state
