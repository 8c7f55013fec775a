"""The questions of the studio as a deck for Anki."""

from collections.abc import Iterable

import streamlit as st

from components.career.content.schema import Question
from components.export.anki import AnkiNote, anki_deck
from components.interface.frame import learner
from components.interface.frame.i18n import Translator
from components.interface.frame.learner import say
from components.interface.frame.session import register_translated_options

SCOPES = ("answered", "all")
SCOPE = "practise.deck_scope"


def show_deck(t: Translator, answered: Iterable[str]) -> None:
    """Show the folded download of the questions in the visitor's language.

    Args:
        answered: Ids of the questions that this learner has answered.
    """
    with st.expander(
        t("practise.deck"), icon=":material/style:", on_change="rerun", key="practise.deck"
    ) as fold:
        if not fold.open:
            return
        register_translated_options(SCOPE)
        scope = st.segmented_control(
            t("practise.deck_scope"),
            SCOPES,
            format_func=lambda name: t(f"practise.deck_{name}"),
            key=SCOPE,
            default="all",
            required=True,
        )
        seen = set(answered)
        questions = [
            q for q in learner.content().questions.values() if scope == "all" or q.id in seen
        ]
        with st.container(width=720):
            st.caption(t("practise.deck_about"))
        if not questions:
            st.caption(t("practise.deck_empty"))
            return
        st.download_button(
            t("practise.deck_download", count=len(questions)),
            lambda: anki_deck(t("practise.deck_name"), [make_note(t, q) for q in questions]),
            file_name=f"llm-pathfinder-{t.language}.apkg",
            mime="application/octet-stream",
            key="practise.deck_file",
            icon=":material/download:",
            on_click="ignore",
        )


def make_note(t: Translator, question: Question) -> AnkiNote:
    """Make a question's card: choices on the front, reasons on the back."""
    front = [say(t, question.prompt)]
    back = []
    for letter, choice in zip("ABCDE", question.choices, strict=False):
        front.append(f"{letter}. {say(t, choice.text)}")
        mark = "✓" if choice.is_right else "✗"
        back.append(f"{mark} {letter}. {say(t, choice.why)}")
    for place, step in enumerate(question.steps, start=1):
        back.append(f"{place}. {say(t, step)}")
    if question.steps:
        front += sorted(f"· {say(t, step)}" for step in question.steps)
    if question.answer is not None:
        back.append(f"{question.answer:,.6g}")
    back.append(say(t, question.explanation))
    skill = learner.content().skill_by_question.get(question.id, "")
    tags = tuple(filter(None, (skill, f"level-{question.level}")))
    return AnkiNote(f"{question.id}.{t.language}", tuple(front), tuple(back), tags)
