"""A skill to look at: what it is, what it builds on and why, how long it takes, how to learn it."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from components.career.content.schema import Skill
from components.career.walking import REACH, find_neighbourhood
from components.interface.charts.skills import Node, skill_graph
from components.interface.charts.theme import CONFIG, ChartTheme
from components.interface.frame import learner
from components.interface.frame.i18n import Translator
from components.interface.frame.learner import say
from components.interface.frame.menu import SCRIPTS


def show_graph(
    t: Translator, page: str, skill_id: str, levels: Mapping[str, int], theme: ChartTheme
) -> None:
    """Show the graph around a skill; pressing a node walks there."""
    skills = learner.content().skills
    columns, edges = find_neighbourhood(skills, skill_id)
    nodes = [
        Node(k, say(t, skills[k].name), column, levels.get(k, 0)) for k, column in columns.items()
    ]
    figure = skill_graph(
        nodes,
        edges,
        theme,
        title=t("skills.graph_title", skill=say(t, skills[skill_id].name)),
        columns={c: t(f"skills.column.{c + REACH}") for c in range(-REACH, REACH + 1)},
    )
    key = f"{page}.graph_{skill_id}"
    st.plotly_chart(
        figure,
        theme=None,
        config=CONFIG,
        alt=t("skills.graph_alt", count=len(nodes)),
        key=key,
        on_select=lambda: _walk(page, key),
        selection_mode="points",
    )
    st.caption(t("skills.graph_read"))


def _walk(page: str, key: str) -> None:
    """Go to the skill whose node was pressed."""
    chosen: Any = st.session_state.get(key)
    points = chosen["selection"]["points"] if chosen else []
    wish = points[0].get("customdata") if points else None
    wish = wish[0] if isinstance(wish, list) else wish
    if wish in learner.content().skills:
        st.session_state[f"{page}.skill"] = wish


def go_to(page: str, skill_id: str) -> None:
    """Walk to a skill on this page."""
    st.session_state[f"{page}.skill"] = skill_id


def show_prerequisites(t: Translator, page: str, skill: Skill) -> None:
    """Show what the skill builds on, each with its reason, and what builds on it."""
    skills = learner.content().skills
    st.markdown(f"**{t('skills.builds_on')}**")
    if not skill.requires:
        st.caption(t("skills.builds_on_nothing"))
    for before in skill.requires:
        with st.container(gap="xxsmall"):
            _show_step(t, page, before.skill)
            st.caption(say(t, before.why))
    later = [
        other.id
        for other in skills.values()
        if skill.id in {before.skill for before in other.requires}
    ]
    if later:
        st.markdown(f"**{t('skills.opens')}**")
        with st.container(horizontal=True, gap="small"):
            for skill_id in later:
                _show_step(t, page, skill_id)


def _show_step(t: Translator, page: str, skill_id: str) -> None:
    st.button(
        say(t, learner.content().skills[skill_id].name),
        key=f"{page}.go_{skill_id}",
        type="tertiary",
        icon=":material/arrow_forward:",
        on_click=go_to,
        args=(page, skill_id),
    )


def show_levels_of(t: Translator, skill: Skill, own: int) -> None:
    """Show what one can do at each level, the own one marked."""
    for level, meaning in skill.levels.items():
        mark = f" :green-badge[{t('skills.yours')}]" if level == own else ""
        st.markdown(f"**{level}** · {say(t, meaning)}{mark}")
    hours = learner.hours()[skill.id]
    st.caption(t("skills.hours", low=hours.low, high=hours.high))


def show_ways(t: Translator, skill: Skill) -> None:
    """Show lessons, demos, quiz, resources, other names, and the roles that ask for the skill."""
    content = learner.content()
    lessons = content.lessons_of(skill.id)
    demos = [stem for stem in skill.demos if stem in SCRIPTS]
    if lessons or demos:
        st.markdown(f"**{t('skills.here')}**")
    for lesson in lessons:
        st.page_link(
            SCRIPTS["lessons"][0],
            label=learner.name_lesson(t, lesson),
            icon=":material/menu_book:",
            query_params={"lesson": lesson.id},
        )
    for stem in demos:
        script, icon = SCRIPTS[stem]
        st.page_link(script, label=t(f"{stem}.nav"), icon=icon)
    questions = content.questions_of(skill.id)
    if questions:
        st.page_link(
            SCRIPTS["assess"][0],
            label=t("match.check", count=len(questions)),
            icon=":material/quiz:",
            query_params={"skill": skill.id},
        )
    st.markdown(f"**{t('skills.elsewhere')}**")
    for resource in skill.resources:
        kind = t(f"skills.kind.{resource.kind}")
        about = t(
            "skills.resource",
            kind=kind,
            language=t(f"language.{resource.lang}"),
            minutes=resource.minutes,
            level=resource.level,
        )
        st.markdown(f"- [{resource.title}]({resource.url})  \n  :small[{about}]")
    names = [*skill.aliases.en, *skill.aliases.zh]
    st.markdown(f"**{t('skills.names')}**")
    st.caption(t("common.separator").join(names))


def show_roles_of(t: Translator, skill: Skill) -> None:
    """Show the roles that ask for the skill, and at which level."""
    st.markdown(f"**{t('skills.roles')}**")
    with st.container(horizontal=True, gap="small"):
        for role in learner.content().roles.values():
            need = next((need for need in role.skills if need.id == skill.id), None)
            if need is not None:
                st.page_link(
                    SCRIPTS["roles"][0],
                    label=t("skills.role", role=say(t, role.name), level=need.level),
                    query_params={"role": role.id},
                )
