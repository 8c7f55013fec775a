"""The learner's data in the learner's hands: name, file, backups, deletion."""

from collections.abc import Callable

import streamlit as st

from components.interface.career.shared.dates import local
from components.interface.career.shared.profile_bar import switch_profile
from components.interface.frame import learner
from components.interface.frame.i18n import Translator
from components.interface.shared.notices import refusal_text
from components.records.learner import Backup, Profile
from components.records.refusal import Refusal

PAGE = "progress"
DONE, REFUSED = f"{PAGE}.done", f"{PAGE}.refused"


def show_learner_data(t: Translator, profile: Profile | None) -> None:
    """Show what can be done with the data of a profile and of this machine."""
    _show_outcome(t)
    with st.container(width=720):
        st.caption(t(f"{PAGE}.data_about"))
    if profile is not None:
        with st.expander(t(f"{PAGE}.file"), icon=":material/file_save:"):
            _show_export(t, profile)
    with st.expander(t(f"{PAGE}.import"), icon=":material/file_open:"):
        _show_import(t)
    with st.expander(t(f"{PAGE}.backups"), icon=":material/history:"):
        _show_backups(t)
    if profile is not None:
        with st.expander(t(f"{PAGE}.profile"), icon=":material/person:"):
            _show_renaming(t, profile)
            _show_deletion(t, profile)


def _show_outcome(t: Translator) -> None:
    """Say what the last press of a button did."""
    if done := st.session_state.pop(DONE, None):
        st.success(t(f"{PAGE}.done_{done}"), icon=":material/check:")
    refusal: Refusal | None = st.session_state.pop(REFUSED, None)
    if refusal is not None:
        st.warning(refusal_text(t, refusal), icon=":material/info:")


def _attempt(what: str, action: Callable[[], object]) -> bool:
    try:
        action()
    except Refusal as refusal:
        st.session_state[REFUSED] = refusal
        if refusal.key == "learner_corrupt":
            learner.forget_store()
        return False
    st.session_state[DONE] = what
    return True


def _show_export(t: Translator, profile: Profile) -> None:
    from components.career.storage import export_profile

    with st.container(width=720):
        st.caption(t(f"{PAGE}.file_about"))
    try:
        data = export_profile(learner.opened_store().store, profile.id)
    except Refusal as refusal:
        st.warning(refusal_text(t, refusal), icon=":material/info:")
        return
    st.download_button(
        t(f"{PAGE}.export"),
        data,
        file_name="llm-pathfinder-profile.json",
        mime="application/json",
        key=f"{PAGE}.export",
        icon=":material/download:",
        on_click="ignore",
    )


def _show_import(t: Translator) -> None:
    with st.container(width=720):
        file = st.file_uploader(t(f"{PAGE}.import_label"), type=["json"], key=f"{PAGE}.import_file")
        st.button(
            t(f"{PAGE}.import_button"),
            key=f"{PAGE}.import_button",
            icon=":material/upload:",
            disabled=file is None,
            on_click=_import,
        )


def _import() -> None:
    from components.career.storage import import_profile

    file = st.session_state.get(f"{PAGE}.import_file")
    if file is None:
        return

    def read() -> None:
        switch_profile(import_profile(learner.opened_store().store, file.getvalue()).id)

    _attempt("import", read)


def _show_backups(t: Translator) -> None:
    from components.career.storage import list_backups

    with st.container(width=720):
        st.caption(t(f"{PAGE}.backups_about"))
    st.button(t(f"{PAGE}.backup"), key=f"{PAGE}.backup", icon=":material/save:", on_click=_back_up)
    try:
        backups = {b.name: b for b in list_backups(learner.opened_store().path)}
    except Refusal as refusal:
        st.warning(refusal_text(t, refusal), icon=":material/info:")
        return
    if not backups:
        return
    numbers = {name: number for number, name in enumerate(backups, start=1)}
    chosen = st.selectbox(
        t(f"{PAGE}.backup_choice"),
        list(backups),
        format_func=lambda name: _describe(backups[name], numbers.get(name, 0)),
        key=f"{PAGE}.backup_choice",
        width=360,
    )
    is_sure = st.checkbox(t(f"{PAGE}.restore_sure"), key=f"{PAGE}.restore_sure")
    st.button(
        t(f"{PAGE}.restore"),
        key=f"{PAGE}.restore",
        icon=":material/settings_backup_restore:",
        disabled=not is_sure,
        on_click=_restore,
        args=(chosen,),
    )


def _describe(backup: Backup, number: int) -> str:
    """Write a line no other backup has: the browser identifies options by their text."""
    size = f"{backup.size_bytes / 1000:,.0f} kB"
    return f"{number}. {local(backup.made_at):%Y-%m-%d %H:%M:%S} · {size}"


def _back_up() -> None:
    from components.career.storage import make_backup

    def make() -> None:
        opened = learner.opened_store()
        made = make_backup(opened.store.engine, opened.path)
        st.session_state[f"{PAGE}.backup_choice"] = made.name

    _attempt("backup", make)


def _restore(name: str) -> None:
    from components.career.storage import restore_backup

    if _attempt("restore", lambda: restore_backup(learner.opened_store(), name)):
        st.session_state[f"{PAGE}.restore_sure"] = False
        st.session_state.pop(learner.PROFILE_KEY, None)


def _show_renaming(t: Translator, profile: Profile) -> None:
    key = f"{PAGE}.name"
    if st.session_state.get(f"{key}_of") != profile.id:
        st.session_state[f"{key}_of"], st.session_state[key] = profile.id, profile.name
    st.text_input(t(f"{PAGE}.name"), key=key, max_chars=40, width=360)
    st.button(
        t(f"{PAGE}.rename"),
        key=f"{PAGE}.rename",
        icon=":material/edit:",
        on_click=_rename,
        args=(profile.id, key),
    )


def _rename(profile_id: str, key: str) -> None:
    name = st.session_state.get(key) or ""
    _attempt("rename", lambda: learner.opened_store().store.rename_profile(profile_id, name))


def _show_deletion(t: Translator, profile: Profile) -> None:
    key = f"{PAGE}.delete_sure"
    is_sure = st.checkbox(t(key), key=key)
    st.button(
        t(f"{PAGE}.delete"),
        key=f"{PAGE}.delete",
        icon=":material/delete:",
        disabled=not is_sure,
        on_click=_delete,
        args=(profile.id, key),
    )


def _delete(profile_id: str, key: str) -> None:
    if _attempt("delete", lambda: learner.opened_store().store.delete_profile(profile_id)):
        st.session_state[key] = False
        st.session_state.pop(learner.PROFILE_KEY, None)
