"""Answers to many questions, each in a text of its own, given out in batches as they are ready.

Each row gets the answer that `inference.question_answering` gives to its question alone.
"""

import math
import time
from collections.abc import Sequence
from typing import NamedTuple

from components.models.backends.loaded import LoadedModel
from components.models.inference.question_answering import (
    cut_readable,
    read_windows,
    record_answers,
    threshold_of,
)
from components.models.inference.span_decoding import collect_candidates
from components.models.inference.span_windows import Window, shorten_question
from components.records.answer import Emit, Event, Progress, Provenance
from components.records.answered_rows import AnsweredRow, AnsweredRows
from components.records.question_table import QuestionTableRequest, QuestionTableResult
from components.records.refusal import Refusal
from components.records.scored_rows import UnreadReason
from components.text.cleaning import clean_text
from components.text.scripts import unread_script

GROUP = 16
"""Rows given out together: a table on the screen moves about once a second."""
_READ_STEP = 16
_REASON_OF_REFUSAL: dict[str, UnreadReason] = {"text_empty": "blank", "text_too_long": "too_long"}


class _Readable(NamedTuple):
    """A row cut into windows.

    Attributes:
        text: The cleaned text.
        windows: At least one.
        is_question_cut: True where only the beginning of the question is in them.
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
        One row a question, in the request's order.
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
    order = sorted(readable, key=lambda index: (readable[index].num_tokens, index))
    done = len(unread)
    for start in range(0, len(order), GROUP):
        group = order[start : start + GROUP]
        answers = _answer(loaded, [readable[index] for index in group], emit, done, total)
        for index, row in zip(group, answers, strict=True):
            rows[index] = row
        done += len(group)
        emit(AnsweredRows(tuple(group), tuple(answers)))
    num_tokens = sum(row.num_tokens for row in readable.values())
    return QuestionTableResult(
        rows=tuple(rows),
        threshold=threshold_of(loaded),
        provenance=Provenance(
            model_id=loaded.card.id,
            device=loaded.device,
            backend=loaded.backend,
            duration_s=time.perf_counter() - started,
            tokens_total=num_tokens,
            tokens_used=num_tokens,
        ),
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
    loaded: LoadedModel, group: Sequence[_Readable], emit: Emit, done: int, total: int
) -> list[AnsweredRow]:
    windows = [window for row in group for window in row.windows]

    def emit_rows(event: Event) -> None:
        """Count windows of this group as rows of the whole request."""
        if isinstance(event, Progress):
            share = event.done / max(event.total, 1)
            event = Progress(done + int(share * len(group)), total)
        emit(event)

    logits = iter(read_windows(loaded, windows, emit_rows))
    threshold = threshold_of(loaded)
    answers = []
    for row in group:
        candidates = collect_candidates(row.windows, [next(logits) for _ in row.windows])
        best = record_answers([row.text], candidates, 1)[0]
        answers.append(
            AnsweredRow(
                text=best.text,
                start=best.start,
                end=best.end,
                probability=best.probability,
                null_probability=math.exp(-candidates.log_total),
                has_answer=-best.log_odds <= threshold,
                num_windows=len(row.windows),
                is_question_cut=row.is_question_cut,
            )
        )
    return answers
