"""Skills found in a document, in three bands, each with the line that shows it."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from components.career.content.schema import Skill
from components.career.matching import load_measures
from components.interface.charts.fit import BANDS
from components.interface.charts.percents import write_percent
from components.interface.frame import learner, runtime
from components.interface.frame.i18n import Translator
from components.interface.frame.learner import say
from components.interface.frame.menu import SCRIPTS
from components.records.matching import SkillMatch
from components.records.refusal import Refusal
from components.service.vectors import pieces_of

# Lines of a visitor's document are plain text, in the page's own letters.
_STYLE = """
<style>
[class*="st-key-match-line"] [data-testid="stText"],
[class*="st-key-match-line"] [data-testid="stText"] * {
  font-family: inherit; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext;
}
</style>
"""
FEW = 8


def count_bands(matches: Sequence[SkillMatch]) -> dict[str, int]:
    """Count the skills of each band."""
    return {band: sum(match.band == band for match in matches) for band in BANDS}


def show_matches(t: Translator, page: str, matches: Sequence[SkillMatch]) -> None:
    """Show the bands as tabs, the surest first.

    Args:
        matches: One per skill.
    """
    st.html(_STYLE)
    counts = count_bands(matches)
    tabs = st.tabs([f"{t(f'match.band.{band}')} · {counts[band]}" for band in BANDS])
    for band, tab in zip(BANDS, tabs, strict=True):
        chosen = sorted((m for m in matches if m.band == band), key=_surest_first)
        with tab, st.container(width=860):
            st.caption(t(f"match.about.{band}"))
            if band == "none":
                _show_names(t, chosen)
            else:
                for match in chosen:
                    _show_match(t, page, match)


def _surest_first(match: SkillMatch) -> tuple[bool, int, float]:
    return match.reason != "alias", -match.mentions, -match.score


def _show_match(t: Translator, page: str, match: SkillMatch) -> None:
    skill = learner.content().skills[match.skill_id]
    with st.container(border=True, gap="xsmall", key=f"match-line-{page}-{match.skill_id}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.page_link(
                SCRIPTS["skills"][0],
                label=f"**{say(t, skill.name)}**",
                query_params={"skill": skill.id},
            )
            st.caption(describe_reason(t, match), width="content")
        st.text(match.line)
        _show_check(t, skill)


def describe_reason(t: Translator, match: SkillMatch) -> str:
    """Say why a line counts: the name in it, or what it means, with its place."""
    values: dict[str, str | int] = {"line": match.line_number, "score": f"{match.score:.2f}"}
    return t(f"match.reason.{match.reason}", **values)


def _show_check(t: Translator, skill: Skill) -> None:
    """Offer the way on: the first question of the skill, and the quiz that measures it."""
    questions = learner.content().questions_of(skill.id)
    if questions:
        st.page_link(
            SCRIPTS["assess"][0],
            label=t("match.check", count=len(questions)),
            icon=":material/quiz:",
            query_params={"skill": skill.id},
        )


def _show_names(t: Translator, matches: Sequence[SkillMatch]) -> None:
    with st.container(horizontal=True, gap="small"):
        for match in matches:
            st.page_link(
                SCRIPTS["skills"][0],
                label=say(t, learner.content().skills[match.skill_id].name),
                query_params={"skill": match.skill_id},
            )


def show_measured(t: Translator, page: str) -> None:
    """Show how often the matcher is right: measured on lines that chose no threshold."""
    folded = st.expander(t("match.measured_title"), key=f"{page}.measured", on_change="rerun")
    if not folded.open:
        return
    with folded, st.container(width=720):
        st.markdown(t("match.measured_how"))
        for language, measures in load_measures().items():
            st.markdown(_describe_measures(t, language, measures["held_out"]))
        _show_two_models(t)
        st.markdown(t("match.misses_title"))
        skills = learner.content().skills
        for miss in load_measures()["zh" if t.language == "zh" else "en"]["misses"][:FEW]:
            skill_id, line = miss.split(": ", 1)
            if skill_id in skills:
                st.caption(f"{say(t, skills[skill_id].name)} ← {line}")


def _describe_measures(t: Translator, language: str, held_out: dict[str, Any]) -> str:
    evidence, found, off_topic = held_out["evidence"], held_out["found"], held_out["off_topic"]
    return t(
        "match.measured",
        language=t(f"language.{language}"),
        lines=held_out["lines"],
        pairs=held_out["pairs_true"],
        precision=write_percent(evidence["precision"]),
        recall=write_percent(evidence["recall"]),
        found_precision=write_percent(found["precision"]),
        found_recall=write_percent(found["recall"]),
        off_lines=off_topic["lines"],
        off_found=off_topic["found"],
        auc=f"{held_out['auc']:.2f}",
    )


def _show_two_models(t: Translator) -> None:
    """Show why each language has a model: what both make of one Chinese line, cut now."""
    aucs = load_measures()["zh"]["cosine_auc"]
    names = {model_id: runtime.offers().cards[model_id].name for model_id in aucs}
    english, bilingual = aucs
    st.markdown(t("match.two_models", minilm=f"{aucs[english]:.2f}", e5=f"{aucs[bilingual]:.2f}"))
    st.caption(t("match.blind", line=t("match.blind_text")))
    for model_id, name in names.items():
        try:
            pieces = pieces_of(model_id, t("match.blind_text"))
        except Refusal:
            continue
        st.text(f"{name}: {' '.join(pieces)}")
