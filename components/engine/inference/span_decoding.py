"""From start and end logits to spans of a text, the null span among them.

A span's score in a window is start logit + end logit; the null span is that of the first token,
`<s>` or `[CLS]` (Devlin et al. 2019, arXiv:1810.04805). Windows see different stretches, so scores
are compared as log-odds against the null span of the same window: over all windows together,
p(span) = exp(log-odds) / (1 + sum of exp(log-odds)) and p(null) = 1 / (1 + the same sum). With one
window that is the softmax over all its spans and the null span.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from components.engine.inference.span_windows import Window
from components.text.graphemes import snap_to_graphemes

MAX_ANSWER_TOKENS = 48
"""Longest answer; longer ones are rare in every set that was looked at."""

_LOOSE = " \t\r\n\u3000,;:，；：、。！？"
_PAIRS = ["()", "[]", "（）", "《》", "「」", "『』", "“”", "【】"]
FloatArray = NDArray[np.float64]


class Span(NamedTuple):
    """A candidate.

    Attributes:
        text_index: Which of the texts.
        start: First code point.
        end: One past the last.
        log_odds: Score against the null span of its window, in nats.
        window: Index of the window that gave this score.
    """

    text_index: int
    start: int
    end: int
    log_odds: float
    window: int


class Candidates(NamedTuple):
    """All spans of all windows.

    Attributes:
        spans: int64, (span, 3): text, first code point, one past the last; each span once.
        log_odds: float64, (span,): the highest of a span's scores, in nats.
        windows: int64, (span,): the window that gave it.
    """

    spans: NDArray[np.int64]
    log_odds: FloatArray
    windows: NDArray[np.int64]

    @property
    def log_total(self) -> float:
        """Log of the sum of all odds, the null span's 1 included."""
        highest = max(0.0, float(self.log_odds.max(initial=0.0)))
        total = np.exp(self.log_odds - highest).sum() + np.exp(-highest)
        return highest + float(np.log(total))

    def best(self, count: int) -> list[Span]:
        """Return the best spans, none of which overlaps a better one of the same text.

        Args:
            count: How many at most.
        """
        found: list[Span] = []
        for index in np.argsort(-self.log_odds, kind="stable"):
            if len(found) == count:
                break
            text, start, end = (int(value) for value in self.spans[index])
            if all(text != o.text_index or end <= o.start or start >= o.end for o in found):
                span = Span(text, start, end, float(self.log_odds[index]), int(self.windows[index]))
                found.append(span)
        return found


def score_spans(
    start_logits: FloatArray, end_logits: FloatArray, first: int, last: int, max_tokens: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], FloatArray]:
    """Score every span of a window's text.

    Args:
        start_logits: (token,), the null span at 0.
        end_logits: (token,).
        first: Index of the text's first token.
        last: One past the index of its last.
        max_tokens: Longest span.

    Returns:
        Index of each span's first token, of its last, and its log-odds against the null span.
    """
    length = last - first
    begins, widths = np.divmod(np.arange(length * max_tokens), max_tokens)
    inside = begins + widths < length
    starts = first + begins[inside]
    ends = starts + widths[inside]
    scores = start_logits[starts] + end_logits[ends] - start_logits[0] - end_logits[0]
    return starts, ends, scores


def collect_candidates(
    windows: Sequence[Window],
    logits: Sequence[NDArray[np.float32]],
    max_tokens: int = MAX_ANSWER_TOKENS,
) -> Candidates:
    """Put the spans of all windows together; what several windows saw counts once, at its best.

    Args:
        windows: Of one question.
        logits: One per window: (2, token), start and end.
        max_tokens: Longest span.
    """
    spans, scores, numbers = [np.zeros((0, 3), np.int64)], [np.zeros(0)], [np.zeros(0, np.int64)]
    for number, (window, pair) in enumerate(zip(windows, logits, strict=True)):
        exact = pair.astype(np.float64)
        starts, ends, log_odds = score_spans(
            exact[0], exact[1], window.first, window.last, max_tokens
        )
        offsets = np.array(window.offsets, dtype=np.int64)
        texts = np.full(len(starts), window.text_index)
        spans.append(np.stack([texts, offsets[starts, 0], offsets[ends, 1]], axis=1))
        scores.append(log_odds)
        numbers.append(np.full(len(starts), number))
    found, all_scores = np.concatenate(spans), np.concatenate(scores)
    all_numbers = np.concatenate(numbers)
    order = np.lexsort((-all_scores, found[:, 2], found[:, 1], found[:, 0]))
    found = found[order]
    is_new = np.ones(len(found), dtype=bool)
    is_new[1:] = (found[1:] != found[:-1]).any(axis=1)
    return Candidates(found[is_new], all_scores[order][is_new], all_numbers[order][is_new])


def tidy_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Free a span of what tokens carry along: spaces, commas and half a pair of brackets.

    Args:
        text: The whole text.
        start: First code point.
        end: One past the last.

    Returns:
        A span that begins and ends between graphemes; the one given where nothing would be left.

    Example:
        >>> tidy_span("他写了《呐喊》。", 3, 8), tidy_span("(in 1881)", 4, 9)
        ((3, 7), (4, 8))
    """
    begin, stop = start, end
    while begin < stop:
        inside = text[begin:stop]
        if inside[0] in _LOOSE or _is_half(inside, inside[0], opens=True):
            begin += 1
        elif inside[-1] in _LOOSE or _is_half(inside, inside[-1], opens=False):
            stop -= 1
        else:
            break
    return snap_to_graphemes(text, *((begin, stop) if begin < stop else (start, end)))


def _is_half(inside: str, edge: str, *, opens: bool) -> bool:
    """Return whether a character at the edge is a bracket whose other half is not inside."""
    return any(
        edge == pair[0 if opens else 1] and pair[1 if opens else 0] not in inside for pair in _PAIRS
    )
