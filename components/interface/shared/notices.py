"""What a visitor is told beside a result: refusals, changes to the text, limits."""

import streamlit as st

from components.interface.charts.percents import write_percent
from components.interface.frame.i18n import Translator
from components.records.answer import Provenance
from components.records.model import ModelCard
from components.records.refusal import Refusal
from components.text.cleaning import CleanText


def refusal_text(t: Translator, refusal: Refusal) -> str:
    """Say in one sentence what is wrong and what to do; a general one if there is no message."""
    try:
        return t(f"refusal.{refusal.key}", **refusal_values(t, refusal))
    except KeyError:
        return t("refusal.job_failed")


def refusal_values(t: Translator, refusal: Refusal) -> dict[str, str | int | float]:
    """Return what the placeholders stand for, with reasons and languages in words."""
    return {name: _say(t, name, value) for name, value in refusal.values.items()}


def _say(t: Translator, name: str, value: str | int | float) -> str | int | float:
    if name == "languages":
        codes = str(value).split()
        return t("common.separator").join(t(f"language.{code}") for code in codes)
    return t(f"reason.{value}") if name == "reason" else value


def show_refusal(t: Translator, refusal: Refusal) -> None:
    """Show why there is no result."""
    if refusal.key in ("text_empty", "question_empty"):
        st.info(refusal_text(t, refusal), icon=":material/edit:")
    elif refusal.key == "cancelled":
        st.info(refusal_text(t, refusal), icon=":material/stop_circle:")
    else:
        st.warning(refusal_text(t, refusal), icon=":material/info:")


def show_text_notes(t: Translator, clean: CleanText) -> None:
    """Say what was removed from the text or replaced in it."""
    if clean.removed_control:
        st.caption(t("note.removed_control", count=clean.removed_control))
    if clean.replaced_surrogates:
        st.caption(t("note.replaced_surrogates", count=clean.replaced_surrogates))
    if clean.unified_radicals:
        st.caption(t("note.unified_radicals", count=clean.unified_radicals))


def describe_left_out(t: Translator, left_out: tuple[tuple[str, int], ...]) -> list[str]:
    """Say what kinds of content no text was read of; nothing where there are none."""
    if not left_out:
        return []
    kinds = [t(f"documents.kind.{kind}", count=f"{count:,}") for kind, count in left_out]
    return [t("documents.not_read", kinds=t("documents.kind_separator").join(kinds))]


def show_provenance(t: Translator, card: ModelCard, provenance: Provenance) -> None:
    """Say which model gave the result, where, how fast, and what of the text it did not see."""
    if provenance.is_truncated:
        st.warning(
            t(
                "note.truncated",
                used=f"{provenance.tokens_used:,}",
                total=f"{provenance.tokens_total:,}",
            ),
            icon=":material/content_cut:",
        )
    if provenance.unknown_share > 0:
        st.caption(t("note.unknown", percent=write_percent(max(0.01, provenance.unknown_share))))
    st.caption(
        t(
            "note.provenance",
            model=card.name,
            device=t(f"device.{provenance.device}"),
            backend=t(f"backend.{provenance.backend}"),
            tokens=f"{provenance.tokens_used:,}",
            duration=f"{1000 * provenance.duration_s:,.0f}",
        )
    )
