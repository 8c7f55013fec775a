"""One adaptive quiz: its state in the session, its questions, its end."""

from dataclasses import dataclass, field

import streamlit as st

from components.career.assessment import (
    MOST,
    Ability,
    choose_question,
    demonstrated_level,
    estimate_ability,
    guess_chance,
    is_over,
    is_right,
    level_of,
    recently_asked,
)
from components.career.content.schema import Question, Skill
from components.interface.career.shared.explained import show_explained
from components.interface.career.shared.question import show_question
from components.interface.charts.quiz import estimate_path
from components.interface.charts.theme import CONFIG, ChartTheme
from components.interface.frame import learner
from components.interface.frame.i18n import Translator
from components.records.learner import Answer, Learning, new_id, now

KEY = "assess.quiz"


@dataclass
class Quiz:
    """A quiz under way; a question's `fact` is made when it is asked, so that a retry saves once.

    Attributes:
        skill: What is tested.
        abilities: Before the first answer and after each.
        asked: Ids of the questions so far, the present one last.
        right: Whether each answer was.
        fact: Id of the present answer.
        given: The present answer once it is saved.
        is_ended: True if the learner ended it or nothing is left to ask.
    """

    skill: str
    abilities: list[Ability]
    asked: list[str] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    fact: str = ""
    given: tuple[str, ...] | None = None
    is_ended: bool = False


def current_quiz(skill: str) -> Quiz | None:
    """Return the quiz of a skill that is under way in this session."""
    quiz: Quiz | None = st.session_state.get(KEY)
    return quiz if quiz is not None and quiz.skill == skill else None


def open_questions(learning: Learning, skill: str) -> list[Question]:
    """List a skill's questions that were not answered in the last week."""
    recent = recently_asked(learning.answers, now())
    return [q for q in learner.content().questions_of(skill) if q.id not in recent]


def start_quiz(skill: str) -> None:
    """Begin a quiz of a skill, in place of the one before."""
    learning = learner.current_learning()
    answers = [answer for answer in learning.answers if answer.skill == skill]
    quiz = Quiz(skill, [estimate_ability(answers)])
    learner.register_own_keys(KEY)
    st.session_state[KEY] = quiz
    _ask_next(quiz)


def _ask_next(quiz: Quiz) -> None:
    left = open_questions(learner.current_learning(), quiz.skill)
    question = choose_question(quiz.abilities[-1].theta, left, quiz.asked)
    quiz.given, quiz.fact = None, new_id()
    if question is None or is_over([ability.theta for ability in quiz.abilities]):
        quiz.is_ended = True
    else:
        quiz.asked.append(question.id)


def show_quiz(t: Translator, quiz: Quiz, skill: Skill, theme: ChartTheme) -> None:
    """Show the present question, its explanation once it is answered, or the end."""
    if quiz.is_ended or quiz.asked[-1] not in learner.content().questions:
        _show_end(t, quiz, skill, theme)
        return
    question = learner.content().questions[quiz.asked[-1]]
    left = open_questions(learner.current_learning(), quiz.skill)
    most = len(quiz.right) + sum(q.id not in quiz.asked[: len(quiz.right)] for q in left)
    count = min(MOST, most)
    st.caption(t("assess.question_number", number=len(quiz.asked), count=count))
    if quiz.given is None:
        given = show_question(t, f"assess.{quiz.fact}", question, quiz.fact)
        with st.container(horizontal=True, gap="small"):
            st.button(
                t("assess.check"),
                key="assess.check",
                type="primary",
                disabled=given is None,
                on_click=_answer,
                args=(quiz, question, given),
            )
            _show_ending(t, quiz)
    else:
        show_explained(t, question, quiz.given, quiz.fact)
        st.caption(f":material/check: {t('career.saved')}")
        with st.container(horizontal=True, gap="small"):
            st.button(
                t("assess.next"),
                key="assess.next",
                type="primary",
                icon=":material/arrow_forward:",
                icon_position="right",
                on_click=_ask_next,
                args=(quiz,),
            )
            _show_ending(t, quiz)


def _show_ending(t: Translator, quiz: Quiz) -> None:
    st.button(t("assess.end"), key="assess.end", type="tertiary", on_click=_end, args=(quiz,))


def _end(quiz: Quiz) -> None:
    quiz.is_ended = True
    if not quiz.right:
        st.session_state.pop(KEY, None)


def _answer(quiz: Quiz, question: Question, given: tuple[str, ...]) -> None:
    """Save the answer; the quiz goes on only when it is on the disk."""
    answer = Answer(
        quiz.skill,
        question.id,
        given,
        is_right(question, given),
        question.difficulty,
        guess_chance(question),
        "quiz",
        id=quiz.fact,
    )
    if not learner.save(answer):
        return
    learning = learner.current_learning()
    quiz.given = given
    quiz.right.append(answer.is_right)
    quiz.abilities.append(estimate_ability(a for a in learning.answers if a.skill == quiz.skill))


def _show_end(t: Translator, quiz: Quiz, skill: Skill, theme: ChartTheme) -> None:
    level = demonstrated_level(quiz.abilities[-1])
    st.subheader(
        t("assess.result", right=sum(quiz.right), count=len(quiz.right), level=f"{level:.1f}"),
        anchor=False,
    )
    with st.container(width=720):
        st.markdown(describe_level(t, skill, level))
        figure = estimate_path(
            [level_of(ability.theta) for ability in quiz.abilities],
            [demonstrated_level(ability) for ability in quiz.abilities],
            quiz.right,
            theme,
            t("assess.path_title"),
            t("assess.path_x"),
            t("assess.level_axis"),
            _path_names(t),
        )
        st.plotly_chart(
            figure,
            theme=None,
            config=CONFIG,
            alt=t("assess.path_alt", count=len(quiz.right), level=f"{level:.1f}"),
            key="assess.path",
        )
        st.caption(t("assess.path_read"))


def _path_names(t: Translator) -> tuple[str, str, str, str]:
    return (
        t("assess.path_estimate"),
        t("assess.path_cautious"),
        t("assess.path_right"),
        t("assess.path_wrong"),
    )


def describe_level(t: Translator, skill: Skill, level: float) -> str:
    """Say in the skill's own words what has been shown, and what comes next."""
    reached = [meaning for number, meaning in sorted(skill.levels.items()) if number <= level]
    following = [meaning for number, meaning in sorted(skill.levels.items()) if number > level]
    said = t("assess.shown_nothing")
    if reached:
        said = t("assess.shown", what=learner.say(t, reached[-1]))
    if following:
        said += " " + t("assess.not_yet", what=learner.say(t, following[0]))
    return said
