"""What a role or a posting asks for and a résumé does not show, by weight."""

import streamlit as st

from components.career.gaps import fit_to_posting, fit_to_role
from components.interface.charts.fit import BANDS, asked_bars
from components.interface.charts.percents import write_percent
from components.interface.charts.theme import CONFIG, ChartTheme
from components.interface.frame import learner
from components.interface.frame.i18n import Translator
from components.interface.frame.learner import say
from components.interface.frame.menu import SCRIPTS
from components.interface.frame.session import register_translated_options
from components.records.matching import Band, Fit, SkillMatch

POSTING = "posting"
MOST_BARS = 22


def show_gaps(
    t: Translator,
    page: str,
    matches: tuple[SkillMatch, ...],
    posting: tuple[SkillMatch, ...] | None,
    theme: ChartTheme,
) -> None:
    """Show with what to compare, the chart of what is asked for, and the way to a plan.

    Args:
        matches: Of the résumé.
        posting: Of the posting; None if there is none.
    """
    roles = learner.content().roles
    options = [*([POSTING] if posting is not None else []), *roles]
    key = f"{page}.against"
    register_translated_options(key)
    _choose_first(page, key, options, matches)
    against = st.selectbox(
        t("match.against"),
        options,
        format_func=lambda name: (
            t("match.the_posting") if name == POSTING else say(t, roles[name].name)
        ),
        key=key,
        width=420,
    )
    if against == POSTING and posting is not None:
        fit = fit_to_posting(posting, matches)
        if fit is None:
            st.info(t("match.posting_without"), icon=":material/info:")
            return
    else:
        fit = fit_to_role(roles[against], matches)
    show_fit(t, page, fit, theme)
    if against != POSTING:
        st.page_link(
            SCRIPTS["plan"][0],
            label=t("match.to_plan"),
            icon=":material/event_note:",
            query_params={"role": against},
        )


def _choose_first(page: str, key: str, options: list[str], matches: tuple[SkillMatch, ...]) -> None:
    """Begin with the posting where there is a new one, else with the role that fits best."""
    roles = learner.content().roles
    had_posting, has_posting = st.session_state.get(f"{page}.had_posting"), options[0] == POSTING
    st.session_state[f"{page}.had_posting"] = has_posting
    if has_posting and not had_posting:
        st.session_state[key] = POSTING
    elif st.session_state.get(key) not in options:
        st.session_state[key] = max(roles, key=lambda k: fit_to_role(roles[k], matches).share)


def show_fit(t: Translator, page: str, fit: Fit, theme: ChartTheme) -> None:
    """Show what is missing, weightiest first, and only then a share."""
    skills = learner.content().skills
    lacking = [gap for gap in fit.gaps if gap.band == "none"]
    with st.container(width=720):
        if lacking:
            names = t("common.separator").join(
                say(t, skills[gap.skill_id].name) for gap in lacking[:3]
            )
            st.markdown(t("match.weightiest", names=names))
        key = "match.share" if fit.share else "match.share_zero"
        st.markdown(t(key, share=write_percent(fit.share)))
    bands: dict[str, Band] = {gap.skill_id: gap.band for gap in fit.gaps}
    rows = [(skill_id, fit.weights[skill_id]) for skill_id in fit.weights][:MOST_BARS]
    figure = asked_bars(
        [say(t, skills[skill_id].name) for skill_id, _ in rows],
        [weight for _, weight in rows],
        [bands.get(skill_id, "evidence") for skill_id, _ in rows],
        {band: t(f"match.band.{band}") for band in BANDS},
        theme,
        title=t("match.asked_title"),
        axis=t("match.asked_axis"),
    )
    with st.container(width=820):
        st.plotly_chart(
            figure,
            theme=None,
            config=CONFIG,
            alt=t("match.asked_alt", shown=len(fit.shown), asked=len(fit.weights)),
            key=f"{page}.asked_chart",
        )
        st.caption(t("match.asked_read"))
