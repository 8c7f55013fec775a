"""An answer with its place: file, page and the passage in which it stands."""

import streamlit as st

from components.interface.charts.percents import write_probability
from components.interface.charts.theme import ChartTheme
from components.interface.frame.i18n import Translator
from components.interface.shared.answer_words import SURE, UNSURE
from components.interface.shared.literal import literal_place
from components.interface.shared.model_table import show_table
from components.interface.shared.passage import Span, show_passage
from components.records.document import Document
from components.records.question_answering import AnswerSpan, QuestionAnsweringResult
from components.service.library import Library, Reading
from components.text.graphemes import shorten_to_width
from components.text.passages import Passage

FAINTEST = 0.01
"""Spans that are less probable are not listed beside the best one."""
EXCERPT_WIDTH = 120

STYLE = """
<style>
  [class*="st-key-literal-plain-answer"] [data-testid="stText"] {
    font-size: 1.5rem; line-height: 1.4;
  }
  [class*="st-key-literal-plain-cited"] [data-testid="stText"] { opacity: 0.72; }
</style>
"""
"""The answer is the largest thing on the page."""


def show_answers(
    t: Translator,
    page: str,
    library: Library,
    reading: Reading,
    result: QuestionAnsweringResult,
    theme: ChartTheme,
) -> None:
    """Show the answer or that there is none, the next best ones, and the passage.

    Args:
        library: The documents.
        reading: What was read.
        result: What was found in it.
    """
    left, right = st.columns([2, 3], gap="large")
    best = result.answers[0]
    with left:
        _show_verdict(t, library, reading, result)
        _show_others(t, page, library, reading, result)
    with right:
        st.markdown(t("document_answering.passage_title"))
        show_passage(
            reading.texts[best.text_index],
            describe_spans(t, result, best.text_index, theme),
            label=t("document_answering.passage_label"),
            hint=t("document_answering.passage_hint"),
            key=f"{page}.passage",
        )


def _show_verdict(
    t: Translator, library: Library, reading: Reading, result: QuestionAnsweringResult
) -> None:
    best = result.answers[0]
    if not result.has_answer:
        st.subheader(t("document_answering.verdict_null"), anchor=False)
        is_close = best.probability > result.null_probability
        st.markdown(
            t(
                "document_answering.null_note_close"
                if is_close
                else "document_answering.null_note",
                null=write_probability(result.null_probability),
                best=write_probability(best.probability),
            )
        )
        return
    degree = (
        "sure" if best.probability >= SURE else "likely" if best.probability >= UNSURE else "unsure"
    )
    percent = write_probability(best.probability)
    st.caption(t(f"document_answering.verdict_{degree}", percent=percent))
    literal_place("answer").text(t("document_answering.quoted", text=best.text))
    literal_place("cited").text(cite_answer(t, library, reading, best))
    st.caption(t("document_answering.quoted_note"))


def _show_others(
    t: Translator, page: str, library: Library, reading: Reading, result: QuestionAnsweringResult
) -> None:
    """List the spans that come next; where there is no answer, all of them."""
    answers = result.answers[1:] if result.has_answer else result.answers
    rows = [
        {
            "text": shorten_to_width(answer.text, EXCERPT_WIDTH),
            "text_more": cite_answer(t, library, reading, answer),
            "probability": write_probability(answer.probability),
        }
        for answer in answers
        if answer.probability >= FAINTEST
    ]
    if not rows:
        return
    key = "others" if result.has_answer else "candidates"
    columns = {
        "text": t(f"document_answering.{key}"),
        "probability": t("document_answering.probability"),
    }
    show_table(columns, rows, t(f"document_answering.{key}"), f"{page}.others")


def describe_spans(
    t: Translator, result: QuestionAnsweringResult, text_index: int, theme: ChartTheme
) -> list[Span]:
    """Make the tinted stretches of one text: the answers that stand in it, by rank."""
    color = theme.categorical[0] if result.has_answer else theme.muted
    spans = [
        Span(
            answer.start,
            answer.end,
            color=color,
            strength=0.42 if rank == 1 else 0.14,
            note=t(
                "document_answering.span_note",
                rank=rank,
                percent=write_probability(answer.probability),
            ),
            mark=str(rank),
            is_hatched=not result.has_answer,
            is_underlined=rank == 1,
            is_sought=rank == 1,
        )
        for rank, answer in enumerate(result.answers, start=1)
        if answer.text_index == text_index and (rank == 1 or answer.probability >= FAINTEST)
    ]
    return sorted(spans, key=lambda span: span.start)


def show_found(t: Translator, page: str, library: Library, reading: Reading) -> None:
    """Show which passages were read, and why these."""
    with st.expander(t("document_answering.found_title", count=len(reading.found))):
        with st.container(width=720):
            st.markdown(t("document_answering.found_read"))
        rows = []
        for found in reading.found:
            passage = library.passages[found.index]
            rows.append(
                {
                    "passage": cite(t, library, passage, passage.start),
                    "passage_more": shorten_to_width(library.text_of(passage), EXCERPT_WIDTH),
                    "meaning": f"{found.rank_by_meaning}",
                    "meaning_more": f"{found.cosine:.3f}".replace("-", "−"),
                    "words": f"{found.rank_by_words or '–'}",
                    "score": f"{found.score:.4f}",
                }
            )
        names = ("passage", "meaning", "words", "score")
        columns = {name: t(f"document_answering.column_{name}") for name in names}
        show_table(columns, rows, t("document_answering.found_label"), f"{page}.found")


def cite(t: Translator, library: Library, stretch: Passage, offset: int) -> str:
    """Name file and page of a code point of a document; literal text, never markup."""
    document: Document = library.documents[stretch.text_index]
    name = shorten_to_width(document.name, 60)
    number = document.page_of(offset)
    return name if number is None else t("document_answering.cited", name=name, page=number)


def cite_answer(t: Translator, library: Library, reading: Reading, answer: AnswerSpan) -> str:
    """Name file and page on which an answer begins."""
    stretch = reading.stretches[answer.text_index]
    return cite(t, library, stretch, stretch.start + answer.start)
