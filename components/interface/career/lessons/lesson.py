"""A lesson to read: its text, its number computed now, its live demo, and its questions."""

import streamlit as st

from components.career.assessment import guess_chance, is_right
from components.career.content.numbers import compute_number
from components.career.content.schema import Lesson, Question
from components.interface.career.roles.roles import show_sources
from components.interface.career.shared.explained import show_explained
from components.interface.career.shared.question import show_question
from components.interface.frame import learner
from components.interface.frame.i18n import Translator
from components.interface.frame.learner import say
from components.interface.frame.menu import SCRIPTS
from components.interface.frame.session import register_translated_options
from components.records.fields import Bilingual
from components.records.learner import Answer, LessonMark, new_id

STATUSES = ("todo", "doing", "done", "skip")


def show_text(t: Translator, lesson: Lesson) -> None:
    """Show goal and body, which is the project's own Markdown with formulas."""
    with st.container(width=720):
        st.markdown(f"*{say(t, lesson.goal)}*")
        st.markdown(say(t, lesson.body))


def show_number(t: Translator, lesson: Lesson) -> None:
    """Show the lesson's number with the lines that compute it, run now."""
    with st.container(width=720, border=True):
        st.markdown(f"**{t('lessons.number')}** {say(t, lesson.number.says)}")
        st.code(lesson.number.code.strip(), language="python", wrap_lines=True)
        st.caption(t("lessons.number_ran"))
        st.code(compute_number(lesson.number.code), language=None)


def demo_link(t: Translator, lesson: Lesson) -> dict[str, str]:
    """Return the parameters that bring a lesson's text and settings to its live page."""
    params = {}
    for name, value in lesson.demo.settings.items():
        shown = say(t, value) if isinstance(value, Bilingual) else value
        params[name] = str(int(shown)) if isinstance(shown, bool) else str(shown)
    if lesson.demo.text is not None:
        params["text"] = say(t, lesson.demo.text)
    return params


def show_demo(t: Translator, lesson: Lesson) -> None:
    """Offer the page that shows live what the lesson says, with its text and settings."""
    demo = lesson.demo
    if demo.page not in SCRIPTS:
        return
    with st.container(width=720, border=True):
        st.markdown(f"**{t('lessons.live')}** {say(t, demo.look_for)}")
        script, icon = SCRIPTS[demo.page]
        st.page_link(
            script,
            label=t("lessons.open", page=t(f"{demo.page}.nav")),
            icon=icon,
            query_params=demo_link(t, lesson),
        )


def show_status(t: Translator, page: str, lesson: Lesson) -> None:
    """Show how far the learner is with the lesson, and take a change."""
    saved = learner.current_learning().lesson_status().get(lesson.id, "todo")
    key = f"{page}.status_{lesson.id}"
    register_translated_options(key)
    st.session_state[key] = saved
    st.segmented_control(
        t("lessons.status"),
        STATUSES,
        format_func=lambda status: t(f"lessons.status_{status}"),
        key=key,
        required=True,
        on_change=_mark,
        args=(key, lesson.id),
    )


def _mark(key: str, lesson_id: str) -> None:
    learner.save(LessonMark(lesson_id, st.session_state[key]))


def show_questions(t: Translator, page: str, lesson: Lesson) -> None:
    """Show the questions the lesson ends in, answered in place."""
    questions = learner.content().questions
    st.subheader(t("lessons.questions"), anchor=False)
    for number, name in enumerate(lesson.questions, start=1):
        if name in questions:
            with st.container(width=760, border=True):
                st.caption(t("lessons.question_number", number=number, total=len(lesson.questions)))
                _show_question(t, page, lesson, questions[name])


def _show_question(t: Translator, page: str, lesson: Lesson, question: Question) -> None:
    key = f"{page}.{lesson.id}.{question.id}"
    seed = st.session_state.setdefault(f"{key}.fact", new_id())
    given: tuple[str, ...] | None = st.session_state.get(f"{key}.given")
    if given is not None:
        show_explained(t, question, given, seed)
        st.button(
            t("lessons.again"),
            key=f"{key}.again",
            icon=":material/refresh:",
            type="tertiary",
            on_click=_ask_again,
            args=(key,),
        )
        return
    answer = show_question(t, f"{key}.{seed}", question, seed)
    st.button(
        t("lessons.check"),
        key=f"{key}.check",
        disabled=answer is None,
        on_click=_answer,
        args=(key, question, answer),
    )


def _ask_again(key: str) -> None:
    st.session_state[f"{key}.given"] = None
    st.session_state[f"{key}.fact"] = new_id()


def _answer(key: str, question: Question, given: tuple[str, ...]) -> None:
    """Save the answer; its explanation shows once it is on the disk."""
    answer = Answer(
        learner.content().skill_by_question[question.id],
        question.id,
        given,
        is_right(question, given),
        question.difficulty,
        guess_chance(question),
        "lesson",
        id=st.session_state[f"{key}.fact"],
    )
    if learner.save(answer):
        st.session_state[f"{key}.given"] = given


def show_lesson_sources(t: Translator, lesson: Lesson) -> None:
    """Show what the lesson rests on."""
    with st.container(width=720):
        st.markdown(f"**{t('lessons.sources')}**")
        show_sources(t, lesson.sources)


def show_neighbours(t: Translator, lesson: Lesson, order: list[str]) -> None:
    """Show the way to the lessons before and after, and to the skill."""
    lessons = learner.content().lessons
    place = order.index(lesson.id)
    with st.container(horizontal=True, gap="small"):
        for step, icon in ((-1, ":material/arrow_back:"), (1, ":material/arrow_forward:")):
            if 0 <= place + step < len(order):
                other = lessons[order[place + step]]
                st.page_link(
                    SCRIPTS["lessons"][0],
                    label=learner.name_lesson(t, other),
                    icon=icon,
                    query_params={"lesson": other.id},
                )
        st.page_link(
            SCRIPTS["skills"][0],
            label=t("lessons.skill", skill=say(t, learner.content().skills[lesson.skill].name)),
            icon=":material/account_tree:",
            query_params={"skill": lesson.skill},
        )
