"""One adaptive quiz in the session: its questions, its explanations, its end."""

import streamlit as st

from components.career.assessment import demonstrated_level, level_of, recently_asked
from components.career.content.schema import Question, Skill
from components.interface.career.shared.explained import show_explained
from components.interface.career.shared.question import show_question
from components.interface.charts.quiz import estimate_path
from components.interface.charts.theme import CONFIG, ChartTheme
from components.interface.frame import learner
from components.interface.frame.i18n import Translator
from components.records.learner import Learning, now
from components.service.quiz import Quiz

KEY = "assess.quiz"


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
    learner.register_own_keys(KEY)
    st.session_state[KEY] = Quiz.begin(skill, answers, open_questions(learning, skill))


def _ask_next(quiz: Quiz) -> None:
    quiz.ask_next(open_questions(learner.current_learning(), quiz.skill))


def show_quiz(t: Translator, quiz: Quiz, skill: Skill, theme: ChartTheme) -> None:
    """Show the present question, its explanation once it is answered, or the end."""
    if quiz.is_ended or quiz.asked[-1] not in learner.content().questions:
        _show_end(t, quiz, skill, theme)
        return
    question = learner.content().questions[quiz.asked[-1]]
    left = open_questions(learner.current_learning(), quiz.skill)
    st.caption(t("assess.question_number", number=len(quiz.asked), count=quiz.count(left)))
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
    answer = quiz.answer_to(question, given)
    if learner.save(answer):
        quiz.take(answer, learner.current_learning().answers)


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
