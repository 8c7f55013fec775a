"""Short lessons: the idea, its formula, a number computed now, a live demo, and questions."""

import streamlit as st

from components.interface.career.lessons.lesson import (
    show_demo,
    show_lesson_sources,
    show_neighbours,
    show_number,
    show_questions,
    show_status,
    show_text,
)
from components.interface.career.shared.choosing import lesson_order, take_wish
from components.interface.career.shared.profile_bar import show_profile_bar
from components.interface.frame import learner
from components.interface.frame.learner import say
from components.interface.frame.session import current_translator, register_translated_options
from components.interface.shared.frame import show_heading, show_how_it_works

PAGE = "lessons"

t = current_translator()
content = learner.content()


def choose_lesson(order: list[str]) -> str:
    """Show the lessons, in an order that respects prerequisites."""
    take_wish(PAGE, "lesson", order)
    register_translated_options(f"{PAGE}.lesson")
    if st.session_state.get(f"{PAGE}.lesson") not in order:
        st.session_state[f"{PAGE}.lesson"] = order[0]
    status = learner.current_learning().lesson_status()

    def name(lesson_id: str) -> str:
        lesson = content.lessons[lesson_id]
        skill = say(t, content.skills[lesson.skill].name)
        mark = f" · {t(f'lessons.status_{status[lesson_id]}')}" if lesson_id in status else ""
        return f"{say(t, lesson.title)} · {skill}{mark}"

    return str(
        st.selectbox(
            t("lessons.lesson"),
            order,
            format_func=name,
            key=f"{PAGE}.lesson",
            persist_state="session",
            width=720,
        )
    )


show_heading(t, PAGE)
show_profile_bar(t)
order = lesson_order()
if order:
    lesson = content.lessons[choose_lesson(order)]
    st.subheader(say(t, lesson.title), anchor=False)
    st.caption(
        t(
            "lessons.facts",
            level=lesson.level,
            number=order.index(lesson.id) + 1,
            minutes=learner.lesson_minutes(t, lesson),
        )
    )
    show_text(t, lesson)
    show_number(t, lesson)
    show_demo(t, lesson)
    show_questions(t, PAGE, lesson)
    show_status(t, PAGE, lesson)
    show_lesson_sources(t, lesson)
    show_neighbours(t, lesson, order)
else:
    st.info(t("career.no_content"), icon=":material/hourglass_empty:")
show_how_it_works(t, PAGE)
