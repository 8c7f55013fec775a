"""The map of skills, what builds on what, and everything about one of them."""

import streamlit as st

from components.interface.career.shared.choosing import choose_skill, show_next
from components.interface.career.shared.levels import profile_levels
from components.interface.career.shared.profile_bar import show_profile_bar
from components.interface.career.skills.skill import (
    show_graph,
    show_levels_of,
    show_prerequisites,
    show_roles_of,
    show_ways,
)
from components.interface.charts.theme import chart_theme
from components.interface.frame import learner
from components.interface.frame.learner import say
from components.interface.frame.session import current_translator, theme_name
from components.interface.shared.frame import show_heading, show_how_it_works

PAGE = "skills"

t = current_translator()
theme = chart_theme(theme_name())
skills = learner.content().skills


def show_skill(skill_id: str) -> None:
    """Show one skill: the graph around it, levels, reasons, and the ways to learn it."""
    skill = skills[skill_id]
    st.subheader(say(t, skill.name), anchor=False)
    with st.container(width=720):
        st.markdown(say(t, skill.card))
    show_graph(t, PAGE, skill_id, levels, theme)
    left, right = st.columns(2, gap="large")
    with left, st.container(width=560):
        st.markdown(f"**{t('skills.levels')}**")
        show_levels_of(t, skill, levels.get(skill_id, 0))
        show_prerequisites(t, PAGE, skill)
        show_roles_of(t, skill)
    with right, st.container(width=560):
        show_ways(t, skill)


show_heading(t, PAGE)
show_profile_bar(t)
if skills:
    levels = profile_levels()
    chosen = choose_skill(t, PAGE)
    show_next(t, PAGE, levels)
    show_skill(chosen)
else:
    st.info(t("career.no_content"), icon=":material/hourglass_empty:")
show_how_it_works(t, PAGE)
