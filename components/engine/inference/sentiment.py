"""Sentiment of a text and of each of its sentences.

The softmax over the classifier's logits is the probability shown: the temperature that calibrates
it (Guo et al. 2017, arXiv:1706.04599) is folded into the bundled model's last layer.
"""

import time
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from components.engine.inference.batching import run_batches
from components.engine.inference.encoding import Encoded, encode, require_readable
from components.engine.inference.softmax import softmax
from components.models.backends.loaded import LoadedModel
from components.records.answer import Emit, Event, Progress
from components.records.refusal import Refusal
from components.records.sentiment import SentimentRequest, SentimentResult, SentimentScore
from components.text.scripts import unread_script
from components.text.sentences import Sentence, split_sentences

MAX_UNKNOWN_SHARE = 0.5
"""Share of unknown tokens above which a score would be meaningless."""


@dataclass
class _Plan:
    """One request on its way: what is given to the model, and what came of it."""

    request: SentimentRequest
    emit: Emit
    started: float
    sentences: list[Sentence] = field(default_factory=list)
    encodings: list[Encoded] = field(default_factory=list)
    is_read: list[bool] = field(default_factory=list)
    whole_text: str = ""
    whole: Encoded | None = None
    error: BaseException | None = None

    @property
    def inputs(self) -> list[list[int]]:
        """Token ids of the sentences that are read and are not the whole text by themselves."""
        pairs = zip(self.encodings, self.is_read, strict=True)
        return [e.input_ids for e, is_read in pairs if is_read and not self.is_whole(e)]

    def is_whole(self, encoded: Encoded) -> bool:
        """Return whether a sentence is the whole text."""
        return self.whole is not None and encoded.input_ids == self.whole.input_ids

    def begin(self, _event: Event) -> None:
        """Report that nothing of the sentences is done yet."""
        self.emit(Progress(0, len(self.sentences)))

    def tell(self, event: Event) -> None:
        """Pass an event to the caller; keep the error it raises once the job is cancelled."""
        try:
            self.emit(event)
        except Exception as error:
            self.error = error


def run(loaded: LoadedModel, request: SentimentRequest, emit: Emit) -> SentimentResult:
    """Score a text: whole, and sentence by sentence.

    Sentences in a script that the model cannot read, or most of whose tokens it does not know, get
    no score and are left out of the whole.

    Args:
        loaded: A sequence classifier.
        emit: Takes progress by forward pass.

    Returns:
        Labels in the model's order, and probabilities that sum to 1.

    Raises:
        Refusal: `han_unread` and the like when the model does not read the text's script,
            `tokens_unknown` when it knows fewer than half of the tokens.
    """
    [result] = run_together(loaded, [request], [emit])
    if isinstance(result, BaseException):
        raise result
    return result


def run_together(
    loaded: LoadedModel, requests: Sequence[SentimentRequest], emits: Sequence[Emit]
) -> list[SentimentResult | BaseException]:
    """Score several visitors' texts, all their sentences in common batches.

    Each whole text has a pass of its own: its numbers are then those of the code that is shown,
    to the last digit, whatever else is in the batch.

    Args:
        loaded: A sequence classifier.
        requests: The texts.
        emits: One per request; a request whose `emit` raises is left out from then on.

    Returns:
        One result per request, or the exception that ended it.
    """
    plans = [
        _Plan(request, emit, time.perf_counter())
        for request, emit in zip(requests, emits, strict=True)
    ]
    wholes = {}
    for number, plan in enumerate(plans):
        try:
            whole = _prepare(loaded, plan)
            wholes[number] = classify(loaded, [whole.input_ids], plan.begin)[0]
        except Exception as error:
            plan.error = error
    alive = [number for number, plan in enumerate(plans) if plan.error is None]
    rows = iter(_classify_sentences(loaded, [plans[number] for number in alive]))
    results: list[SentimentResult | BaseException] = []
    for number, plan in enumerate(plans):
        own = [next(rows) for _ in plan.inputs] if number in alive else []
        results.append(plan.error or _record(loaded, plan, wholes[number], own))
    return results


def _prepare(loaded: LoadedModel, plan: _Plan) -> Encoded:
    """Split and tokenize a request's text; return the whole as the model is given it."""
    text = plan.request.text
    require_readable(loaded, text)
    plan.sentences = split_sentences(text) or [Sentence(text, 0, len(text))]
    for sentence in plan.sentences:
        plan.emit(Progress(0, len(plan.sentences)))
        plan.encodings.append(encode(loaded, sentence.text))
    pairs = zip(plan.sentences, plan.encodings, strict=True)
    plan.is_read = [_is_read(loaded, sentence, encoded) for sentence, encoded in pairs]
    plan.whole_text = _text_of_read(text, plan.sentences, plan.is_read)
    plan.whole = _encode_whole(loaded, plan)
    if not plan.whole_text:
        raise Refusal("tokens_unknown", percent=round(100 * plan.whole.unknown_share))
    return plan.whole


def _encode_whole(loaded: LoadedModel, plan: _Plan) -> Encoded:
    """Tokenize what is read of the text; one sentence that is all of it was tokenized already."""
    text = plan.whole_text or plan.request.text
    if len(plan.sentences) == 1 and plan.sentences[0].text == text:
        return plan.encodings[0]
    return encode(loaded, text)


def _classify_sentences(loaded: LoadedModel, plans: list[_Plan]) -> NDArray[np.float32]:
    """Classify the sentences of several requests; end early once all of them are cancelled."""

    def tell_all(event: Event) -> None:
        waiting = [plan for plan in plans if plan.error is None]
        for plan in waiting:
            plan.tell(event)
        if all(plan.error is not None for plan in plans):
            raise _NobodyWaits

    inputs = [ids for plan in plans for ids in plan.inputs]
    if not inputs:
        return np.zeros((0, len(labels_of(loaded))), dtype=np.float32)
    try:
        return classify(loaded, inputs, tell_all)
    except _NobodyWaits:
        return np.zeros((len(inputs), len(labels_of(loaded))), dtype=np.float32)


class _NobodyWaits(Exception):  # noqa: N818 - the usual end of a batch that everybody left
    """Raised inside a batch when all its requests are over."""


def _record(
    loaded: LoadedModel,
    plan: _Plan,
    whole_row: NDArray[np.float32],
    rows: list[NDArray[np.float32]],
) -> SentimentResult:
    whole = plan.whole
    assert whole is not None
    text = plan.request.text
    left = iter(rows)

    def next_row(encoded: Encoded) -> tuple[float, ...]:
        return _as_tuple(whole_row if plan.is_whole(encoded) else next(left))

    return SentimentResult(
        labels=labels_of(loaded),
        whole=SentimentScore(text, 0, len(text), _as_tuple(whole_row)),
        sentences=tuple(
            SentimentScore(
                sentence.text,
                sentence.start,
                sentence.end,
                next_row(encoded) if is_read else (),
                is_truncated=is_read and encoded.num_total > len(encoded.input_ids),
            )
            for sentence, encoded, is_read in zip(
                plan.sentences, plan.encodings, plan.is_read, strict=True
            )
        ),
        text_read=plan.whole_text,
        provenance=loaded.provenance(plan.started, whole.count),
    )


def labels_of(loaded: LoadedModel) -> tuple[str, ...]:
    """Return the class names of a classifier in the order of its logits, in lower case."""
    id2label = loaded.model.config.id2label
    return tuple(str(id2label[index]).lower() for index in range(len(id2label)))


def classify(
    loaded: LoadedModel, input_ids: Sequence[list[int]], emit: Emit
) -> NDArray[np.float32]:
    """Return the class probabilities of many inputs.

    Args:
        loaded: A sequence classifier.
        input_ids: Token ids of each input, special tokens included.
        emit: Takes progress by batch, which is also where a cancelled job stops.

    Returns:
        float32, (input, label); rows sum to 1, in the order of the inputs.
    """
    result = np.zeros((len(input_ids), len(labels_of(loaded))), dtype=np.float32)
    for indices, rows in classify_batches(loaded, input_ids, emit):
        result[indices] = rows
    return result


def classify_batches(
    loaded: LoadedModel, input_ids: Sequence[list[int]], emit: Emit
) -> Generator[tuple[list[int], NDArray[np.float32]]]:
    """Classify many inputs, the shortest first.

    Args:
        loaded: A sequence classifier.
        input_ids: Token ids of each input, special tokens included.
        emit: Takes progress by batch, which is also where a cancelled job stops.

    Yields:
        Indices of the inputs of a batch, and their class probabilities: float32, (input, label).
    """
    classifier = loaded.classifier

    def pick(batch: list[int]) -> list[list[int]]:
        return [input_ids[index] for index in batch]

    batches = run_batches(
        [len(ids) for ids in input_ids],
        lambda batch: classifier.compute_logits(pick(batch)),
        lambda batches: classifier.stream_logits([pick(batch) for batch in batches]),
        emit,
    )
    with closing(batches):
        for indices, logits in batches:
            yield indices, softmax(logits)


def _is_read(loaded: LoadedModel, sentence: Sentence, encoded: Encoded) -> bool:
    return (
        unread_script(sentence.text, loaded.card.languages) is None
        and encoded.unknown_share <= MAX_UNKNOWN_SHARE
    )


def _text_of_read(text: str, sentences: list[Sentence], is_read: list[bool]) -> str:
    """Return the text where every sentence was read, else the read sentences joined by a space."""
    if all(is_read):
        return text
    return " ".join(s.text for s, read in zip(sentences, is_read, strict=True) if read)


def _as_tuple(row: NDArray[np.float32]) -> tuple[float, ...]:
    return tuple(float(value) for value in row)
