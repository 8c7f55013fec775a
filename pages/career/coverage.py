"""What is covered: concepts, skills and roles with what they have, and how long it all takes."""

import streamlit as st

from components.interface.career.coverage.concepts import show_concepts
from components.interface.career.coverage.rule import show_rule
from components.interface.career.coverage.tables import (
    show_download,
    show_parity,
    show_roles,
    show_skills,
    show_totals,
)
from components.interface.charts.theme import chart_theme
from components.interface.frame import learner
from components.interface.frame.session import current_translator, theme_name
from components.interface.shared.frame import show_heading, show_how_it_works
from components.records.coverage import Coverage

PAGE = "coverage"

t = current_translator()
theme = chart_theme(theme_name())


def show_report(coverage: Coverage) -> None:
    """Show the report from the whole to its parts."""
    show_totals(t, PAGE, coverage)
    if coverage.concepts:
        st.subheader(t("coverage.concepts_title"), anchor=False)
        show_concepts(t, PAGE, coverage.concepts)
    if coverage.skills:
        st.subheader(t("coverage.skills_title"), anchor=False)
        show_skills(t, PAGE, coverage)
    if coverage.roles:
        st.subheader(t("coverage.roles_title"), anchor=False)
        show_roles(t, PAGE, coverage)
    if any(kind.quartiles for kind in coverage.parity):
        st.subheader(t("coverage.languages_title"), anchor=False)
        show_parity(t, PAGE, coverage, theme)
    st.subheader(t("coverage.rule_title"), anchor=False)
    show_rule(t, PAGE)
    show_download(t, PAGE, coverage)


show_heading(t, PAGE)
report = learner.coverage()
if any(total.count for total in report.totals):
    show_report(report)
else:
    st.info(t("career.no_content"), icon=":material/hourglass_empty:")
show_how_it_works(t, PAGE)
