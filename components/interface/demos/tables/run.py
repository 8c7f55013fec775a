"""A long run over the rows of a table: in small jobs, watched, stopped, and gone on with."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import streamlit as st

from components.interface.frame import runtime
from components.interface.frame.drawing import aside
from components.interface.frame.i18n import Translator
from components.interface.shared.waiting import WaitingBar, describe_wait
from components.records.answer import Event, Progress
from components.records.answered_rows import AnsweredRows
from components.records.question_table import QuestionTableRequest, QuestionTableResult
from components.records.refusal import Refusal
from components.records.request import Request
from components.records.scored_rows import ScoredRows
from components.records.sentiment_table import SentimentTableRequest, SentimentTableResult
from components.records.service import Health
from components.service.engines import retry_after

ROWS_A_JOB = 500
CHARACTERS_A_JOB = 60_000
"""A job ends at either, so that other visitors get their turn after a second or two."""
ROWS_S = 1.0
"""Shortest time between two updates of the rows, in seconds."""
LATEST_ROWS = 50
RATE_AFTER_S = 1.0
"""Before that a speed would be a guess."""
MAX_BUSY = 5
"""So often a run waits for a full queue before it asks the visitor."""


@dataclass
class ModelScores:
    """What one model has answered so far.

    Attributes:
        model_id: Catalog id.
        labels: Its classes; empty before the first answer, and for answers to questions.
        backend: The library that gave the answers; empty before the first job is done.
        rows: Row of the table, from 0 → its `ScoredRow`, or its `AnsweredRow` where the run has
            questions.
        latest: Rows in the order in which they came, the last ones of them.
    """

    model_id: str
    labels: tuple[str, ...] = ()
    backend: str = ""
    rows: dict[int, Any] = field(default_factory=dict)
    latest: list[int] = field(default_factory=list)

    def take(self, labels: tuple[str, ...], indices: list[int], rows: tuple[Any, ...]) -> None:
        """Take finished rows; some may be there already."""
        new = [index for index in indices if index not in self.rows]
        self.labels = labels
        self.rows.update(zip(indices, rows, strict=True))
        self.latest = [*self.latest, *new][-LATEST_ROWS:]


@dataclass
class Run:
    """A table on its way through one model or two; it lives in the session.

    A script that is stopped, by the visitor, by a closed tab or by a language switch, gets no
    chance to say so: a run that is still `running` in the next script is gone on with.

    Attributes:
        key: What it is of: table, column and models.
        texts: One per row.
        parts: One per model.
        state: How far it is; `refused` and `stopped` can be gone on with.
        refusal: Why it is `refused`.
        busy_s: Time the models took so far, in seconds, waiting for others included.
        questions: One per row where questions about the texts are answered; empty if the texts are
            classified.
    """

    key: tuple[Any, ...]
    texts: tuple[str, ...]
    parts: list[ModelScores]
    state: Literal["running", "stopped", "refused", "done"] = "running"
    refusal: Refusal | None = None
    busy_s: float = 0.0
    questions: tuple[str, ...] = ()

    @property
    def num_done(self) -> int:
        """Rows done, those of a second model counted again."""
        return sum(len(part.rows) for part in self.parts)

    @property
    def num_total(self) -> int:
        """Rows to do, those of a second model counted again."""
        return len(self.texts) * len(self.parts)

    def next_job(self) -> tuple[ModelScores, list[int]] | None:
        """Choose the next rows: of the model that is behind, so that both come on together.

        Returns:
            The model's part and the rows; None when all is done.
        """
        part = min(self.parts, key=lambda part: len(part.rows))
        rows: list[int] = []
        characters = 0
        for index, text in enumerate(self.texts):
            if index in part.rows:
                continue
            rows.append(index)
            characters += len(text)
            if len(rows) == ROWS_A_JOB or characters >= CHARACTERS_A_JOB:
                break
        return (part, rows) if rows else None

    def request(self, rows: list[int]) -> Request[SentimentTableResult | QuestionTableResult]:
        """Make the request for some rows."""
        texts = tuple(self.texts[index] for index in rows)
        if self.questions:
            return QuestionTableRequest(tuple(self.questions[index] for index in rows), texts)
        return SentimentTableRequest(texts)

    def rate(self) -> float | None:
        """Return the rows per second over the whole run; None before that can be told."""
        return self.num_done / self.busy_s if self.busy_s >= RATE_AFTER_S else None


def go_on(t: Translator, run: Run, wait: Any, show_rows: Callable[[], None]) -> None:
    """Ask for the rows that are missing, job by job, until all are there.

    Args:
        run: Takes the rows, and how it ended.
        wait: An `st.empty()` for the progress bar.
        show_rows: Shows the latest rows in place of what it showed before.
    """
    watch = _Watch(t, run, wait, show_rows)
    num_busy = 0
    while (job := run.next_job()) is not None:
        part, indices = job
        watch.begin(part, indices)
        try:
            result = runtime.ask(part.model_id, run.request(indices), watch)
        except Refusal as refusal:
            watch.end()
            num_busy += 1
            if refusal.key in ("busy", "session_busy") and num_busy <= MAX_BUSY:
                _let_others_go(watch, float(refusal.values.get("wait_s", 1)))
                continue
            _give_up(run, part, refusal)
            return
        watch.end()
        num_busy = 0
        part.take(result.labels, indices, result.rows)
        part.backend = result.provenance.backend
    run.state = "done"


def _give_up(run: Run, part: ModelScores, refusal: Refusal) -> None:
    if refusal.key == "cancelled":
        run.state = "stopped"
        return
    run.state, run.refusal = "refused", refusal
    if retry_after(refusal):
        runtime.engines().forget_if_failed(part.model_id)


def _let_others_go(watch: "_Watch", wait_s: float) -> None:
    """Wait a little; every tenth of a second Streamlit can stop the script here."""
    until = time.monotonic() + min(wait_s, 5.0)
    while time.monotonic() < until:
        _ = "frame.session" in st.session_state
        watch.tell(t_key="table.others_first")
        with aside():
            time.sleep(0.1)


class _Watch:
    """Puts rows into the run as they come, and shows how far it is."""

    def __init__(self, t: Translator, run: Run, wait: Any, show_rows: Callable[[], None]) -> None:
        self._t, self._run, self._show_rows = t, run, show_rows
        self._bar = WaitingBar(t, wait, quiet_s=0)
        self._part: ModelScores | None = None
        self._indices: list[int] = []
        self._clock = self._rows_at = time.monotonic()

    def begin(self, part: ModelScores, indices: list[int]) -> None:
        """Take note of what is asked next."""
        self._part, self._indices = part, indices
        self._clock = time.monotonic()

    def end(self) -> None:
        """Count the time since the last event."""
        now = time.monotonic()
        self._run.busy_s += now - self._clock
        self._clock = now

    def __call__(self, event: Event | None, health: Health) -> None:
        if health.state == "starting":
            self._clock = time.monotonic()  # loading a model says nothing about its speed
        self.end()
        if isinstance(event, ScoredRows | AnsweredRows) and self._part is not None:
            indices = [self._indices[index] for index in event.indices]
            self._part.take(event.labels, indices, event.rows)
        is_new = self._part is not None and not self._part.rows
        if health.state == "starting" or (is_new and not isinstance(event, Progress)):
            self._draw(*describe_wait(self._t, health, None))
        else:
            self._draw(describe_progress(self._t, self._run), None)

    def tell(self, t_key: str) -> None:
        """Say something in place of the progress."""
        self._draw(self._t(t_key), None)

    def _draw(self, text: str, fraction: float | None) -> None:
        share = self._run.num_done / max(self._run.num_total, 1)
        self._bar.show(text, share if fraction is None else fraction)
        now = time.monotonic()
        if now - self._rows_at >= ROWS_S and self._run.num_done:
            self._show_rows()
            self._rows_at = now


def describe_progress(t: Translator, run: Run) -> str:
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
