"""Sentiment of many texts, given out in batches as they are ready.

Each text is one input, and gets the probabilities that `inference.sentiment` gives to a whole text.
"""

import time
from collections.abc import Generator, Sequence
from contextlib import closing

from components.engine.inference.encoding import Encoded, encode
from components.engine.inference.sentiment import MAX_UNKNOWN_SHARE, classify_batches, labels_of
from components.models.backends.loaded import LoadedModel, TokenCount
from components.records.answer import Emit, Event, Progress
from components.records.refusal import Refusal
from components.records.scored_rows import ScoredRow, ScoredRows, UnreadReason
from components.records.sentiment_table import SentimentTableRequest, SentimentTableResult
from components.text.cleaning import clean_text
from components.text.scripts import unread_script

GROUP = 64
"""Rows reported together: the table on the screen updates a few times a second."""
_READ_STEP = 32
_REASON_OF_REFUSAL: dict[str, UnreadReason] = {"text_empty": "blank", "text_too_long": "too_long"}


def run(loaded: LoadedModel, request: SentimentTableRequest, emit: Emit) -> SentimentTableResult:
    """Score many texts.

    Rows that cannot be read come first, with their reason; the others follow from short to long, so
    that little is padded.

    Args:
        loaded: A sequence classifier.
        request: The texts.
        emit: Takes `ScoredRows` as they are ready, and progress in rows; a cancelled job stops
            there.

    Returns:
        One row per text, in the request's order.
    """
    started = time.perf_counter()
    labels, total = labels_of(loaded), len(request.texts)
    rows: list[ScoredRow] = [ScoredRow()] * total
    encodings: dict[int, Encoded] = {}
    for index, text in enumerate(request.texts):
        if index % _READ_STEP == 0:
            emit(Progress(0, total))
        read = _read(loaded, text)
        if isinstance(read, Encoded):
            encodings[index] = read
        else:
            rows[index] = ScoredRow(unread=read)
    unread = [index for index in range(total) if index not in encodings]
    if unread:
        emit(ScoredRows(labels, tuple(unread), tuple(rows[index] for index in unread)))
    ready: list[int] = []
    with closing(_score(loaded, encodings, emit, total)) as scores:
        for index, row in scores:
            rows[index] = row
            ready.append(index)
            if len(ready) == GROUP:
                emit(ScoredRows(labels, tuple(ready), tuple(rows[index] for index in ready)))
                ready = []
    if ready:
        emit(ScoredRows(labels, tuple(ready), tuple(rows[index] for index in ready)))
    return SentimentTableResult(
        labels=labels,
        rows=tuple(rows),
        provenance=loaded.provenance(started, _count(list(encodings.values()))),
    )


def _read(loaded: LoadedModel, text: str) -> Encoded | UnreadReason:
    try:
        clean = clean_text(text).text
    except Refusal as refusal:
        return _REASON_OF_REFUSAL[refusal.key]
    if unread_script(clean, loaded.card.languages) is not None:
        return "script"
    encoded = encode(loaded, clean)
    return encoded if encoded.unknown_share <= MAX_UNKNOWN_SHARE else "unknown"


def _score(
    loaded: LoadedModel, encodings: dict[int, Encoded], emit: Emit, total: int
) -> Generator[tuple[int, ScoredRow]]:
    """Yield index and scores of every row that is read, short texts first."""
    readable = list(encodings)

    def emit_rows(event: Event) -> None:
        """Count what is scored as rows of the whole request."""
        done = total - len(readable)
        emit(Progress(done + event.done, total) if isinstance(event, Progress) else event)

    inputs = [encodings[index].input_ids for index in readable]
    with closing(classify_batches(loaded, inputs, emit_rows)) as batches:
        for places, probabilities in batches:
            for place, values in zip(places, probabilities, strict=True):
                index = readable[place]
                is_truncated = encodings[index].num_total > len(encodings[index].input_ids)
                yield index, ScoredRow(tuple(map(float, values)), is_truncated=is_truncated)


def _count(encodings: Sequence[Encoded]) -> TokenCount:
    own = [token for encoded in encodings for token in encoded.tokens if not token.is_special]
    return TokenCount(
        num_used=sum(len(encoded.input_ids) for encoded in encodings),
        num_total=sum(encoded.num_total for encoded in encodings),
        unknown_share=sum(token.is_unknown for token in own) / len(own) if own else 0.0,
    )
