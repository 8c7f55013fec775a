"""A long run over the rows of a table: in small jobs, resumed from where it stopped."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Generic, Literal, Protocol, TypeVar

from components.records.answer import Event
from components.records.answered_rows import AnsweredRow, AnsweredRows
from components.records.question_table import QuestionTableRequest, QuestionTableResult
from components.records.refusal import Refusal
from components.records.request import Request
from components.records.scored_rows import ScoredRow, ScoredRows
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

RowT = TypeVar("RowT")
PartT = TypeVar("PartT", bound="Part")
ResultT = TypeVar("ResultT", bound=SentimentTableResult | QuestionTableResult)


class Ask(Protocol):
    """Sends a request to a model and waits for the result; raises `Refusal`."""

    def __call__(self, model_id: str, request: Request[ResultT], watch: Watcher, /) -> ResultT:
        """Return the result of a request."""


class Part(Protocol):
    """What one model has answered so far, whatever its task."""

    model_id: str
    backend: str

    @property
    def rows(self) -> Mapping[int, object]:
        """Row of the table, from 0 → what the model made of it."""


class RunWatcher(Watcher, Protocol):
    """Told of a run's events, and of where each job begins and ends."""

    def begin(self, part: Part, take: Callable[[Event], None]) -> None:
        """Note the next job; `take` puts the rows of an event into the run."""

    def end(self) -> None:
        """Note that a job is over."""


@dataclass
class ModelRows(Generic[RowT]):
    """What one model has answered so far.

    Attributes:
        model_id: Catalog id.
        backend: The library that gave the answers; empty before the first job is done.
        rows: Row of the table, from 0 → the model's answer.
        latest: The rows that came last, in the order in which they came.
    """

    model_id: str
    backend: str = ""
    rows: dict[int, RowT] = field(default_factory=dict)
    latest: list[int] = field(default_factory=list)

    def take(self, indices: list[int], rows: tuple[RowT, ...]) -> None:
        """Take finished rows; some may be there already."""
        new = [index for index in indices if index not in self.rows]
        self.rows.update(zip(indices, rows, strict=True))
        self.latest = [*self.latest, *new][-LATEST_ROWS:]


@dataclass
class ModelScores(ModelRows[ScoredRow]):
    """The class probabilities that one model has computed so far.

    Attributes:
        labels: Its classes; empty before the first answer.
    """

    labels: tuple[str, ...] = ()


class ModelAnswers(ModelRows[AnsweredRow]):
    """The spans that one model has found so far."""


@dataclass
class Run(ABC, Generic[PartT, ResultT]):
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
    """

    key: tuple[object, ...]
    texts: tuple[str, ...]
    parts: list[PartT]
    state: Literal["running", "stopped", "refused", "done"] = "running"
    refusal: Refusal | None = None
    busy_s: float = 0.0

    @property
    def num_done(self) -> int:
        """Rows done, those of a second model counted again."""
        return sum(len(part.rows) for part in self.parts)

    @property
    def num_total(self) -> int:
        """Rows to do, those of a second model counted again."""
        return len(self.texts) * len(self.parts)

    def next_job(self) -> tuple[PartT, list[int]] | None:
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

    @abstractmethod
    def request(self, rows: list[int]) -> Request[ResultT]:
        """Return the request for some rows."""

    @abstractmethod
    def take_event(self, part: PartT, rows: list[int], event: Event) -> None:
        """Take what is finished of the request for these rows; other events are passed over."""

    @abstractmethod
    def take_result(self, part: PartT, rows: list[int], result: ResultT) -> None:
        """Take the result of the request for these rows."""

    def rate(self) -> float | None:
        """Return the rows per second over the whole run; None before that can be told."""
        return self.num_done / self.busy_s if self.busy_s >= RATE_AFTER_S else None


@dataclass
class SentimentRun(Run[ModelScores, SentimentTableResult]):
    """A run that classifies each row's text."""

    def request(self, rows: list[int]) -> SentimentTableRequest:
        """Return the request for some rows."""
        return SentimentTableRequest(tuple(self.texts[row] for row in rows))

    def take_event(self, part: ModelScores, rows: list[int], event: Event) -> None:
        """Take the finished rows of an event."""
        if isinstance(event, ScoredRows):
            part.labels = event.labels
            part.take([rows[index] for index in event.indices], event.rows)

    def take_result(self, part: ModelScores, rows: list[int], result: SentimentTableResult) -> None:
        """Take a result."""
        part.labels = result.labels
        part.take(rows, result.rows)


@dataclass
class QuestionRun(Run[ModelAnswers, QuestionTableResult]):
    """A run that answers a question about each row's text.

    Attributes:
        questions: One per row.
    """

    questions: tuple[str, ...] = ()

    def request(self, rows: list[int]) -> QuestionTableRequest:
        """Return the request for some rows."""
        questions = tuple(self.questions[row] for row in rows)
        return QuestionTableRequest(questions, tuple(self.texts[row] for row in rows))

    def take_event(self, part: ModelAnswers, rows: list[int], event: Event) -> None:
        """Take the finished rows of an event."""
        if isinstance(event, AnsweredRows):
            part.take([rows[index] for index in event.indices], event.rows)

    def take_result(self, part: ModelAnswers, rows: list[int], result: QuestionTableResult) -> None:
        """Take a result."""
        part.take(rows, result.rows)


def go_on(
    run: Run[PartT, ResultT], ask: Ask, watch: RunWatcher, let_others_go: Callable[[float], None]
) -> None:
    """Ask for the missing rows, job by job, until all are done.

    Args:
        run: Takes the rows, and how it ended.
        ask: Asks a model.
        watch: Told of every job and event.
        let_others_go: Waits, at most this many seconds, where the queue is full.
    """
    num_busy = 0
    while (job := run.next_job()) is not None:
        part, rows = job
        watch.begin(part, partial(run.take_event, part, rows))
        try:
            result = ask(part.model_id, run.request(rows), watch)
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
        run.take_result(part, rows, result)
        part.backend = result.provenance.backend
    run.state = "done"
