"""What the page says about an answer, in words; pure functions."""

from components.interface.charts.answers import AnswerBar
from components.interface.charts.percents import write_probability
from components.interface.charts.theme import ChartTheme
from components.interface.frame.i18n import Translator
from components.interface.shared.passage import Span
from components.records.question_answering import AnswerSpan, QuestionAnsweringResult

PAGE = "question_answering"
SURE, UNSURE = 0.9, 0.5
"""From the first, an answer is "very likely"; below the second, others compete with it."""
FAINTEST = 0.001
"""Spans that are less probable are not shown beside the best one."""
_FAINT, _STRONG = 0.1, 0.42
"""Tint at probability 0 and at probability 1."""


def shown_answers(result: QuestionAnsweringResult) -> list[AnswerSpan]:
    """Return the best span and the others that are probable enough to show."""
    best, *others = result.answers
    return [best, *(answer for answer in others if answer.probability >= FAINTEST)]


def write_verdict(t: Translator, result: QuestionAnsweringResult) -> str:
    """Say in one line how sure the answer is, or that the text does not give one."""
    best = result.answers[0].probability
    if not result.has_answer:
        return t(f"{PAGE}.verdict_null", percent=write_probability(result.null_probability))
    degree = "sure" if best >= SURE else "likely" if best >= UNSURE else "unsure"
    return t(f"{PAGE}.verdict_{degree}", percent=write_probability(best))


def describe_spans(t: Translator, result: QuestionAnsweringResult, theme: ChartTheme) -> list[Span]:
    """Make the tinted stretches of the passage, numbered like the bars of the chart."""
    color = theme.categorical[0] if result.has_answer else theme.muted
    spans = [
        Span(
            answer.start,
            answer.end,
            color=color,
            strength=_FAINT + (_STRONG - _FAINT) * answer.probability,
            note=t(
                f"{PAGE}.span_note",
                rank=rank,
                percent=write_probability(answer.probability, digits=1),
            ),
            mark=str(rank),
            is_hatched=not result.has_answer,
            is_underlined=rank == 1,
            is_sought=rank == 1,
        )
        for rank, answer in enumerate(shown_answers(result), start=1)
    ]
    return sorted(spans, key=lambda span: span.start)


def describe_bars(
    t: Translator, result: QuestionAnsweringResult, theme: ChartTheme
) -> list[AnswerBar]:
    """Make the bars of the chart: the spans by rank, "the text does not say" at its place."""
    color = theme.categorical[0] if result.has_answer else theme.neutral
    bars = [
        AnswerBar(
            str(rank),
            answer.text,
            write_probability(answer.probability, digits=1),
            answer.probability,
            color,
        )
        for rank, answer in enumerate(shown_answers(result), start=1)
    ]
    null = AnswerBar(
        "",
        t(f"{PAGE}.null"),
        write_probability(result.null_probability, digits=1),
        result.null_probability,
        theme.neutral if result.has_answer else theme.categorical[0],
    )
    place = sum(bar.probability >= null.probability for bar in bars) if result.has_answer else 0
    return [*bars[:place], null, *bars[place:]]


def write_values(t: Translator, result: QuestionAnsweringResult) -> str:
    """Write the spans and "the text does not say" with their probabilities, for the alt text."""
    parts = [
        f"{answer.text} {write_probability(answer.probability, digits=1)}"
        for answer in result.answers[:3]
    ]
    parts.append(f"{t(f'{PAGE}.null')} {write_probability(result.null_probability, digits=1)}")
    return t("common.separator").join(parts)


def write_nats(value: float) -> str:
    """Write a difference of scores with its sign.

    Example:
        >>> write_nats(4.416), write_nats(-0.5), write_nats(-0.0)
        ('+4.42', '−0.50', '0.00')
    """
    text = f"{value:+.2f}"
    return "0.00" if text in ("+0.00", "-0.00") else text.replace("-", "−")
