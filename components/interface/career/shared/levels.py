"""Where a learner stands: levels from the profile, or from the résumé that was just compared."""

from collections.abc import Iterable, Mapping

import streamlit as st

from components.interface.frame import learner
from components.interface.frame.i18n import Translator
from components.interface.frame.session import register_translated_options
from components.records.matching import Band, SkillMatch

MATCHED = "match.levels"
LEVEL_OF_BAND: Mapping[Band, int] = {"evidence": 2, "possible": 1, "none": 0}
"""What a line of a résumé is taken for until a quiz says more: a use of the skill is level 2."""


def keep_matched_levels(matches: Iterable[SkillMatch]) -> None:
    """Keep, for this session alone, the levels that a résumé speaks for."""
    st.session_state[MATCHED] = {
        match.skill_id: LEVEL_OF_BAND[match.band] for match in matches if match.band != "none"
    }


def matched_levels() -> dict[str, int]:
    """Return the levels of the résumé compared in this session; empty before."""
    levels: dict[str, int] = st.session_state.get(MATCHED, {})
    return levels


def profile_levels() -> dict[str, int]:
    """Return skill → level of this session's learner, as far as there is one."""
    mastery = learner.current_mastery()
    return {skill: found.level for skill, found in mastery.items() if found.level}


def show_standpoint(t: Translator, page: str) -> dict[str, int]:
    """Show where the levels come from, and give them.

    The profile and the résumé add up: the higher level of a skill counts. With neither, or where
    there is neither, the way begins at nothing.

    Args:
        page: Stem of the page; the widget's key is `<page>.standpoint`.
    """
    own, matched = profile_levels(), matched_levels()
    sources = {name: levels for name, levels in (("profile", own), ("match", matched)) if levels}
    key = f"{page}.standpoint"
    if not sources:
        return {}
    register_translated_options(key)
    chosen = st.pills(
        t("paths.standpoint"),
        list(sources),
        format_func=lambda name: t(f"paths.standpoint_{name}"),
        default=list(sources),
        selection_mode="multi",
        key=key,
        help=t("paths.standpoint_help"),
    )
    parts = [sources[name] for name in chosen if name in sources]
    return {
        skill: max(levels.get(skill, 0) for levels in parts)
        for skill in {skill for levels in parts for skill in levels}
    }
