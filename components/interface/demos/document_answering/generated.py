"""The section that sets a quoted answer beside a written one, and marks what has no support."""

from dataclasses import dataclass

import streamlit as st

from components.interface.charts.percents import write_percent
from components.interface.charts.theme import ChartTheme
from components.interface.demos.document_answering.answers import cite_answer
from components.interface.demos.document_answering.library import Library
from components.interface.demos.document_answering.question import Reading
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
from components.records.text_generation import ChatMessage, TextGenerationRequest
from components.retrieval.support import Support, judge_support
from components.text.graphemes import shorten_to_width
from components.text.scripts import unread_script
from components.text.sentences import Sentence, split_sentences

PAGE = "document_generation"
MAX_NEW_TOKENS = 60
REPETITION_PENALTY = 1.03
"""Without any, a model this small says the same sentence until it is stopped."""
NEAREST_WIDTH = 90
INSTRUCTION = {
    "en": "Answer the question in one or two sentences, using only the passages. "
    "If they do not say, answer: The passages do not say.",
    "zh": "只根据给出的段落，用一两句话回答问题。如果段落里没有说，就回答：段落里没有说。",
}


@dataclass(frozen=True)
class _Judged:
    """What was written, sentence by sentence."""

    sentences: list[Sentence]
    supports: list[Support]
    sources: list[str]


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
            card = find_writer(reading.question)
            if card is None:
                st.info(t(f"{PAGE}.no_writer"), icon=":material/translate:")
            else:
                st.markdown(f"**{t(f'{PAGE}.written_title', model=card.name)}**")
                _show_written(t, card, reading, theme)
        with st.container(width=720):
            for paragraph in t.items(f"{PAGE}.how"):
                st.markdown(paragraph)


def find_writer(question: str) -> ModelCard | None:
    """Find a usable model that chats in the question's language; None if there is none."""
    usable = runtime.offers().usable("text_generation")
    fits = (c for c in usable if c.is_chat and unread_script(question, c.languages) is None)
    return next(fits, None)


def make_request(card: ModelCard, reading: Reading) -> tuple[TextGenerationRequest, list[str]]:
    """Write the prompt.

    Args:
        card: Who is asked.
        reading: Question and texts.

    Returns:
        The request, and the texts in it: those that the model can read; perhaps none.
    """
    texts = [text for text in reading.texts if unread_script(text, card.languages) is None]
    passages = "\n\n".join(f"[{number}] {text}" for number, text in enumerate(texts, start=1))
    is_chinese = unread_script(reading.question, ("zh",)) is None
    messages = (
        ChatMessage("system", INSTRUCTION["zh" if is_chinese else "en"]),
        ChatMessage("user", f"{passages}\n\n{reading.question}"),
    )
    request = TextGenerationRequest(
        messages,
        is_chat=True,
        max_new_tokens=MAX_NEW_TOKENS,
        temperature=0.0,
        repetition_penalty=REPETITION_PENALTY,
    )
    return request, texts


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
    request, texts = make_request(card, reading)
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


def _judge(t: Translator, text: str, texts: list[str]) -> _Judged | None:
    """Compare what was written with the passages, once for the same text."""
    sentences = split_sentences(text)
    sources = [sentence.text for passage in texts for sentence in split_sentences(passage)]
    if not sentences or not sources:
        st.info(t(f"{PAGE}.nothing"), icon=":material/edit_off:")
        return None
    try:
        return keep(f"{PAGE}.judged", (text, texts), lambda: _compare(t, sentences, sources))
    except Refusal as refusal:
        show_refusal(t, refusal)
        return None


def _compare(t: Translator, sentences: list[Sentence], sources: list[str]) -> _Judged:
    words = [*(sentence.text for sentence in sentences), *sources]
    with waiting(t) as watch:
        vectors = runtime.embed(words, "symmetric", watch).vectors
    count = len(sentences)
    supports = judge_support(words[:count], vectors[:count], sources, vectors[count:])
    return _Judged(sentences, supports, sources)


def describe_sentences(t: Translator, judged: _Judged, theme: ChartTheme) -> list[Span]:
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
