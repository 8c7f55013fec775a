"""Totals, skills and roles of the report, and the file to take home."""

from typing import Any

import streamlit as st

from components.career.content.coverage import MIN_QUESTIONS_A_SKILL
from components.career.content.faults import MIN_ESSENTIAL
from components.export.coverage_csv import coverage_csv
from components.interface.charts.parity import parity_ranges
from components.interface.charts.theme import CONFIG, ChartTheme
from components.interface.frame import learner
from components.interface.frame.i18n import Translator
from components.interface.frame.learner import say
from components.records.coverage import Coverage


def show_totals(t: Translator, page: str, coverage: Coverage) -> None:
    """Show the verdict, and how much there is of each kind beside what a first release needs."""
    taught = [concept for concept in coverage.concepts if not concept.gaps]
    key = "verdict_all" if len(taught) == len(coverage.concepts) else "verdict"
    st.subheader(
        t(f"{page}.{key}", covered=len(taught), total=len(coverage.concepts)), anchor=False
    )
    with st.container(horizontal=True, gap="small"):
        for total in coverage.totals:
            with st.container(width=104, gap="xxsmall"):
                st.metric(t(f"{page}.kind.{total.kind}"), f"{total.count:,}")
                reached = "goal_reached" if total.count >= total.goal else "goal"
                st.caption(t(f"{page}.{reached}", goal=total.goal))
    st.caption(t(f"{page}.goals_read"))


def show_skills(t: Translator, page: str, coverage: Coverage) -> None:
    """Show one row per skill: lessons, questions, resources, hours, and what is missing."""
    skills, hours = learner.content().skills, learner.hours()
    rows = coverage.skills
    data: dict[str, list[Any]] = {
        "skill": [say(t, skills[row.skill_id].name) for row in rows],
        "lessons": [row.num_lessons for row in rows],
        "questions": [row.num_questions for row in rows],
        "resources": [row.num_resources for row in rows],
        "hours": [f"{hours[row.skill_id].low}–{hours[row.skill_id].high}" for row in rows],
        "missing": [_name_gaps(t, page, row.gaps) for row in rows],
    }
    _show_table(t, page, "skills", data)
    st.caption(t(f"{page}.skills_read", questions=MIN_QUESTIONS_A_SKILL))


def show_roles(t: Translator, page: str, coverage: Coverage) -> None:
    """Show one row per role: essential and optional skills, and what is missing."""
    roles = learner.content().roles
    rows = coverage.roles
    data: dict[str, list[Any]] = {
        "role": [say(t, roles[row.role_id].name) for row in rows],
        "essential": [row.num_essential for row in rows],
        "optional": [row.num_optional for row in rows],
        "missing": [_name_gaps(t, page, row.gaps) for row in rows],
    }
    _show_table(t, page, "roles", data)
    st.caption(t(f"{page}.roles_read", essential=MIN_ESSENTIAL))


def _name_gaps(t: Translator, page: str, gaps: tuple[str, ...]) -> str:
    return t("common.separator").join(t(f"{page}.gap.{gap}") for gap in gaps)


def _show_table(t: Translator, page: str, name: str, data: dict[str, list[Any]]) -> None:
    words = ("skill", "role", "missing")
    shown = {k: values for k, values in data.items() if k != "missing" or any(values)}
    config: dict[str, Any] = {
        column: st.column_config.TextColumn(
            t(f"{page}.column.{column}"), alignment="left", width=220 if column != "role" else 280
        )
        if column in words
        else st.column_config.Column(t(f"{page}.column.{column}"), alignment="right")
        for column in shown
    }
    with st.container(width=760):
        st.dataframe(
            shown,
            hide_index=True,
            column_config=config,
            key=f"{page}.{name}_table",
            alt=t(f"{page}.{name}_alt", count=len(next(iter(data.values())))),
        )


def show_parity(t: Translator, page: str, coverage: Coverage, theme: ChartTheme) -> None:
    """Show how the lengths of the two languages compare, kind by kind."""
    kinds = [parity for parity in coverage.parity if parity.quartiles]
    names = [t(f"{page}.kind.{parity.folder}") for parity in kinds]
    with st.container(width=760):
        st.plotly_chart(
            parity_ranges(
                names,
                kinds,
                theme,
                title=t(f"{page}.parity_title"),
                axis=t(f"{page}.parity_axis"),
                hover=t(f"{page}.parity_hover"),
            ),
            theme=None,
            config=CONFIG,
            alt=t(
                f"{page}.parity_alt",
                values=t("common.separator").join(
                    f"{name} {parity.quartiles[1]:.2f}"
                    for name, parity in zip(names, kinds, strict=True)
                    if parity.quartiles
                ),
            ),
            key=f"{page}.parity_chart",
        )
        st.caption(t(f"{page}.parity_read"))


def show_download(t: Translator, page: str, coverage: Coverage) -> None:
    """Show the whole report as a file."""
    content = learner.content()
    names = {
        **{f"concept {k}": say(t, concept.name) for k, concept in content.concepts.items()},
        **{f"skill {k}": say(t, skill.name) for k, skill in content.skills.items()},
        **{f"role {k}": say(t, role.name) for k, role in content.roles.items()},
    }
    hours = {k: (found.low, found.high) for k, found in learner.hours().items()}
    st.download_button(
        t(f"{page}.download"),
        coverage_csv(coverage, names, hours),
        file_name="coverage.csv",
        mime="text/csv",
        key=f"{page}.download",
        icon=":material/download:",
        on_click="ignore",
    )
