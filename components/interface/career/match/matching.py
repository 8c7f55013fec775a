"""Compare the texts of the match page with skills, once a text, and keep what the visitor wants."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from components.career.matching import load_thresholds, match_skills
from components.interface.career.shared.embedding import embed_while
from components.interface.career.shared.levels import LEVEL_OF_BAND
from components.interface.frame import learner, runtime
from components.interface.frame.i18n import Translator
from components.interface.frame.session import keep
from components.interface.shared.notices import show_refusal
from components.interface.shared.waiting import WaitingBar, waiting
from components.records.learner import SelfRating
from components.records.matching import SkillMatch
from components.records.refusal import Refusal
from components.service.vectors import line_embeds
from components.text.cleaning import CleanText


@dataclass(frozen=True)
class Found:
    """Matches of both texts; those of the posting are None if there is none."""

    resume: tuple[SkillMatch, ...]
    posting: tuple[SkillMatch, ...] | None


def match_texts(
    t: Translator, page: str, resume: CleanText | None, posting: CleanText | None
) -> Found | None:
    """Return the matches, computed now or kept from the last run with the same texts.

    Returns:
        None if there is no résumé or no answer, after saying why.
    """
    if resume is None:
        st.info(t("match.begin"), icon=":material/edit:")
        return None
    asked = (resume.text, posting.text if posting else None)
    try:
        return keep(f"{page}.answer", asked, lambda: _find_matches(t, *asked))
    except Refusal as refusal:
        show_refusal(t, refusal)
        return None


def _find_matches(t: Translator, resume: str, posting: str | None) -> Found:
    with waiting(t) as watch:
        return Found(_match(resume, watch), _match(posting, watch) if posting else None)


def _match(text: str, watch: WaitingBar) -> tuple[SkillMatch, ...]:
    embeds = line_embeds(embed_while(watch), runtime.kept_vectors())
    return match_skills(text, learner.content().skills, embeds, load_thresholds())


def show_save(t: Translator, page: str, matches: Sequence[SkillMatch]) -> None:
    """Offer to keep the levels, not the text, as the learner's own rating."""
    claimed = learner.current_learning().claimed_levels()
    ratings = {
        match.skill_id: LEVEL_OF_BAND[match.band]
        for match in matches
        if LEVEL_OF_BAND[match.band] > claimed.get(match.skill_id, 0)
    }
    if st.session_state.pop(f"{page}.saved", False):
        st.success(t("match.saved"), icon=":material/check_circle:")
    elif ratings:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.button(
                t("match.save", count=len(ratings)),
                key=f"{page}.save",
                icon=":material/person_check:",
                on_click=_save,
                args=(page, ratings),
            )
            st.caption(t("match.save_what"), width="content")


def _save(page: str, ratings: dict[str, int]) -> None:
    facts = [SelfRating(skill, level) for skill, level in ratings.items()]
    st.session_state[f"{page}.saved"] = learner.save(*facts)
