"""What the sentiment page says about a result, in words; pure functions."""

from collections.abc import Iterable, Sequence

from components.interface.charts.percents import write_percent, write_probability
from components.interface.charts.sentiment import SentenceRow, label_colors
from components.interface.charts.theme import ChartTheme
from components.interface.frame.i18n import Translator
from components.interface.shared.passage import Span
from components.records.sentiment import SentimentResult, SentimentScore

UNDECIDED, SURE = 0.5, 0.9
"""Below the first, no label has the majority; from the second, the verdict is "very likely"."""
_FAINT, _STRONG = 0.1, 0.3
"""Tint at probability 0 and at probability 1."""


def name_label(t: Translator, label: str) -> str:
    """Translate a class name; a name that no catalog knows stays as the model has it."""
    try:
        return t(f"sentiment.label.{label}")
    except KeyError:
        return label


def write_verdict(t: Translator, labels: Sequence[str], score: SentimentScore) -> str:
    """Say in one line what the model answers and how sure it is; its two best where undecided."""
    if score.confidence < UNDECIDED:
        first_two = sorted(range(len(labels)), key=lambda i: -score.probabilities[i])[:2]
        return t("sentiment.verdict_undecided", values=_write_list(t, labels, score, first_two))
    return t(
        f"sentiment.verdict_{'sure' if score.confidence >= SURE else 'likely'}",
        label=name_label(t, labels[score.label_index]),
        percent=write_probability(score.confidence),
    )


def write_values(t: Translator, labels: Sequence[str], score: SentimentScore) -> str:
    """Write every label with its probability, in tenths of a percent."""
    return _write_list(t, labels, score, range(len(labels)))


def _write_list(
    t: Translator, labels: Sequence[str], score: SentimentScore, indices: Iterable[int]
) -> str:
    return t("common.separator").join(
        f"{name_label(t, labels[i])} {write_percent(score.probabilities[i], digits=1)}"
        for i in indices
    )


def describe_rows(t: Translator, result: SentimentResult) -> list[SentenceRow]:
    """Make the rows of the chart of sentences."""
    return [
        SentenceRow(
            number, score.text, _write_row_verdict(t, result.labels, score), score.probabilities
        )
        for number, score in enumerate(result.sentences, start=1)
    ]


def describe_spans(t: Translator, result: SentimentResult, theme: ChartTheme) -> list[Span]:
    """Make the tinted stretches of the passage, numbered like the rows of the chart."""
    colors = label_colors(result.labels, theme)
    return [
        Span(
            score.start,
            score.end,
            color=colors[score.label_index] if score.is_read else theme.muted,
            strength=_FAINT + (_STRONG - _FAINT) * (score.confidence if score.is_read else 0),
            note=_write_note(t, result.labels, number, score),
            mark=str(number),
            is_hatched=not score.is_read,
        )
        for number, score in enumerate(result.sentences, start=1)
    ]


def describe_table(
    t: Translator, result: SentimentResult
) -> tuple[list[str], list[list[str | float]]]:
    """Make header and rows of the file of sentences; unread ones have no numbers."""
    header = [t(f"sentiment.column_{name}") for name in ("number", "text", "label")]
    rows: list[list[str | float]] = []
    for number, score in enumerate(result.sentences, start=1):
        label = result.labels[score.label_index] if score.is_read else ""
        values: list[str | float] = [round(value, 6) for value in score.probabilities]
        values = values or [""] * len(result.labels)
        verdict = name_label(t, label) if label else t("sentiment.not_read")
        rows.append([number, score.text, verdict, *values])
    return header + [name_label(t, label) for label in result.labels], rows


def _write_row_verdict(t: Translator, labels: Sequence[str], score: SentimentScore) -> str:
    if not score.is_read:
        return t("sentiment.not_read")
    return t(
        "sentiment.row_verdict",
        label=name_label(t, labels[score.label_index]),
        percent=write_probability(score.confidence),
    )


def _write_note(t: Translator, labels: Sequence[str], number: int, score: SentimentScore) -> str:
    if not score.is_read:
        return t("sentiment.not_read_note", number=number)
    note = t("sentiment.sentence_note", number=number, values=write_values(t, labels, score))
    return f"{note}. {t('sentiment.cut_note')}" if score.is_truncated else note
