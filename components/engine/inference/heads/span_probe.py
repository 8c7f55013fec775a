"""Ask a reader for the stretch of a text that answers a question."""

from collections.abc import Sequence

import numpy as np

from components.engine.inference.heads.probe import Answers, Floats, Probe, rank_likely
from components.engine.inference.softmax import log_softmax
from components.engine.inference.span_decoding import Candidates, collect_candidates, tidy_span
from components.engine.inference.span_windows import Window, cut_windows
from components.models.backends.loaded import LoadedModel, TokenCount
from components.models.backends.reader import TorchReader
from components.records.refusal import Refusal


def make_span_probe(loaded: LoadedModel, text: str, question: str, max_tokens: int) -> "SpanProbe":
    """Make an input of a question and the beginning of a text.

    Args:
        loaded: A question answerer.
        question: Cleaned question.
        max_tokens: Longest input, both together.

    Raises:
        Refusal: `text_empty` when there is no question or nothing to read.
    """
    limit = min(max_tokens, loaded.max_tokens)
    window = cut_windows(loaded.tokenizer, question or " ", [text], limit, overlap=0)[0]
    if not question.strip() or window.first == window.last:
        raise Refusal("text_empty")
    whole = loaded.tokenizer(question, text, split_special_tokens=True, verbose=False)
    count = TokenCount(len(window.input_ids), len(whole["input_ids"]))
    return SpanProbe(loaded, window, text, count)


class SpanProbe(Probe):
    """Asks a reader for a span.

    Outcomes are the spans of the text and, as the last one, that it does not say. Start and end
    are distributions of their own, over the null span's token and the text's.

    Args:
        loaded: A question answerer.
        window: Question and text.
        text: What the spans are taken from.
        count: How much of question and text is in the window.
    """

    kind = "span"

    def __init__(self, loaded: LoadedModel, window: Window, text: str, count: TokenCount) -> None:
        super().__init__(loaded, window.input_ids, count)
        self._window, self._text, self._places = window, text, _places(window)
        nothing = np.zeros(len(self._places))
        found = _collect(window, [nothing, nothing])
        self._spans = [(int(start), int(end)) for _, start, end in found.spans] + [(0, 0)]

    def read(self, num_copies: int) -> Answers:
        """Compute both distributions of every copy."""
        reader = TorchReader(self.loaded.model, self.loaded.tokenizer, self.loaded.device)
        copies = [self.input_ids] * num_copies
        pair = reader.compute_span_logits(copies, [self._window.first] * num_copies)
        return Answers(tuple(log_softmax(pair[:, side][:, self._places]) for side in (0, 1)))

    def weigh(self, answers: Answers, copy: int) -> Floats:
        """Return the probabilities of all spans and of the null span."""
        found = _collect(self._window, [part[copy] for part in answers.log_probabilities])
        return np.asarray(np.exp(np.append(found.log_odds, 0.0) - found.log_total))

    def spell(self, index: int) -> str:
        """Return a span as it is shown; nothing for the null span."""
        is_null = index == len(self._spans) - 1
        start, end = self._spans[index] if is_null else tidy_span(self._text, *self._spans[index])
        return self._text[start:end]

    def rank(self, probabilities: Floats, count: int) -> list[int]:
        """Return the indices of likely spans, none of which overlaps a likelier one."""
        return _rank_apart(self._spans, probabilities, count)


def _places(window: Window) -> list[int]:
    """Return the null span's token, then the text's."""
    return [0, *range(window.first, window.last)]


def _collect(window: Window, pair: Sequence[Floats]) -> Candidates:
    """All spans; of one window they are always the same, in the same order."""
    logits = np.full((2, len(window.input_ids)), -np.inf, dtype=np.float32)
    logits[:, _places(window)] = pair
    return collect_candidates([window], [logits])


def _rank_apart(spans: Sequence[tuple[int, int]], probabilities: Floats, count: int) -> list[int]:
    """Return the indices of likely spans, none of which overlaps a likelier one."""
    chosen: list[int] = []
    for index in rank_likely(probabilities, len(probabilities)):
        start, end = spans[index]
        if all(end <= spans[other][0] or start >= spans[other][1] for other in chosen):
            chosen.append(index)
        if len(chosen) == count:
            break
    return chosen
