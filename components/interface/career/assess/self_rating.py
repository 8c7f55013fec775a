"""What a learner claims: one choice of four levels a skill, saved at once."""

from collections.abc import Mapping, Sequence

import streamlit as st

from components.career.content.schema import Skill
from components.interface.frame import learner
from components.interface.frame.i18n import Translator
from components.interface.frame.learner import say
from components.interface.frame.session import register_translated_options
from components.records.learner import SelfRating, new_id

LEVELS = (0, 1, 2, 3)


def show_self_rating(t: Translator, skill: Skill, claimed: int | None, *, label: str) -> None:
    """Show the four levels with what they mean; the choice is saved.

    Args:
        skill: Which.
        claimed: The level claimed last.
        label: What stands over the choice.
    """
    key = f"assess.claim_{skill.id}"
    register_translated_options(key)
    st.session_state[key] = claimed
    st.segmented_control(
        label,
        LEVELS,
        format_func=lambda level: t(f"assess.level_{level}"),
        key=key,
        on_change=_claim,
        args=(skill.id, key, new_id()),
    )


def _claim(skill: str, key: str, fact: str) -> None:
    level = st.session_state.get(key)
    if level is not None:
        learner.save(SelfRating(skill, level, id=fact))


def show_many_ratings(
    t: Translator, skills: Sequence[Skill], claims: Mapping[str, int], *, skip: str
) -> None:
    """Show the folded list of an area's skills, each with its levels.

    Args:
        skills: All.
        claims: Skill → the level claimed last.
        skip: The skill whose levels stand on the page already.
    """
    areas = list(dict.fromkeys(skill.area for skill in skills))
    with st.expander(t("assess.rate_many"), on_change="rerun", key="assess.rate_many") as fold:
        if not fold.open:
            return
        register_translated_options("assess.area")
        area = st.pills(
            t("assess.area"),
            areas,
            format_func=lambda name: t(f"career.area.{name}"),
            key="assess.area",
            default=areas[0],
            persist_state="session",
        )
        st.caption(t("assess.level_meaning"))
        for skill in skills:
            if skill.area == area and skill.id != skip:
                show_self_rating(t, skill, claims.get(skill.id), label=say(t, skill.name))
