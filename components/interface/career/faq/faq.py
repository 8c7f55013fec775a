"""Frequent questions: search by meaning, answers with the lessons that explain them."""

import streamlit as st

from components.career.answering import list_wordings, rank_answers
from components.career.chunking import language_of
from components.career.content.schema import Faq
from components.interface.career.roles.roles import show_sources
from components.interface.career.shared.embedding import embed_while
from components.interface.frame import learner, runtime
from components.interface.frame.i18n import Translator
from components.interface.frame.learner import say
from components.interface.frame.menu import SCRIPTS
from components.interface.frame.session import keep
from components.interface.shared.notices import show_refusal
from components.interface.shared.waiting import waiting
from components.records.refusal import Refusal
from components.service.vectors import embed_kept
from components.text.cleaning import clean_text

MAX_QUESTION = 300


def show_search(t: Translator, page: str) -> list[tuple[str, float]]:
    """Show the search with examples, and return the nearest questions; none without a search."""
    key = f"{page}.question"
    st.text_input(
        t("faq.question"),
        key=key,
        placeholder=t("faq.placeholder"),
        max_chars=MAX_QUESTION,
        persist_state="session",
        width=720,
    )
    with st.container(
        horizontal=True, vertical_alignment="center", gap="xsmall", key=f"{page}-examples"
    ):
        st.caption(t("common.examples"), width="content")
        for number, example in enumerate(t.items("faq.example"), start=1):
            st.button(
                example,
                key=f"{page}.example_{number}",
                type="tertiary",
                on_click=_take_example,
                args=(key, example),
            )
    raw = st.session_state.get(key) or ""
    return _search(t, page, raw) if raw.strip() else []


def _take_example(key: str, example: str) -> None:
    st.session_state[key] = example


def _search(t: Translator, page: str, raw: str) -> list[tuple[str, float]]:
    try:
        return keep(f"{page}.answer", raw, lambda: _rank(t, clean_text(raw).text))
    except Refusal as refusal:
        show_refusal(t, refusal)
        return []


def _rank(t: Translator, text: str) -> list[tuple[str, float]]:
    wordings, owners = list_wordings(learner.content().faq, language_of(text))
    with waiting(t) as watch:
        vectors = embed_kept(wordings, embed_while(watch), runtime.kept_vectors())
        question = runtime.embed([text], "symmetric", watch).vectors[0]
    return rank_answers(question, vectors, owners)


def show_found(t: Translator, found: list[tuple[str, float]]) -> None:
    """Show the nearest questions, the first one open."""
    faq = learner.content().faq
    st.subheader(t("faq.found"), anchor=False)
    for place, (name, cosine) in enumerate(found):
        with st.expander(say(t, faq[name].question), expanded=place == 0):
            show_answer(t, faq[name])
            st.caption(t("faq.nearness", cosine=f"{cosine:.2f}"))


def show_answer(t: Translator, entry: Faq) -> None:
    """Show an answer, its lessons and its sources."""
    lessons = learner.content().lessons
    with st.container(width=720):
        st.markdown(say(t, entry.answer))
        for name in entry.lessons:
            if name in lessons:
                st.page_link(
                    SCRIPTS["lessons"][0],
                    label=learner.name_lesson(t, lessons[name]),
                    icon=":material/menu_book:",
                    query_params={"lesson": name},
                )
        show_sources(t, entry.sources)


def show_all(t: Translator) -> None:
    """Show every question, folded."""
    st.subheader(t("faq.all"), anchor=False)
    for entry in learner.content().faq.values():
        with st.expander(say(t, entry.question)):
            show_answer(t, entry)
