"""Ask a reader for the stretch of a text that answers a question."""

from collections.abc import Sequence

import numpy as np

from components.engine.inference.heads.distributions import (
    Answers,
    Asked,
    Floats,
    log_softmax,
    rank_likely,
)
from components.engine.inference.span_decoding import Candidates, collect_candidates, tidy_span
from components.engine.inference.span_windows import Window, cut_windows
from components.models.backends.loaded import LoadedModel, TokenCount
from components.models.backends.reader import TorchReader
from components.records.refusal import Refusal


def ask_reader(loaded: LoadedModel, text: str, question: str, max_tokens: int) -> Asked:
    """Make an input of a question and the beginning of a text.

    Outcomes are the spans of the text and, as the last one, that it does not say. Start and end
    are distributions of their own, over the null span's token and the text's.

    Args:
        loaded: A question answerer.
        text: Cleaned text.
        question: Cleaned question.
        max_tokens: Longest input, both together.

    Raises:
        Refusal: `text_empty` when there is no question or nothing to read.
    """
    limit = min(max_tokens, loaded.max_tokens)
    window = cut_windows(loaded.tokenizer, question or " ", [text], limit, overlap=0)[0]
    if not question.strip() or window.first == window.last:
        raise Refusal("text_empty")
    reader = TorchReader(loaded.model, loaded.tokenizer, loaded.device)
    whole = loaded.tokenizer(question, text, split_special_tokens=True, verbose=False)
    places = _places(window)
    nothing = np.zeros(len(places))
    found = _collect(window, [nothing, nothing])
    spans = [(int(start), int(end)) for _, start, end in found.spans] + [(0, 0)]

    def read(num_copies: int) -> Answers:
        copies = [window.input_ids] * num_copies
        pair = reader.compute_span_logits(copies, [window.first] * num_copies)
        return Answers(tuple(log_softmax(pair[:, side][:, places]) for side in (0, 1)))

    def weigh(answers: Answers, copy: int) -> Floats:
        found = _collect(window, [part[copy] for part in answers.log_probabilities])
        return np.asarray(np.exp(np.append(found.log_odds, 0.0) - found.log_total))

    def spell(index: int) -> str:
        is_null = index == len(spans) - 1
        start, end = spans[index] if is_null else tidy_span(text, *spans[index])
        return text[start:end]

    return Asked(
        kind="span",
        read=read,
        weigh=weigh,
        spell=spell,
        rank=lambda probabilities, count: _rank_apart(spans, probabilities, count),
        count=TokenCount(len(window.input_ids), len(whole["input_ids"])),
    )


def _places(window: Window) -> list[int]:
    """The null span's token, then the text's."""
    return [0, *range(window.first, window.last)]


def _collect(window: Window, pair: Sequence[Floats]) -> Candidates:
    """All spans; of one window they are always the same, in the same order."""
    logits = np.full((2, len(window.input_ids)), -np.inf, dtype=np.float32)
    logits[:, _places(window)] = pair
    return collect_candidates([window], [logits])


def _rank_apart(spans: Sequence[tuple[int, int]], probabilities: Floats, count: int) -> list[int]:
    """Indices of likely spans, none of which overlaps a likelier one."""
    chosen: list[int] = []
    for index in rank_likely(probabilities, len(probabilities)):
        start, end = spans[index]
        if all(end <= spans[other][0] or start >= spans[other][1] for other in chosen):
            chosen.append(index)
        if len(chosen) == count:
            break
    return chosen
