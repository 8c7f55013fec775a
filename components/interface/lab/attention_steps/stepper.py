"""One step at a time: choose a step, go back and on, or show them all."""

from collections.abc import Sequence

import streamlit as st

from components.interface.frame.i18n import Translator
from components.interface.frame.session import register_translated_options


def show_stepper(t: Translator, page: str, steps: Sequence[str]) -> list[str]:
    """Show the ways through the steps; return those to be shown now.

    Args:
        t: Translator; the messages `<page>.step.<step>` name the steps.
        page: Stem of the page; keys are `<page>.step` and `<page>.all`.
        steps: Ids in their order.

    Returns:
        One step, or all of them.
    """
    key = f"{page}.step"
    if st.session_state.get(key) not in steps:
        st.session_state[key] = steps[0]
    register_translated_options(key)
    numbers = {step: number for number, step in enumerate(steps, start=1)}
    wants_all = bool(st.session_state.get(f"{page}.all", False))
    step = st.segmented_control(
        t(f"{page}.steps_label"),
        list(steps),
        format_func=lambda step: f"{numbers[step]} {t(f'{page}.step.{step}')}",
        key=key,
        required=True,
        disabled=wants_all,
        persist_state="session",
        label_visibility="collapsed",
        wrap=True,
    )
    number = numbers[str(step)]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            t("stepper.back"),
            key=f"{page}.back",
            icon=":material/arrow_back:",
            on_click=_go,
            args=(key, steps, number - 2),
            disabled=wants_all or number == 1,
            shortcut="Alt+PageUp",
        )
        st.button(
            t("stepper.next"),
            key=f"{page}.next",
            icon=":material/arrow_forward:",
            icon_position="right",
            on_click=_go,
            args=(key, steps, number),
            disabled=wants_all or number == len(steps),
            type="primary",
            shortcut="Alt+PageDown",
        )
        st.toggle(t("stepper.all"), key=f"{page}.all", persist_state="session")
    return list(steps) if wants_all else [str(step)]


def _go(key: str, steps: Sequence[str], index: int) -> None:
    st.session_state[key] = steps[min(max(index, 0), len(steps) - 1)]
