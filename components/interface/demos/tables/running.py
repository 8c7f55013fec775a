"""Start, Stop, and what is seen of a run meanwhile."""

from collections.abc import Callable
from typing import Any, Literal, TypeVar

import streamlit as st

from components.interface.demos.tables.run import go_on
from components.interface.frame.i18n import Translator
from components.interface.shared.notices import refusal_text
from components.service.table_run import PartT, ResultT, Run

RunT = TypeVar("RunT", bound=Run[Any, Any])
Key = tuple[object, ...]


def kept_run(page: str, kind: type[RunT]) -> RunT | None:
    """Return the session's run; None if nothing was started."""
    run = st.session_state.get(f"{page}.run")
    return run if isinstance(run, kind) else None


def show_buttons(
    t: Translator,
    page: str,
    current: RunT | None,
    key: Key,
    num_rows: int,
    make: Callable[[], RunT],
) -> RunT | None:
    """Show the buttons that start a run of these settings, stop it or go on with it.

    Args:
        page: Stem of the page; keys are `<page>.start`, `<page>.stop` and `<page>.continue`.
        current: The session's run, perhaps of other settings.
        key: What these settings are of: table, columns and models.
        num_rows: Rows of the table.
        make: Returns a new run of these settings.

    Returns:
        The run of these settings; None if there is none.
    """
    mine = current if current is not None and current.key == key else None
    if current is not None and mine is None:
        st.caption(t("table.settings_changed"))
    with st.container(horizontal=True, gap="small"):
        if mine is None or mine.state == "running":
            # It stays, out of use: what a script does not draw is seen until the script's end.
            st.button(
                t("table.start", count=f"{num_rows:,}"),
                key=f"{page}.start",
                type="primary",
                icon=":material/play_arrow:",
                on_click=_start,
                args=(page, make),
                disabled=mine is not None,
            )
        if mine is not None:
            _show_controls(t, page, mine)
    return mine


def _show_controls(t: Translator, page: str, run: Run[PartT, ResultT]) -> None:
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


def _start(page: str, make: Callable[[], RunT]) -> None:
    st.session_state[f"{page}.run"] = make()


def show_run(t: Translator, run: RunT, show_latest: Callable[[Translator, RunT], None]) -> None:
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


def _set_state(run: Run[PartT, ResultT], state: Literal["running", "stopped"]) -> None:
    run.state = state
