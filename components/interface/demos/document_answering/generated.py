"""The section that sets a quoted answer beside a written one, and marks what has no support."""

from collections.abc import Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from components.interface.charts.percents import write_percent
from components.interface.charts.theme import ChartTheme
from components.interface.demos.document_answering.answers import cite_answer
from components.interface.frame import runtime
from components.interface.frame.i18n import Translator
from components.interface.frame.session import keep, register_translated_options
from components.interface.shared.answering import show_answer
from components.interface.shared.literal import literal_place
from components.interface.shared.notices import show_provenance, show_refusal
from components.interface.shared.passage import Span, show_passage
from components.interface.shared.waiting import waiting
from components.records.model import ModelCard
from components.records.question_answering import QuestionAnsweringResult
from components.records.refusal import Refusal
from components.service.library import (
    MAX_NEW_TOKENS,
    Judged,
    Library,
    Reading,
    find_writer,
    judge,
    make_writer_request,
)
from components.text.graphemes import shorten_to_width

PAGE = "document_generation"
NEAREST_WIDTH = 90


def show_generated(
    t: Translator,
    library: Library,
    reading: Reading,
    result: QuestionAnsweringResult,
    theme: ChartTheme,
) -> None:
    """Show the folded section; nothing is written before it is opened.

    Args:
        library: The documents.
        reading: What both models read.
        result: The reader's answer.
    """
    section = st.expander(t(f"{PAGE}.section"), key=f"{PAGE}.section", on_change="rerun")
    register_translated_options(f"{PAGE}.section")
    if not section.open:
        return
    with section:
        with st.container(width=720):
            st.markdown(t(f"{PAGE}.lead"))
        left, right = st.columns([2, 3], gap="large")
        with left:
            st.markdown(f"**{t(f'{PAGE}.quoted_title')}**")
            _show_quoted(t, library, reading, result)
        with right:
            card = find_writer(reading.question, runtime.offers().usable("text_generation"))
            if card is None:
                st.info(t(f"{PAGE}.no_writer"), icon=":material/translate:")
            else:
                st.markdown(f"**{t(f'{PAGE}.written_title', model=card.name)}**")
                _show_written(t, card, reading, theme)
        with st.container(width=720):
            for paragraph in t.items(f"{PAGE}.how"):
                st.markdown(paragraph)


def _show_quoted(
    t: Translator, library: Library, reading: Reading, result: QuestionAnsweringResult
) -> None:
    if not result.has_answer:
        st.markdown(t("document_answering.verdict_null"))
        return
    best = result.answers[0]
    literal_place("quoted-beside").text(t("document_answering.quoted", text=best.text))
    literal_place("cited-beside").text(cite_answer(t, library, reading, best))


def _show_written(t: Translator, card: ModelCard, reading: Reading, theme: ChartTheme) -> None:
    request, texts = make_writer_request(card, reading)
    if not texts:
        st.info(t(f"{PAGE}.unread", model=card.name), icon=":material/translate:")
        return
    answer = show_answer(t, PAGE, card.id, request)
    if answer is None:
        return
    text = answer.sequences[0].text.strip()
    judged = _judge(t, text, texts)
    if judged is None:
        return
    show_passage(
        text,
        describe_sentences(t, judged, theme),
        label=t(f"{PAGE}.passage_label"),
        hint=t(f"{PAGE}.passage_hint"),
        key=f"{PAGE}.passage",
    )
    notes = [
        t(
            f"{PAGE}.counted",
            supported=sum(support.is_supported for support in judged.supports),
            count=len(judged.supports),
        )
    ]
    if not answer.sequences[0].is_finished:
        notes.append(t(f"{PAGE}.cut", limit=MAX_NEW_TOKENS))
    if num_left_out := len(reading.texts) - len(texts):
        notes.append(t(f"{PAGE}.some_unread", model=card.name, count=num_left_out))
    st.caption(" ".join(notes))
    show_provenance(t, card, answer.provenance)


def _judge(t: Translator, text: str, texts: list[str]) -> Judged | None:
    """Compare what was written with the passages, once for the same text."""
    try:
        judged = keep(f"{PAGE}.judged", (text, texts), lambda: _compare(t, text, texts))
    except Refusal as refusal:
        show_refusal(t, refusal)
        return None
    if judged is None:
        st.info(t(f"{PAGE}.nothing"), icon=":material/edit_off:")
    return judged


def _compare(t: Translator, text: str, texts: list[str]) -> Judged | None:
    def embed(parts: Sequence[str]) -> NDArray[np.float32]:
        with waiting(t) as watch:
            return runtime.embed(parts, "symmetric", watch).vectors

    return judge(text, texts, embed)


def describe_sentences(t: Translator, judged: Judged, theme: ChartTheme) -> list[Span]:
    """Make the tinted sentences: supported ones plain, the others hatched."""
    spans = []
    for sentence, support in zip(judged.sentences, judged.supports, strict=True):
        name = "supported" if support.is_supported else "unsupported"
        note = t(
            f"{PAGE}.{name}",
            cosine=f"{support.cosine:.2f}",
            shared=write_percent(support.shared),
            nearest=shorten_to_width(judged.sources[support.nearest], NEAREST_WIDTH),
        )
        if support.strange_numbers:
            numbers = t("common.separator").join(support.strange_numbers)
            note = f"{note} {t(f'{PAGE}.strange', numbers=numbers)}"
        spans.append(
            Span(
                sentence.start,
                sentence.end,
                color=theme.categorical[0] if support.is_supported else theme.negative,
                strength=0.2,
                note=note,
                mark="✓" if support.is_supported else "?",
                is_hatched=not support.is_supported,
            )
        )
    return spans
