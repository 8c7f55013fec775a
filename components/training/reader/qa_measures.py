"""How well a reader answers: what it finds in held-out passages, the threshold, the temperature."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from components.engine.inference.span_decoding import Candidates, collect_candidates, tidy_span
from components.engine.inference.span_windows import OVERLAP_TOKENS, Window, cut_windows
from components.measures.answer_scoring import Score, score_answer
from components.measures.calibration import (
    compute_expected_calibration_error,
    minimise_over_temperature,
)
from components.training.reader.qa_data import QaExample
from components.training.reader.qa_features import place_answer
from components.training.reader.qa_split import WRITTEN

FloatArray = NDArray[np.float64]
ComputeLogits = Callable[[Sequence[Sequence[int]]], list[NDArray[np.float32]]]
"""Token ids of windows → start and end logits of each, (2, token)."""


class Reading(NamedTuple):
    """A reader's prediction for one example.

    Attributes:
        log_odds: All spans' scores against the null span, in nats.
        gold: Indices of the spans that people marked; empty if there is none.
        best: The text of the best span.
        best_log_odds: Its score; minus infinity where there is no span.
        score: Exact match and F1 of the best span, as if there were no null span.
    """

    log_odds: FloatArray
    gold: NDArray[np.int64]
    best: str
    best_log_odds: float
    score: Score


def read_examples(
    compute_logits: ComputeLogits,
    tokenizer: Any,
    examples: Sequence[QaExample],
    max_tokens: int,
) -> list[Reading]:
    """Read every example the way the app does: overlapping windows, the best span of all.

    Args:
        compute_logits: The reader.
        tokenizer: A fast tokenizer of transformers.
        examples: Answerable or not.
        max_tokens: Longest window.
    """
    cut = [
        cut_windows(tokenizer, example.question, [example.passage], max_tokens, OVERLAP_TOKENS)
        for example in examples
    ]
    logits = iter(compute_logits([window.input_ids for windows in cut for window in windows]))
    readings = []
    for example, windows in zip(examples, cut, strict=True):
        candidates = collect_candidates(windows, [next(logits) for _ in windows])
        readings.append(_record(example, windows, candidates))
    return readings


def _record(example: QaExample, windows: Sequence[Window], candidates: Candidates) -> Reading:
    best = candidates.best(1)
    text = ""
    if best:
        start, end = tidy_span(example.passage, best[0].start, best[0].end)
        text = example.passage[start:end]
    golds = [answer.text for answer in example.answers]
    marked = set()
    for answer in example.answers:
        for window in windows:
            place = place_answer(window, answer.start, answer.start + len(answer.text))
            if place:
                marked.add((window.offsets[place[0]][0], window.offsets[place[1]][1]))
    rows = [
        np.flatnonzero((candidates.spans[:, 1] == start) & (candidates.spans[:, 2] == end))
        for start, end in sorted(marked)
    ]
    return Reading(
        candidates.log_odds,
        np.concatenate([np.zeros(0, np.int64), *rows]),
        text,
        best[0].log_odds if best else -np.inf,
        score_answer(text, golds, example.is_chinese),
    )


def fit_span_temperature(readings: Sequence[Reading], examples: Sequence[QaExample]) -> float:
    """Return the temperature that maximises the likelihood of held-out examples.

    The likelihood of an example is the probability of all marked spans together, or that of the
    null span.
    """
    terms = [
        (reading.log_odds, reading.gold if example.answers else None)
        for reading, example in zip(readings, examples, strict=True)
        if len(reading.gold) or not example.answers
    ]

    def compute_mean_nll(temperature: float) -> float:
        return float(np.mean([_nll(odds / temperature, gold) for odds, gold in terms]))

    return minimise_over_temperature(compute_mean_nll, tolerance=1e-3)


def cool_readings(readings: Sequence[Reading], temperature: float) -> list[Reading]:
    """Return what the same reader says when each of its logits is divided by a temperature."""
    return [
        reading._replace(
            log_odds=reading.log_odds / temperature,
            best_log_odds=reading.best_log_odds / temperature,
        )
        for reading in readings
    ]


def _nll(log_odds: FloatArray, gold: NDArray[np.int64] | None) -> float:
    total = _log_sum(np.append(log_odds, 0.0))
    return total if gold is None else total - _log_sum(log_odds[gold])


def _log_sum(values: FloatArray) -> float:
    highest = values.max()
    return float(highest + np.log(np.exp(values - highest).sum()))


def choose_threshold(
    readings: Sequence[Reading], examples: Sequence[QaExample], most_abstained: float = 1.0
) -> float:
    """Return the null score (null − best span) above which "the text does not say" is the answer.

    Args:
        readings: Of the examples.
        examples: Answerable or not, of either language or both.
        most_abstained: The largest share of either language's answerable questions that may be
            left without an answer, 0 to 1. The highest mean alone may give up most of one
            language's answers for the other's silence.

    Returns:
        The threshold with the highest mean of has-answer F1 and no-answer accuracy, each of both
        languages with equal weight; in the middle between two examples' scores.
    """
    scores = np.array([-reading.best_log_odds for reading in readings])
    values = np.array([reading.score.f1 for reading in readings])
    groups = [(bool(example.answers), example.is_chinese) for example in examples]
    weights = np.array([1.0 / groups.count(group) for group in groups])
    is_answerable = np.array([answerable for answerable, _ in groups])
    gain = weights * np.where(is_answerable, values, -1.0)
    order = np.argsort(scores, kind="stable")
    sums = np.append(0.0, np.cumsum(gain[order]))
    for is_chinese in {language for answerable, language in groups if answerable}:
        belongs = np.array([group == (True, is_chinese) for group in groups])
        answered = np.append(0, np.cumsum(belongs[order]))
        sums[1 - answered / belongs.sum() > most_abstained] = -np.inf
    best = int(sums.argmax())
    finite = np.clip(scores[order], -50.0, 50.0)
    ends = [finite[0] - 1.0, *finite, finite[-1] + 1.0]
    return float(ends[best] + ends[best + 1]) / 2


def measure_readings(
    readings: Sequence[Reading], examples: Sequence[QaExample], threshold: float
) -> dict[str, Any]:
    """SQuAD 2.0's measures in percent, and the calibration of what is shown.

    Returns:
        `items`, `exact`, `f1`, `has_answer_exact`, `has_answer_f1`,
        `no_answer_accuracy`, `abstained` (of those with an answer), `forced_f1` (of the best
        span where there is an answer, null span or not), `forced_exact` and `ece` (of the
        probability of the answer that is given, against its exact match; 15 bins).
    """
    is_answerable = np.array([bool(example.answers) for example in examples])
    is_answered = np.array([-reading.best_log_odds <= threshold for reading in readings])
    forced = np.array([reading.score for reading in readings]).reshape(-1, 2)
    shown = np.where(is_answered[:, None], forced * is_answerable[:, None], 0.0)
    shown[~is_answered & ~is_answerable] = 1.0
    log_totals = np.array([_log_sum(np.append(r.log_odds, 0.0)) for r in readings])
    best = np.array([reading.best_log_odds for reading in readings])
    confidence = np.exp(np.where(is_answered, best, 0.0) - log_totals)
    return {
        "items": len(examples),
        **_percent("exact", shown[:, 0]),
        **_percent("f1", shown[:, 1]),
        **_percent("has_answer_exact", shown[is_answerable, 0]),
        **_percent("has_answer_f1", shown[is_answerable, 1]),
        **_percent("no_answer_accuracy", shown[~is_answerable, 0]),
        **_percent("abstained", ~is_answered[is_answerable]),
        **_percent("forced_exact", forced[is_answerable, 0]),
        **_percent("forced_f1", forced[is_answerable, 1]),
        "ece": compute_expected_calibration_error(confidence, shown[:, 0] == 1.0),
    }


def measure_languages(
    readings: Sequence[Reading], examples: Sequence[QaExample], threshold: float
) -> dict[str, Any]:
    """Return `measure_readings` of the English (`en`) and the Chinese (`zh`) examples."""
    measures = {}
    for name, is_chinese in (("en", False), ("zh", True)):
        chosen = [i for i, example in enumerate(examples) if example.is_chinese == is_chinese]
        if chosen:
            measures[name] = measure_readings(
                [readings[i] for i in chosen], [examples[i] for i in chosen], threshold
            )
    return measures


def measure_sets(
    readings: Sequence[Reading], examples: Sequence[QaExample], threshold: float
) -> dict[str, Any]:
    """Apply `measure_readings` by who wrote the questions without an answer.

    Returns:
        `en_written`, the questions that people wrote for SQuAD 2.0; `en_made`, those of the
        other English sources, whose unanswerable ones the recipe made; `zh_written` and
        `zh_made`, the same answerable Chinese questions with either kind of the others. A set
        without a question of either sort is left out.
    """
    measures = {}
    for name in ("en_written", "en_made", "zh_written", "zh_made"):
        chosen = [i for i, example in enumerate(examples) if name in _name_sets(example)]
        if len({bool(examples[i].answers) for i in chosen}) == 2:
            measures[name] = measure_readings(
                [readings[i] for i in chosen], [examples[i] for i in chosen], threshold
            )
    return measures


def _name_sets(example: QaExample) -> set[str]:
    is_written = example.source in WRITTEN
    if example.is_chinese and example.answers:
        return {"zh_written", "zh_made"}
    language = "zh" if example.is_chinese else "en"
    return {f"{language}_{'written' if is_written else 'made'}"}


def _percent(name: str, values: NDArray[Any]) -> dict[str, float]:
    return {name: round(100 * float(values.mean()), 2)} if len(values) else {}
