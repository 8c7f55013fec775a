"""Who learns here: the profile's bar on the pages of the career studio, and what went wrong."""

import streamlit as st

from components.interface.frame import learner
from components.interface.frame.i18n import Translator
from components.interface.shared.notices import refusal_text
from components.records.learner import Profile
from components.records.refusal import Refusal
from components.text.markdown import escape_markdown

CHOICE, NAME = "career.choice", "career.new_name"


def show_profile_bar(t: Translator) -> Profile | None:
    """Show whose profile this is, a way to another one, and what is wrong with the data.

    Returns:
        The profile; None before the first trace, which makes one.
    """
    profile = learner.current_profile()
    _show_notices(t)
    name = profile.name if profile else t("career.first_name")
    with (
        st.container(key="career-profile", horizontal=True),
        st.popover(escape_markdown(name), icon=":material/person:", type="tertiary"),
    ):
        _show_choice(t, profile)
        st.text_input(t("career.new_profile"), key=NAME, max_chars=40)
        st.button(
            t("career.create"), key="career.create", icon=":material/person_add:", on_click=_create
        )
        st.caption(t("career.about_profiles"))
    return profile


def _show_choice(t: Translator, profile: Profile | None) -> None:
    try:
        profiles = {p.id: p for p in learner.opened_store().store.profiles()}
    except Refusal:
        return
    if profile is None or len(profiles) < 2:
        return
    st.session_state[CHOICE] = profile.id
    st.radio(
        t("career.choose_profile"),
        sorted(profiles, key=lambda name: profiles[name].name),
        format_func=lambda name: escape_markdown(profiles[name].name) if name in profiles else "",
        key=CHOICE,
        on_change=_choose,
    )


def _choose() -> None:
    switch_profile(st.session_state[CHOICE])


def switch_profile(profile_id: str) -> None:
    """Go on as another learner; what was under way on the pages belonged to the one before."""
    try:
        learner.opened_store().store.use_profile(profile_id)
    except Refusal as refusal:
        learner.note_fault(refusal)
    st.session_state[learner.PROFILE_KEY] = profile_id
    learner.forget_own_keys()


def _create() -> None:
    try:
        profile = learner.opened_store().store.create_profile(st.session_state.get(NAME) or "")
    except Refusal as refusal:
        learner.note_fault(refusal)
        return
    st.session_state[NAME] = ""
    switch_profile(profile.id)


def _show_notices(t: Translator) -> None:
    """Show what is wrong: with the last thing that was to be saved, and with the whole file."""
    fault = learner.take_fault()
    if fault is not None:
        st.warning(refusal_text(t, fault), icon=":material/info:")
    try:
        notice = learner.opened_store().notice
    except Refusal as refusal:
        notice = refusal if fault is None or refusal.key != fault.key else None
    if notice is not None and (fault is None or notice.key != fault.key):
        st.warning(refusal_text(t, notice), icon=":material/database:")
