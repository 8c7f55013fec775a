"""A long run over the rows of a table: in small jobs, resumed from where it stopped."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from components.records.question_table import QuestionTableRequest, QuestionTableResult
from components.records.refusal import Refusal
from components.records.request import Request
from components.records.sentiment_table import SentimentTableRequest, SentimentTableResult
from components.service.asking import Watcher

ROWS_A_JOB = 500
CHARACTERS_A_JOB = 60_000
"""A job ends at either, so that other visitors get their turn after a second or two."""
LATEST_ROWS = 50
RATE_AFTER_S = 1.0
"""No speed is shown before this many seconds: it would be a guess."""
MAX_BUSY = 5
"""How often a run waits for a full queue before it is refused."""

TableResult = SentimentTableResult | QuestionTableResult
Ask = Callable[[str, Request[TableResult], Watcher], TableResult]
"""Model's id, request and watcher → result; raises `Refusal`."""


class RunWatcher(Watcher, Protocol):
    """Told of a run's events, and of where each job begins and ends."""

    def begin(self, part: "ModelScores", indices: list[int]) -> None:
        """Note the next request."""

    def end(self) -> None:
        """Note that a job is over."""


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
    chance to say so: a run that is still `running` in the next script is resumed.

    Attributes:
        key: What it is of: table, column and models.
        texts: One per row.
        parts: One per model.
        state: How far it is; `refused` and `stopped` can be gone on with.
        refusal: Why it is `refused`.
        busy_s: Time the models took so far, in seconds, waiting for others included.
        questions: One per row if questions about the texts are answered; empty if the texts are
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

    def request(self, rows: list[int]) -> Request[TableResult]:
        """Make the request for some rows."""
        texts = tuple(self.texts[index] for index in rows)
        if self.questions:
            return QuestionTableRequest(tuple(self.questions[index] for index in rows), texts)
        return SentimentTableRequest(texts)

    def rate(self) -> float | None:
        """Return the rows per second over the whole run; None before that can be told."""
        return self.num_done / self.busy_s if self.busy_s >= RATE_AFTER_S else None


def go_on(run: Run, ask: Ask, watch: RunWatcher, let_others_go: Callable[[float], None]) -> None:
    """Ask for the missing rows, job by job, until all are done.

    Args:
        run: Takes the rows, and how it ended.
        ask: Asks a model.
        watch: Told of every job and event.
        let_others_go: Waits, at most this many seconds, where the queue is full.
    """
    num_busy = 0
    while (job := run.next_job()) is not None:
        part, indices = job
        watch.begin(part, indices)
        try:
            result = ask(part.model_id, run.request(indices), watch)
        except Refusal as refusal:
            watch.end()
            num_busy += 1
            if refusal.key in ("busy", "session_busy") and num_busy <= MAX_BUSY:
                let_others_go(float(refusal.values.get("wait_s", 1)))
                continue
            is_stopped = refusal.key == "cancelled"
            run.state, run.refusal = ("stopped", None) if is_stopped else ("refused", refusal)
            return
        watch.end()
        num_busy = 0
        part.take(result.labels, indices, result.rows)
        part.backend = result.provenance.backend
    run.state = "done"
