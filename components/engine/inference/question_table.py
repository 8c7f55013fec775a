"""Answers to many questions, each about its own text, reported in batches as they are ready.

Each row gets the answer that `inference.question_answering` gives to its question alone.
"""

import math
import time
from collections.abc import Generator, Mapping
from contextlib import closing
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from components.engine.inference.question_answering import (
    cut_readable,
    record_answers,
    stream_windows,
    threshold_of,
)
from components.engine.inference.span_decoding import collect_candidates
from components.engine.inference.span_windows import Window, shorten_question
from components.models.backends.loaded import LoadedModel, TokenCount
from components.records.answer import Emit, Event, Progress
from components.records.answered_rows import AnsweredRow, AnsweredRows
from components.records.question_table import QuestionTableRequest, QuestionTableResult
from components.records.refusal import Refusal
from components.records.scored_rows import UnreadReason
from components.text.cleaning import clean_text
from components.text.scripts import unread_script

GROUP = 16
"""Rows reported together: the table on the screen updates about once a second."""
_READ_STEP = 16
_REASON_OF_REFUSAL: dict[str, UnreadReason] = {"text_empty": "blank", "text_too_long": "too_long"}


class _Readable(NamedTuple):
    """A row cut into windows.

    Attributes:
        text: The cleaned text.
        windows: At least one.
        is_question_cut: True if only the beginning of the question is in them.
    """

    text: str
    windows: list[Window]
    is_question_cut: bool

    @property
    def num_tokens(self) -> int:
        """Tokens of all windows."""
        return sum(len(window.input_ids) for window in self.windows)


def run(loaded: LoadedModel, request: QuestionTableRequest, emit: Emit) -> QuestionTableResult:
    """Answer many questions.

    Rows that cannot be read come first, with their reason; the others follow from short to long, so
    that little is padded.

    Args:
        loaded: A question answerer.
        request: The questions and their texts.
        emit: Takes `AnsweredRows` as they are ready, and progress in rows; a cancelled job stops
            there.

    Returns:
        One row per question, in the request's order.
    """
    started = time.perf_counter()
    total = len(request.questions)
    rows: list[AnsweredRow] = [AnsweredRow()] * total
    readable: dict[int, _Readable] = {}
    for index, pair in enumerate(zip(request.questions, request.texts, strict=True)):
        if index % _READ_STEP == 0:
            emit(Progress(0, total))
        read = _read(loaded, *pair)
        if isinstance(read, _Readable):
            readable[index] = read
        else:
            rows[index] = AnsweredRow(unread=read)
    unread = [index for index in range(total) if index not in readable]
    if unread:
        emit(AnsweredRows(tuple(unread), tuple(rows[index] for index in unread)))
    ready: list[int] = []
    with closing(_answer(loaded, readable, emit, total)) as answers:
        for index, row in answers:
            rows[index] = row
            ready.append(index)
            if len(ready) == GROUP:
                emit(AnsweredRows(tuple(ready), tuple(rows[index] for index in ready)))
                ready = []
    if ready:
        emit(AnsweredRows(tuple(ready), tuple(rows[index] for index in ready)))
    num_tokens = sum(row.num_tokens for row in readable.values())
    return QuestionTableResult(
        rows=tuple(rows),
        threshold=threshold_of(loaded),
        provenance=loaded.provenance(started, TokenCount(num_tokens, num_tokens)),
    )


def _read(loaded: LoadedModel, question: str, text: str) -> _Readable | UnreadReason:
    try:
        asked, clean = clean_text(question).text, clean_text(text).text
    except Refusal as refusal:
        return _REASON_OF_REFUSAL[refusal.key]
    if unread_script(clean, loaded.card.languages) is not None:
        return "script"
    short = shorten_question(loaded.tokenizer, asked)
    windows = cut_readable(loaded, short, [clean])
    return _Readable(clean, windows, len(short) < len(asked)) if windows else "blank"


def _answer(
    loaded: LoadedModel, readable: Mapping[int, _Readable], emit: Emit, total: int
) -> Generator[tuple[int, AnsweredRow]]:
    """Yield index and answer of every row that is read, as soon as its last window is."""
    windows = [window for row in readable.values() for window in row.windows]
    owners = [index for index, row in readable.items() for _ in row.windows]
    logits: dict[int, dict[int, NDArray[np.float32]]] = {index: {} for index in readable}

    def emit_rows(event: Event) -> None:
        """Count windows as rows of the whole request."""
        if isinstance(event, Progress):
            left = len(readable) * (event.total - event.done) / max(event.total, 1)
            event = Progress(total - math.ceil(left), total)
        emit(event)

    with closing(stream_windows(loaded, windows, emit_rows)) as stream:
        for place, pair in stream:
            index = owners[place]
            logits[index][place] = pair
            if len(logits[index]) == len(readable[index].windows):
                own = [pair for _, pair in sorted(logits.pop(index).items())]
                yield index, _record(readable[index], own, threshold_of(loaded))


def _record(row: _Readable, logits: list[NDArray[np.float32]], threshold: float) -> AnsweredRow:
    candidates = collect_candidates(row.windows, logits)
    best = record_answers([row.text], candidates, 1)[0]
    return AnsweredRow(
        text=best.text,
        start=best.start,
        end=best.end,
        probability=best.probability,
        null_probability=math.exp(-candidates.log_total),
        has_answer=-best.log_odds <= threshold,
        num_windows=len(row.windows),
        is_question_cut=row.is_question_cut,
    )
