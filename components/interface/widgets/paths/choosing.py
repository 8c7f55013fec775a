"""Choose a role or a skill by name; links name one with `?role=` or `?skill=`."""

from collections.abc import Mapping, Sequence

import streamlit as st

from components.career.planning import find_next
from components.career.walking import AREAS, order_lessons
from components.interface import career
from components.interface.career import say
from components.interface.i18n import Translator
from components.interface.session import register_translated_options

MOST_NEXT = 8


def take_wish(page: str, name: str, options: Sequence[str]) -> None:
    """Take what a link names over into the widget `<page>.<name>`, once."""
    wish = st.query_params.get(name)
    if wish in options:
        st.session_state[f"{page}.{name}"] = wish
    if name in st.query_params:
        del st.query_params[name]


def choose_skill(t: Translator, page: str) -> str:
    """Show the skills area by area as pills, and give the chosen one's id.

    A level reached is marked; the widget's choice is kept under `<page>.skill`.
    """
    skills = career.content().skills
    key = f"{page}.skill"
    take_wish(page, "skill", list(skills))
    if st.session_state.get(key) not in skills:
        st.session_state[key] = next(iter(skills))
    for area in (area for area in AREAS if area in {skill.area for skill in skills.values()}):
        members = [skill.id for skill in skills.values() if skill.area == area]
        _show_area(t, page, area, members)
    return str(st.session_state[key])


def _show_area(t: Translator, page: str, area: str, members: Sequence[str]) -> None:
    skills = career.content().skills
    key, chosen = f"{page}.area_{area}", st.session_state[f"{page}.skill"]
    register_translated_options(key)
    st.session_state[key] = chosen if chosen in members else None
    st.pills(
        t(f"career.area.{area}").capitalize(),
        members,
        format_func=lambda skill_id: say(t, skills[skill_id].name),
        key=key,
        on_change=_take,
        args=(page, key),
    )


def _take(page: str, key: str) -> None:
    chosen = st.session_state[key]
    if chosen is not None:
        st.session_state[f"{page}.skill"] = chosen


def choose_role(t: Translator, page: str, name: str, options: Mapping[str, str]) -> str:
    """Show roles as pills and give the chosen one's id.

    Args:
        t: Translator.
        page: Stem of the page.
        name: The widget's key is `<page>.<name>`, its label the message of that key.
        options: Id → name, translated.
    """
    key = f"{page}.{name}"
    take_wish(page, name, list(options))
    if st.session_state.get(key) not in options:
        st.session_state[key] = next(iter(options))
    register_translated_options(key)
    return str(
        st.pills(
            t(key),
            list(options),
            format_func=lambda role_id: options[role_id],
            key=key,
            required=True,
            persist_state="session",
        )
    )


def show_next(t: Translator, page: str, levels: Mapping[str, int]) -> None:
    """Show what can be learnt next, once something is known of the learner."""
    skills = career.content().skills
    fringe = find_next(skills, levels)
    if not levels or not fringe:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.caption(t("skills.next"), width="content")
        for skill_id in fringe[:MOST_NEXT]:
            st.button(
                say(t, skills[skill_id].name),
                key=f"{page}.next_{skill_id}",
                type="tertiary",
                on_click=_go,
                args=(page, skill_id),
            )


def _go(page: str, skill_id: str) -> None:
    st.session_state[f"{page}.skill"] = skill_id


def lesson_order() -> list[str]:
    """Give the lessons in the order in which to read them."""
    return order_lessons(career.content())
