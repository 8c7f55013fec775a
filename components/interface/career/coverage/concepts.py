"""The concepts on the studio's list, each with its lessons, live pages and questions."""

from collections.abc import Sequence

import streamlit as st

from components.career.normalising import normalise
from components.interface.career.lessons.lesson import demo_link
from components.interface.frame import learner
from components.interface.frame.i18n import Translator
from components.interface.frame.learner import say
from components.interface.frame.menu import SCRIPTS
from components.interface.frame.session import register_translated_options
from components.records.coverage import ConceptCoverage

MAX_SEARCH = 80


def show_concepts(t: Translator, page: str, concepts: Sequence[ConceptCoverage]) -> None:
    """Show the search, the groups, and the rows of what was found or chosen."""
    asked = st.text_input(
        t(f"{page}.search"),
        key=f"{page}.search",
        placeholder=t(f"{page}.search_example"),
        max_chars=MAX_SEARCH,
        icon=":material/search:",
        persist_state="session",
        width=420,
    )
    group = _choose_group(t, page, concepts)
    words = normalise(asked or "").split()
    if words:
        shown = [c for c in concepts if all(word in _searchable(c) for word in words)]
        st.caption(t(f"{page}.found", count=len(shown)) if shown else t(f"{page}.found_none"))
    else:
        shown = [concept for concept in concepts if concept.group == group]
    for concept in shown:
        _show_concept(t, page, concept)


def _choose_group(t: Translator, page: str, concepts: Sequence[ConceptCoverage]) -> str:
    """Show the groups as pills, each with how many of its concepts are covered."""
    key = f"{page}.group"
    groups = list(dict.fromkeys(concept.group for concept in concepts))
    register_translated_options(key)
    if st.session_state.get(key) not in groups:
        st.session_state[key] = groups[0]

    def name(group: str) -> str:
        members = [concept for concept in concepts if concept.group == group]
        covered = sum(not concept.gaps for concept in members)
        return t(
            f"{page}.group_count",
            group=t(f"{page}.groups.{group}"),
            covered=covered,
            total=len(members),
        )

    return str(
        st.pills(
            t(f"{page}.group"),
            groups,
            format_func=name,
            key=key,
            required=True,
            label_visibility="collapsed",
            persist_state="session",
        )
    )


def _searchable(concept: ConceptCoverage) -> str:
    content = learner.content()
    texts = [content.concepts[concept.concept_id].name]
    texts += [content.lessons[name].title for name in concept.lessons]
    said = [said for text in texts for said in (text.en, text.zh)]
    return normalise(" ".join([concept.concept_id, *said]))


def _show_concept(t: Translator, page: str, concept: ConceptCoverage) -> None:
    with st.container(
        horizontal=True,
        gap="small",
        key=f"{page}-{concept.concept_id}",
        vertical_alignment="center",
    ):
        with st.container(width=210):
            st.markdown(f"**{say(t, learner.content().concepts[concept.concept_id].name)}**")
        with st.container(width=640, gap="xxsmall"):
            if concept.page in SCRIPTS:
                script, icon = SCRIPTS[concept.page]
                st.page_link(script, label=t(f"{concept.page}.nav"), icon=icon)
            for lesson_id in concept.lessons:
                _show_lesson(t, lesson_id)
            for gap in concept.gaps:
                st.caption(f":material/radio_button_unchecked: {t(f'{page}.gap.{gap}')}")
        if concept.questions:
            st.caption(t(f"{page}.num_questions", count=len(concept.questions)), width=100)


def _show_lesson(t: Translator, lesson_id: str) -> None:
    """Show the way to a lesson, and to the live page with the lesson's text."""
    lesson = learner.content().lessons[lesson_id]
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.page_link(
            SCRIPTS["lessons"][0],
            label=learner.name_lesson(t, lesson),
            icon=":material/menu_book:",
            query_params={"lesson": lesson.id},
            width=390,
        )
        if lesson.demo.page in SCRIPTS:
            script, icon = SCRIPTS[lesson.demo.page]
            st.page_link(
                script,
                label=t(f"{lesson.demo.page}.nav"),
                icon=icon,
                query_params=demo_link(t, lesson),
            )
