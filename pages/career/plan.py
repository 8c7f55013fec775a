"""From what is missing to dated weeks: a plan that can be tested out of, replanned and exported."""

from datetime import timedelta

import streamlit as st

from components.interface.career.plan.planning import (
    Settings,
    compute_plan,
    show_change,
    show_files,
    show_known,
    show_plan,
    show_what_if,
)
from components.interface.career.shared.dates import local
from components.interface.career.shared.levels import show_standpoint
from components.interface.career.shared.profile_bar import show_profile_bar
from components.interface.charts.theme import chart_theme
from components.interface.frame import learner
from components.interface.frame.learner import say
from components.interface.frame.permalink import Setting
from components.interface.frame.session import (
    current_translator,
    register_translated_options,
    theme_name,
)
from components.interface.shared.frame import (
    restore_from_link,
    show_heading,
    show_how_it_works,
)
from components.records.learner import now

PAGE = "plan"
HOURS = (1, 40, 8)

t = current_translator()
theme = chart_theme(theme_name())
roles = learner.content().roles


def show_settings() -> Settings:
    """Show role, pace, first day, and where the learner stands."""
    register_translated_options(f"{PAGE}.role")
    low, high, usual = HOURS
    st.session_state.setdefault(f"{PAGE}.hours", usual)
    with st.container(width=900):
        role, hours, start = st.columns([3, 3, 2], gap="medium")
        with role:
            role_id = st.selectbox(
                t("plan.role"),
                list(roles),
                format_func=lambda role_id: say(t, roles[role_id].name),
                key=f"{PAGE}.role",
                persist_state="session",
            )
        with hours:
            hours_per_week = st.slider(
                t("plan.hours"), low, high, key=f"{PAGE}.hours", persist_state="session"
            )
        with start:
            today = local(now()).date()
            day = st.date_input(
                t("plan.start"),
                today,
                min_value=today - timedelta(days=365),
                max_value=today + timedelta(days=365),
                key=f"{PAGE}.start",
                format="YYYY-MM-DD",
            )
        levels = show_standpoint(t, PAGE)
        return show_known(t, PAGE, Settings(str(role_id), hours_per_week, day or today, levels))


if roles:
    restore_from_link(
        PAGE,
        [
            Setting("role", next(iter(roles)), options=list(roles)),
            Setting("hours", HOURS[2], HOURS[0], HOURS[1]),
        ],
    )
show_heading(t, PAGE)
show_profile_bar(t)
if roles:
    settings = show_settings()
    plan = compute_plan(settings)
    show_change(t, settings, plan)
    if plan.steps:
        show_plan(t, PAGE, plan, theme)
        show_files(t, PAGE, settings, plan)
    else:
        st.success(t(f"{PAGE}.nothing_lacks"), icon=":material/check_circle:")
    show_what_if(t, PAGE, settings, theme)
else:
    st.info(t("career.no_content"), icon=":material/hourglass_empty:")
show_how_it_works(t, PAGE)
