"""The review queue: a question that is due, its answer, and when to ask again."""

from dataclasses import dataclass, field
from datetime import datetime

import streamlit as st

from components.career.assessment import guess_chance, is_right
from components.career.content.schema import Question
from components.career.review import (
    ReviewState,
    due_states,
    fold_reviews,
    preview_due,
    recall_probability,
)
from components.interface.career.shared.dates import write_date, write_days
from components.interface.career.shared.explained import show_explained
from components.interface.career.shared.question import show_question
from components.interface.charts.percents import write_percent
from components.interface.frame import learner
from components.interface.frame.i18n import Translator
from components.interface.frame.learner import say
from components.records.learner import Answer, Learning, Rating, Review, new_id, now

KEY = "practise.card"
RATINGS: tuple[Rating, ...] = ("again", "hard", "good", "easy")


@dataclass
class Card:
    """The question under review; its facts' ids are made when it is shown."""

    question: str
    answer_id: str = field(default_factory=new_id)
    review_id: str = field(default_factory=new_id)
    given: tuple[str, ...] | None = None


def show_review_queue(t: Translator, learning: Learning) -> None:
    """Show how much is due, the first of it, or when the next will be."""
    learner.register_own_keys(KEY)
    questions = learner.content().questions
    states = {q: s for q, s in fold_reviews(learning).items() if q in questions}
    due = due_states(states.values(), now())
    card: Card | None = st.session_state.get(KEY)
    if card is not None and (card.question not in states or _is_done(card, learning)):
        card = None
    if card is None and due:
        card = st.session_state[KEY] = Card(due[0].question)
    _show_counts(t, states, due)
    if card is None:
        _show_nothing_due(t, states)
        return
    skill = learner.content().skill_by_question[card.question]
    st.caption(say(t, learner.content().skills[skill].name))
    _show_card(t, card, questions[card.question], states[card.question])


def _is_done(card: Card, learning: Learning) -> bool:
    return any(review.id == card.review_id for review in learning.reviews)


def _show_counts(t: Translator, states: dict[str, ReviewState], due: list[ReviewState]) -> None:
    at = now()
    kept = [recall_probability(state, at) for state in states.values()]
    with st.container(horizontal=True, gap="medium"):
        st.metric(t("practise.due_now"), f"{len(due):,}", width="content")
        st.metric(t("practise.in_memory"), f"{len(states):,}", width="content")
        if kept:
            share = write_percent(sum(kept) / len(kept))
            st.metric(t("practise.recall"), share, width="content", help=t("practise.recall_help"))


def _show_nothing_due(t: Translator, states: dict[str, ReviewState]) -> None:
    if states:
        at = min(state.due_at for state in states.values())
        st.info(t("practise.next_due", date=write_date(t, at)), icon=":material/event_available:")
    else:
        st.info(t("practise.no_cards"), icon=":material/inbox:")
    st.page_link("pages/career/assess.py", label=t("practise.to_assess"), icon=":material/quiz:")


def _show_card(t: Translator, card: Card, question: Question, state: ReviewState) -> None:
    if card.given is None:
        given = show_question(t, f"practise.{card.answer_id}", question, card.answer_id)
        st.button(
            t("practise.check"),
            key="practise.check",
            type="primary",
            disabled=given is None,
            on_click=_answer,
            args=(card, question, given),
        )
        return
    show_explained(t, question, card.given, card.answer_id)
    st.markdown(f"**{t('practise.how_was_it')}**")
    previews = preview_due(state, question.id, now())
    with st.container(horizontal=True, gap="small", key="practise-ratings"):
        for rating in RATINGS:
            st.button(
                f"{t(f'practise.rating_{rating}')} · {_wait(t, previews[rating])}",
                key=f"practise.rate_{rating}",
                type="primary" if rating == _suggested(card, question) else "secondary",
                on_click=_rate,
                args=(card, rating),
            )
    with st.container(width=720):
        st.caption(t("practise.rating_read"))


def _suggested(card: Card, question: Question) -> Rating:
    return "good" if is_right(question, card.given or ()) else "again"


def _wait(t: Translator, at: datetime) -> str:
    return write_days(t, (at - now()).total_seconds() / 86_400)


def _answer(card: Card, question: Question, given: tuple[str, ...]) -> None:
    skill = learner.content().skill_by_question[question.id]
    answer = Answer(
        skill,
        question.id,
        given,
        is_right(question, given),
        question.difficulty,
        guess_chance(question),
        "review",
        id=card.answer_id,
    )
    if learner.save(answer):
        card.given = given


def _rate(card: Card, rating: Rating) -> None:
    if learner.save(Review(card.question, rating, id=card.review_id)):
        st.session_state.pop(KEY, None)
