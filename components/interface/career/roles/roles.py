"""A role to look at: what such people do, what is asked of them, where that is known from."""

from collections.abc import Mapping, Sequence

import streamlit as st

from components.career.content.fields import Source
from components.career.content.schema import Role
from components.career.planning import compute_role_fit
from components.interface.charts.fit import role_fits
from components.interface.charts.percents import write_percent
from components.interface.charts.skills import LEVELS, RoleLevels, level_bars
from components.interface.charts.theme import CONFIG, ChartTheme
from components.interface.frame import learner
from components.interface.frame.i18n import Translator
from components.interface.frame.learner import say
from components.interface.frame.menu import SCRIPTS


def show_role(t: Translator, role: Role) -> None:
    """Show what people in a role do, and one of their days."""
    st.subheader(say(t, role.name), anchor=False)
    st.markdown(say(t, role.summary))
    st.markdown("\n".join(f"- {say(t, line)}" for line in role.does))
    st.markdown(f"**{t('roles.day')}**")
    st.markdown("> " + say(t, role.day).strip().replace("\n", "\n> "))


def show_sources(t: Translator, sources: Sequence[Source]) -> None:
    """Show the content's links, each with the reason to follow it."""
    for source in sources:
        note = f" · {say(t, source.note)}" if source.note else ""
        st.markdown(f"- [{source.title}]({source.url}){note}")


def show_levels(
    t: Translator,
    page: str,
    roles: Sequence[Role],
    own: Mapping[str, int],
    theme: ChartTheme,
) -> None:
    """Show the levels that one or two roles ask for, and one's own.

    Args:
        roles: One or two.
        own: Skill → own level.
    """
    skills = learner.content().skills
    needs = [{need.id: need for need in role.skills} for role in roles]
    order = sorted({k for found in needs for k in found}, key=lambda k: _rank(needs, k))
    figure = level_bars(
        [say(t, skills[k].name) for k in order],
        [
            RoleLevels(
                say(t, role.name),
                [found[k].level if k in found else 0 for k in order],
                [k in found and found[k].need == "essential" for k in order],
            )
            for role, found in zip(roles, needs, strict=True)
        ],
        [own.get(k, 0) for k in order] if own else None,
        {
            "optional": t("roles.optional"),
            "own": t("roles.own"),
            "axis": t("roles.level_axis"),
            **{f"level.{level}": t(f"roles.level.{level}") for level in LEVELS},
        },
        theme,
        title=t("roles.levels_title"),
    )
    with st.container(width=860):
        st.plotly_chart(
            figure,
            theme=None,
            config=CONFIG,
            alt=t("roles.levels_alt", count=len(order)),
            key=f"{page}.levels_chart",
        )
        st.caption(t("roles.levels_read"))
    with st.container(horizontal=True, gap="small"):
        for k in order:
            st.page_link(
                SCRIPTS["skills"][0], label=say(t, skills[k].name), query_params={"skill": k}
            )


def _rank(needs: Sequence[Mapping[str, object]], skill_id: str) -> tuple[float, str]:
    weights = [
        getattr(found[skill_id], "weight", 0)
        + (getattr(found[skill_id], "need", "") == "essential") * 3
        for found in needs
        if skill_id in found
    ]
    return -max(weights), skill_id


def show_nearest(t: Translator, page: str, levels: Mapping[str, int], theme: ChartTheme) -> None:
    """Show which role is nearest, or how to find out."""
    st.subheader(t("roles.nearest_title"), anchor=False)
    if not levels:
        with st.container(width=720):
            st.markdown(t("roles.nearest_unknown"))
        with st.container(horizontal=True, gap="small"):
            for stem in ("assess", "match"):
                script, icon = SCRIPTS[stem]
                st.page_link(script, label=t(f"{stem}.nav"), icon=icon)
        return
    roles = learner.content().roles
    fits = {k: compute_role_fit(role, levels) for k, role in roles.items()}
    order = sorted(roles, key=lambda k: (-fits[k], k))
    with st.container(width=820):
        st.markdown(t("roles.nearest", role=say(t, roles[order[0]].name)))
        st.plotly_chart(
            role_fits(
                [say(t, roles[k].name) for k in order],
                [fits[k] for k in order],
                theme,
                title=t("roles.fit_title"),
                axis=t("plan.fit_axis"),
            ),
            theme=None,
            config=CONFIG,
            alt=t(
                "roles.fit_alt",
                values=t("common.separator").join(
                    f"{say(t, roles[k].name)} {write_percent(fits[k])}" for k in order
                ),
            ),
            key=f"{page}.fit_chart",
        )
        st.caption(t("roles.fit_read"))
