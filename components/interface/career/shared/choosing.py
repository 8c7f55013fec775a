"""Choose a role or a skill by name; links name one with `?role=` or `?skill=`."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from components.career.planning import find_next
from components.career.walking import AREAS, order_lessons
from components.interface.frame import learner
from components.interface.frame.i18n import Translator
from components.interface.frame.learner import say
from components.interface.frame.session import register_translated_options

MOST_NEXT = 8


def take_wish(page: str, name: str, options: Sequence[str]) -> None:
    """Take what a link names over into the widget `<page>.<name>`, once."""
    wish = st.query_params.get(name)
    if wish in options:
        st.session_state[f"{page}.{name}"] = wish
    if name in st.query_params:
        del st.query_params[name]


def choose_skill(t: Translator, page: str) -> str:
    """Show the areas and the skills of one of them as pills, and return the chosen skill's id.

    Skills stand in the order in which they are learnt. The choice is kept under `<page>.skill`.
    """
    content = learner.content()
    order = list(dict.fromkeys(content.lessons[one].skill for one in lesson_order()))
    order += [skill_id for skill_id in content.skills if skill_id not in order]
    key = f"{page}.skill"
    take_wish(page, "skill", order)
    if st.session_state.get(key) not in content.skills:
        st.session_state[key] = order[0]
    chosen = str(st.session_state[key])
    area = content.skills[chosen].area
    by_area = {
        area: [skill_id for skill_id in order if content.skills[skill_id].area == area]
        for area in AREAS
        if any(skill.area == area for skill in content.skills.values())
    }
    _show_pills(
        t(f"{page}.area"),
        {area: t(f"career.area.{area}").capitalize() for area in by_area},
        f"{page}.area",
        area,
        lambda wish: _go(page, by_area[wish][0]),
    )
    _show_pills(
        t(f"{page}.skill"),
        {skill_id: say(t, content.skills[skill_id].name) for skill_id in by_area[area]},
        f"{page}.in_area",
        chosen,
        lambda wish: _go(page, wish),
    )
    return chosen


def _show_pills(
    label: str, options: Mapping[str, str], key: str, chosen: str, take: Callable[[str], None]
) -> None:
    """Show options (value → label) of which the chosen one is marked; a press takes another."""
    register_translated_options(key)
    st.session_state[key] = chosen
    st.pills(
        label,
        list(options),
        format_func=lambda value: options[value],
        key=key,
        required=True,
        on_change=lambda: take(st.session_state[key]),
    )


def choose_role(t: Translator, page: str, name: str, options: Mapping[str, str]) -> str:
    """Show roles as pills and give the chosen one's id.

    Args:
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
    skills = learner.content().skills
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
    """Return the lessons in the order in which to read them."""
    return order_lessons(learner.content())
