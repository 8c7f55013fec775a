"""Where a learner stands: the chart of claimed, demonstrated and retained levels."""

from collections.abc import Mapping

import streamlit as st

from components.interface.charts.mastery import MasteryLabels, skill_mastery
from components.interface.charts.theme import CONFIG, ChartTheme
from components.interface.frame import learner
from components.interface.frame.i18n import Translator
from components.records.mastery import SkillMastery

FIRST_ROWS = 12


def show_standing(
    t: Translator, page: str, mastery: Mapping[str, SkillMastery], theme: ChartTheme
) -> None:
    """Show the chart, the skills with the widest gap between claim and proof on top.

    Args:
        mastery: Skill → mastery; skills that are no longer in the content are left out.
    """
    skills = learner.content().skills
    rows = [(learner.say(t, skills[s].name), m) for s, m in mastery.items() if s in skills]
    rows.sort(key=lambda row: (row[1].demonstrated is None, -_gap(row[1]), row[0]))
    if not rows:
        st.caption(t("career.standing_empty"))
        return
    with st.container(width=820):
        place = st.container()
        wants_all = len(rows) > FIRST_ROWS and st.toggle(
            t("career.show_all", count=len(rows)), key=f"{page}.show_all"
        )
        shown = rows if wants_all else rows[:FIRST_ROWS]
        place.plotly_chart(
            skill_mastery(shown, _labels(t), theme),
            theme=None,
            config=CONFIG,
            alt=t("career.standing_alt", values=_write_values(t, shown)),
            key=f"{page}.standing",
        )
        st.caption(t("career.standing_read"))


def _gap(mastery: SkillMastery) -> float:
    return abs((mastery.claimed or 0) - (mastery.retained or 0))


def _labels(t: Translator) -> MasteryLabels:
    return MasteryLabels(
        t("career.standing_chart"),
        t("career.level_axis"),
        t("career.claimed"),
        t("career.demonstrated"),
        t("career.retained"),
    )


def _write_values(t: Translator, rows: list[tuple[str, SkillMastery]]) -> str:
    return "; ".join(
        f"{name}: {t('career.claimed')} {_write(m.claimed)}, "
        f"{t('career.demonstrated')} {_write(m.demonstrated)}, "
        f"{t('career.retained')} {_write(m.retained)}"
        for name, m in rows
    )


def _write(level: float | None) -> str:
    return "–" if level is None else f"{level:.1f}"
