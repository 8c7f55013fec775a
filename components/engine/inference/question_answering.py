"""Extractive question answering: a span quoted from the texts, or that no text answers.

Every text is read in overlapping windows; the spans of all windows compete with each other and with
the null span. The temperature that calibrates the logits is folded into the bundled model's head.
"""

import math
import time
from collections.abc import Generator, Sequence
from contextlib import closing

import numpy as np
from numpy.typing import NDArray

from components.engine.inference.batching import run_batches
from components.engine.inference.encoding import require_readable
from components.engine.inference.span_decoding import (
    Candidates,
    collect_candidates,
    tidy_span,
)
from components.engine.inference.span_windows import (
    OVERLAP_TOKENS,
    READ_TOKENS,
    Window,
    cut_windows,
    shorten_question,
)
from components.models.backends.loaded import LoadedModel, TokenCount
from components.records.answer import Emit
from components.records.question_answering import (
    AnswerSpan,
    QuestionAnsweringRequest,
    QuestionAnsweringResult,
    WindowLogits,
)
from components.records.refusal import Refusal
from components.records.token import Token

# A tidied span may overlap a better one, so more are examined than are returned.
_SPARE = 2


def run(
    loaded: LoadedModel, request: QuestionAnsweringRequest, emit: Emit
) -> QuestionAnsweringResult:
    """Look for the answer in all texts at once.

    Args:
        loaded: A question answerer.
        request: The question and the texts.
        emit: Takes progress by window.

    Returns:
        Spans with their places, and how likely it is that no text says it.

    Raises:
        Refusal: `text_empty` where the question or all texts have nothing to read; `han_unread` and
            the like when the model does not read the texts' script.
    """
    started = time.perf_counter()
    if not request.question.strip() or not any(text.strip() for text in request.texts):
        raise Refusal("text_empty")
    require_readable(loaded, "\n".join(request.texts))
    question = shorten_question(loaded.tokenizer, request.question)
    windows = cut_readable(loaded, question, request.texts)
    if not windows:
        raise Refusal("text_empty")
    logits = read_windows(loaded, windows, emit)
    candidates = collect_candidates(windows, logits)
    best = candidates.best(1)[0]
    num_tokens = sum(len(window.input_ids) for window in windows)
    return QuestionAnsweringResult(
        answers=record_answers(request.texts, candidates, request.num_answers),
        null_probability=math.exp(-candidates.log_total),
        null_score=-best.log_odds,
        threshold=threshold_of(loaded),
        window=_record_window(loaded, request, windows[best.window], logits[best.window]),
        num_windows=len(windows),
        provenance=loaded.provenance(started, TokenCount(num_tokens, num_tokens)),
        question_read=question if len(question) < len(request.question) else None,
    )


def threshold_of(loaded: LoadedModel) -> float:
    """Return the null score, in nats, above which the answer is that the texts do not say."""
    return float(getattr(loaded.model.config, "no_answer_threshold", 0.0))


def cut_readable(loaded: LoadedModel, question: str, texts: Sequence[str]) -> list[Window]:
    """Pair a question with every stretch of some texts that has a token.

    Args:
        loaded: A question answerer.
        texts: What is read.
    """
    longest = min(READ_TOKENS, loaded.max_tokens)
    windows = cut_windows(loaded.tokenizer, question, texts, longest, OVERLAP_TOKENS)
    return [window for window in windows if window.first < window.last]


def read_windows(
    loaded: LoadedModel, windows: Sequence[Window], emit: Emit
) -> list[NDArray[np.float32]]:
    """Return the start and end logits of many windows, windows of similar length together.

    Args:
        loaded: A question answerer.
        windows: Of any questions.
        emit: Takes progress by batch, which is also where a cancelled job stops.

    Returns:
        One per window, in their order: float32, (2, token).
    """
    result: list[NDArray[np.float32]] = [np.zeros((2, 0), np.float32)] * len(windows)
    for index, pair in stream_windows(loaded, windows, emit):
        result[index] = pair
    return result


def stream_windows(
    loaded: LoadedModel, windows: Sequence[Window], emit: Emit
) -> Generator[tuple[int, NDArray[np.float32]]]:
    """Yield the start and end logits of many windows, the shortest first.

    Args:
        loaded: A question answerer.
        windows: Of any questions.
        emit: Takes progress by batch, which is also where a cancelled job stops.

    Yields:
        Index of a window, and its logits: float32, (2, token).
    """
    reader = loaded.reader

    def pick(batch: list[int]) -> tuple[list[list[int]], list[int]]:
        return [windows[i].input_ids for i in batch], [windows[i].first for i in batch]

    batches = run_batches(
        [len(window.input_ids) for window in windows],
        lambda batch: reader.compute_span_logits(*pick(batch)),
        lambda batches: reader.stream_span_logits([pick(batch) for batch in batches]),
        emit,
    )
    with closing(batches):
        for indices, pairs in batches:
            for index, pair in zip(indices, pairs, strict=True):
                yield index, pair[:, : len(windows[index].input_ids)]


def record_answers(
    texts: Sequence[str], candidates: Candidates, count: int
) -> tuple[AnswerSpan, ...]:
    """Return the best spans as they are shown: tidied, between graphemes, none over a better one.

    Args:
        texts: What was read.
        candidates: At least one.
        count: Most spans to return.
    """
    answers: list[AnswerSpan] = []
    for span in candidates.best(count + _SPARE):
        text = texts[span.text_index]
        start, end = tidy_span(text, span.start, span.end)
        is_new = all(
            span.text_index != other.text_index or end <= other.start or start >= other.end
            for other in answers
        )
        if is_new and len(answers) < count:
            probability = math.exp(span.log_odds - candidates.log_total)
            answers.append(
                AnswerSpan(span.text_index, start, end, text[start:end], probability, span.log_odds)
            )
    return tuple(answers)


def _record_window(
    loaded: LoadedModel,
    request: QuestionAnsweringRequest,
    window: Window,
    logits: NDArray[np.float32],
) -> WindowLogits:
    places = [0, *range(window.first, window.last)]
    text = request.texts[window.text_index]
    pieces = loaded.tokenizer.convert_ids_to_tokens([window.input_ids[i] for i in places])
    tokens = []
    for place, piece in zip(places, pieces, strict=True):
        token_id = window.input_ids[place]
        start, end = window.offsets[place]
        is_unknown = token_id == loaded.tokenizer.unk_token_id
        spelling = piece if place == 0 else text[start:end]
        tokens.append(Token(token_id, spelling, start, end, place == 0, is_unknown))
    start_logits, end_logits = logits[:, places].tolist()
    return WindowLogits(window.text_index, tuple(tokens), tuple(start_logits), tuple(end_logits))
