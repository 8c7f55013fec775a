"""How far a run over a table is, shown while it goes on."""

import time
from collections.abc import Callable
from typing import Generic

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.interface.frame import runtime
from components.interface.frame.drawing import aside
from components.interface.frame.i18n import Translator
from components.interface.shared.waiting import WaitingBar, describe_wait
from components.records.answer import Event, Progress
from components.records.service import Health
from components.service import table_run
from components.service.engines import retry_after
from components.service.table_run import Part, PartT, ResultT, Run

ROWS_S = 1.0
"""Shortest time between two updates of the rows, in seconds."""


def go_on(
    t: Translator,
    run: Run[PartT, ResultT],
    wait: DeltaGenerator,
    show_rows: Callable[[], None],
) -> None:
    """Go on with a run while the visitor watches.

    Args:
        run: Takes the rows, and how it ended.
        wait: An `st.empty()` for the progress bar.
        show_rows: Shows the latest rows in place of what it showed before.
    """
    watch = RunWatch(t, run, wait, show_rows)
    table_run.go_on(run, runtime.ask, watch, watch.let_others_go)
    if run.refusal is not None and retry_after(run.refusal):
        for part in run.parts:
            runtime.engines().forget_if_failed(part.model_id)


class RunWatch(Generic[PartT, ResultT]):
    """Puts rows into the run as they come, and shows how far it is."""

    def __init__(
        self,
        t: Translator,
        run: Run[PartT, ResultT],
        wait: DeltaGenerator,
        show_rows: Callable[[], None],
    ) -> None:
        self._t, self._run, self._show_rows = t, run, show_rows
        self._bar = WaitingBar(t, wait, quiet_s=0)
        self._part: Part | None = None
        self._take: Callable[[Event], None] | None = None
        self._clock = self._rows_at = time.monotonic()

    def begin(self, part: Part, take: Callable[[Event], None]) -> None:
        """Note what is asked next."""
        self._part, self._take = part, take
        self._clock = time.monotonic()

    def end(self) -> None:
        """Count the time since the last event."""
        now = time.monotonic()
        self._run.busy_s += now - self._clock
        self._clock = now

    def __call__(self, event: Event | None, health: Health) -> None:
        """Take an event, or None after a tenth of a second without one."""
        if health.state == "starting":
            self._clock = time.monotonic()  # loading a model says nothing about its speed
        self.end()
        if event is not None and self._take is not None:
            self._take(event)
        is_new = self._part is not None and not self._part.rows
        if health.state == "starting" or (is_new and not isinstance(event, Progress)):
            self._draw(*describe_wait(self._t, health, None))
        else:
            self._draw(describe_progress(self._t, self._run), None)

    def let_others_go(self, wait_s: float) -> None:
        """Wait a little; every tenth of a second Streamlit can stop the script here."""
        until = time.monotonic() + min(wait_s, 5.0)
        while time.monotonic() < until:
            _ = "frame.session" in st.session_state
            self._draw(self._t("table.others_first"), None)
            with aside():
                time.sleep(0.1)

    def _draw(self, text: str, fraction: float | None) -> None:
        share = self._run.num_done / max(self._run.num_total, 1)
        self._bar.show(text, share if fraction is None else fraction)
        now = time.monotonic()
        if now - self._rows_at >= ROWS_S and self._run.num_done:
            self._show_rows()
            self._rows_at = now


def describe_progress(t: Translator, run: Run[PartT, ResultT]) -> str:
    """Say how many rows are done, how fast, and how long the others will take."""
    done, total, rate = run.num_done, run.num_total, run.rate()
    words = t("table.progress", done=f"{done:,}", total=f"{total:,}")
    if not rate:
        return words
    return t(
        "table.progress_rate",
        progress=words,
        rate=f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}",
        left=write_duration(t, (total - done) / rate),
    )


def write_duration(t: Translator, seconds: float) -> str:
    """Write a duration: seconds below two minutes, minutes beyond."""
    if seconds < 120:
        return t("table.seconds", value=f"{max(seconds, 1):.0f}")
    return t("table.minutes", value=f"{seconds / 60:.0f}")
