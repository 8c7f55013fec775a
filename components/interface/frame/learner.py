"""The learner of this session: profile, learning record, and saving to it.

Pages read and save through here; errors are kept for the profile bar to show.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import streamlit as st

from components.career import content as shipped
from components.career.content.coverage import compute_coverage
from components.career.content.effort import Hours, estimate_hours, estimate_minutes
from components.career.content.schema import Lesson
from components.interface.frame import runtime
from components.interface.frame.drawing import aside
from components.interface.frame.i18n import Translator
from components.interface.frame.menu import SCRIPTS
from components.interface.frame.session import current_translator
from components.records.coverage import Coverage
from components.records.fields import Bilingual
from components.records.learner import Fact, Learning, Profile, now
from components.records.mastery import SkillMastery
from components.records.refusal import Refusal

if TYPE_CHECKING:
    from components.career.storage import OpenedStore

PROFILE_KEY = "career.profile"
FAULT_KEY = "career.fault"
_OWN_KEYS = "career.own_keys"


def content() -> shipped.Content:
    """Return roles, skills, lessons and questions."""
    return shipped.load_content()


def hours() -> Mapping[str, Hours]:
    """Return skill → hours to level 2, estimated from the content."""
    return estimate_hours(content())


def coverage() -> Coverage:
    """Return the report of what is covered."""
    return compute_coverage(content(), SCRIPTS)


def lesson_minutes(t: Translator, lesson: Lesson) -> int:
    """Return the minutes that a lesson takes in the visitor's language, its questions included."""
    return estimate_minutes(lesson, "zh" if t.language == "zh" else "en")


def name_lesson(t: Translator, lesson: Lesson) -> str:
    """Return a lesson's title with the minutes it takes."""
    return t("career.lesson", title=say(t, lesson.title), minutes=lesson_minutes(t, lesson))


def say(t: Translator, texts: Bilingual) -> str:
    """Return a content's text in the visitor's language."""
    return t.pick(texts.texts())


def opened_store() -> "OpenedStore":
    """Return the store in the data folder.

    Raises:
        Refusal: Why there is none.
    """
    from components.career.storage import data_folder

    return runtime.learner_store(data_folder())


def forget_store() -> None:
    """Reopen the store, which checks and repairs it."""
    runtime.learner_store.clear()


def current_profile() -> Profile | None:
    """Return this session's profile: the one chosen in it, else the one used last; None without."""
    try:
        profiles = opened_store().store.profiles()
    except Refusal as refusal:
        note_fault(refusal)
        return None
    chosen = st.session_state.get(PROFILE_KEY)
    profile = next((p for p in profiles if p.id == chosen), profiles[0] if profiles else None)
    if profile is not None:
        st.session_state[PROFILE_KEY] = profile.id
    return profile


def current_learning() -> Learning:
    """Return the learning record of this session's learner; empty before the first fact."""
    profile = current_profile()
    if profile is None:
        return Learning()
    try:
        return opened_store().store.learning(profile.id)
    except Refusal as refusal:
        note_fault(refusal)
        return Learning()


def current_mastery(learning: Learning | None = None) -> dict[str, SkillMastery]:
    """Return skill → mastery of this session's learner; skills without a fact are missing.

    Args:
        learning: Of `current_learning`, where it is at hand; else it is read.
    """
    from components.career.mastery import compute_mastery

    return compute_mastery(current_learning() if learning is None else learning, now())


def save(*facts: Fact) -> bool:
    """Save facts of this session's learner; the first ones make a profile.

    Returns:
        True once they are on the disk. False if they are not: the bar says why, and saving the
        same facts again is safe.
    """
    from components.career.storage import backup_if_due

    try:
        with aside():
            profile = current_profile() or _first_profile()
            opened = opened_store()
            opened.store.append(profile.id, *facts)
            backup_if_due(opened.store.engine, opened.path)
    except Refusal as refusal:
        note_fault(refusal)
        return False
    return True


def _first_profile() -> Profile:
    profile = opened_store().store.create_profile(current_translator()("career.first_name"))
    st.session_state[PROFILE_KEY] = profile.id
    return profile


def note_fault(refusal: Refusal) -> None:
    """Keep a refusal for the bar; a broken file is reopened, which repairs it."""
    st.session_state[FAULT_KEY] = refusal
    if refusal.key == "learner_corrupt":
        forget_store()


def take_fault() -> Refusal | None:
    """Return the last error and clear it."""
    fault: Refusal | None = st.session_state.pop(FAULT_KEY, None)
    return fault


def register_own_keys(prefix: str) -> None:
    """Remember that the session's keys with this prefix belong to the learner who is here now."""
    st.session_state.setdefault(_OWN_KEYS, set()).add(prefix)


def forget_own_keys() -> None:
    """Drop the pages' state in progress: another learner continues here."""
    prefixes = tuple(st.session_state.pop(_OWN_KEYS, ()))
    for key in [str(name) for name in st.session_state if str(name).startswith(prefixes)]:
        del st.session_state[key]
