"""Roles in the field: what people do, what is asked of them, two compared, which is nearest."""

import streamlit as st

from components.interface.career.roles.roles import (
    show_levels,
    show_nearest,
    show_role,
    show_sources,
)
from components.interface.career.shared.choosing import choose_role
from components.interface.career.shared.levels import show_standpoint
from components.interface.career.shared.profile_bar import show_profile_bar
from components.interface.charts.theme import chart_theme
from components.interface.frame import learner
from components.interface.frame.learner import say
from components.interface.frame.menu import SCRIPTS
from components.interface.frame.session import current_translator, theme_name
from components.interface.shared.frame import show_heading, show_how_it_works

PAGE = "roles"
NOBODY = "none"

t = current_translator()
theme = chart_theme(theme_name())
roles = learner.content().roles


def show_roles() -> None:
    """Show one role, or two side by side."""
    names = {role_id: say(t, role.name) for role_id, role in roles.items()}
    first = choose_role(t, PAGE, "role", names)
    others = {NOBODY: t("roles.nobody")} | {k: v for k, v in names.items() if k != first}
    second = choose_role(t, PAGE, "compare", others)
    chosen = [roles[k] for k in (first, second) if k != NOBODY]
    for place, role in zip(st.columns(len(chosen), gap="large"), chosen, strict=True):
        with place, st.container(width=720):
            show_role(t, role)
            with st.container(horizontal=True, gap="small"):
                for stem, param in (("plan", "role"), ("match", "against")):
                    script, icon = SCRIPTS[stem]
                    st.page_link(
                        script,
                        label=t(f"roles.to_{stem}"),
                        icon=icon,
                        query_params={param: role.id},
                    )
    levels = show_standpoint(t, PAGE)
    show_levels(t, PAGE, chosen, levels, theme)
    show_nearest(t, PAGE, levels, theme)
    st.subheader(t("roles.evidence"), anchor=False)
    with st.container(width=720):
        for role in chosen:
            show_sources(t, role.evidence)


show_heading(t, PAGE)
show_profile_bar(t)
if roles:
    show_roles()
else:
    st.info(t("career.no_content"), icon=":material/hourglass_empty:")
show_how_it_works(t, PAGE)
