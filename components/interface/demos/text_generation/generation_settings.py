"""The settings of text generation: a panel, its defaults, and the request they make."""

import secrets
from collections.abc import Mapping
from typing import Any

import streamlit as st

from components.interface.frame.i18n import Translator
from components.interface.frame.permalink import Setting
from components.records.text_generation import ChatMessage, TextGenerationRequest

PAGE = "text_generation"
MAX_SEED = 2**31 - 1
SETTINGS = (
    Setting("max_new_tokens", 80, 1, 512),
    Setting("temperature", 0.7, 0, 2),
    Setting("top_k", 50, 0, 200),
    Setting("top_p", 0.95, 0.05, 1),
    Setting("repetition_penalty", 1.1, 1, 2),
    Setting("seed", 0, 0, MAX_SEED),
    Setting("num_sequences", 1, 1, 4),
    Setting("num_beams", 1, 1, 6),
)
_STEPS = {"temperature": 0.05, "top_p": 0.05, "repetition_penalty": 0.05}
_SAMPLING = {"temperature", "top_k", "top_p", "seed"}

Values = Mapping[str, str | int | float | bool]


def show_generation_settings(t: Translator, *, is_chat: bool) -> Values:
    """Show the panel, folded, with its values in one line under it.

    Args:
        is_chat: A conversation has one answer at a time.

    Returns:
        Setting → value as the widgets have it, with or without an effect.
    """
    for setting in SETTINGS:
        st.session_state.setdefault(f"{PAGE}.{setting.name}", setting.default)
    now = {setting.name: st.session_state[f"{PAGE}.{setting.name}"] for setting in SETTINGS}
    reason, idle = find_idle(now, is_chat=is_chat)
    with st.expander(t(f"{PAGE}.settings"), icon=":material/tune:"):
        columns = [*st.columns(4), *st.columns(4)]
        for column, setting in zip(columns, SETTINGS, strict=True):
            with column:
                _show_setting(t, setting, is_idle=setting.name in idle)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                t(f"{PAGE}.new_seed"),
                key=f"{PAGE}.new_seed",
                icon=":material/casino:",
                type="tertiary",
                on_click=choose_seed,
                disabled="seed" in idle,
            )
            st.button(
                t(f"{PAGE}.reset"),
                key=f"{PAGE}.reset",
                icon=":material/restart_alt:",
                type="tertiary",
                on_click=_reset,
            )
        if reason:
            st.caption(t(f"{PAGE}.idle_{reason}"))
    st.caption(_summary(t, now, idle))
    return now


def find_idle(values: Values, *, is_chat: bool) -> tuple[str | None, set[str]]:
    """Return which settings have no effect now, and why.

    Returns:
        The reason, `beams`, `greedy` or `chat`, None if there is none; and the settings' names.

    Example:
        >>> find_idle({"num_beams": 1, "temperature": 0.0}, is_chat=False)[0]
        'greedy'
    """
    reason, idle = None, set()
    if is_chat:
        reason, idle = "chat", {"num_sequences"}
    if int(values["num_beams"]) > 1:
        return "beams", idle | _SAMPLING
    if float(values["temperature"]) == 0:
        return "greedy", idle | (_SAMPLING - {"temperature"}) | {"num_sequences"}
    return reason, idle


def make_request(
    values: Values, messages: tuple[ChatMessage, ...], *, is_chat: bool
) -> TextGenerationRequest:
    """Make the request of the settings; as many sequences as can differ from each other."""
    _, idle = find_idle(values, is_chat=is_chat)
    num_beams = int(values["num_beams"])
    wanted = 1 if "num_sequences" in idle else int(values["num_sequences"])
    return TextGenerationRequest(
        messages=messages,
        is_chat=is_chat,
        max_new_tokens=int(values["max_new_tokens"]),
        temperature=float(values["temperature"]),
        top_k=int(values["top_k"]),
        top_p=float(values["top_p"]),
        repetition_penalty=float(values["repetition_penalty"]),
        seed=int(values["seed"]) or None,
        num_sequences=min(wanted, num_beams) if num_beams > 1 else wanted,
        num_beams=num_beams,
    )


def choose_seed() -> None:
    """Draw a new seed; short, so that it can be read out."""
    st.session_state[f"{PAGE}.seed"] = 1 + secrets.randbelow(9_999)


def renew_seed() -> None:
    """Draw a new seed where one is set; without one every text is new anyway."""
    if st.session_state[f"{PAGE}.seed"]:
        choose_seed()


def _reset() -> None:
    for setting in SETTINGS:
        st.session_state[f"{PAGE}.{setting.name}"] = setting.default


def _show_setting(t: Translator, setting: Setting, *, is_idle: bool) -> None:
    kind: Any = type(setting.default)
    label, key = t(f"{PAGE}.setting.{setting.name}"), f"{PAGE}.{setting.name}"
    help_text = t(f"{PAGE}.help.{setting.name}")
    if setting.name == "seed":
        st.number_input(
            label,
            min_value=0,
            max_value=MAX_SEED,
            step=1,
            key=key,
            help=help_text,
            disabled=is_idle,
            persist_state="session",
        )
        return
    st.slider(
        label,
        min_value=kind(setting.low),
        max_value=kind(setting.high),
        step=kind(_STEPS.get(setting.name, 1)),
        format="%.2f" if kind is float else None,
        key=key,
        help=help_text,
        disabled=is_idle,
        persist_state="session",
    )


def _summary(t: Translator, values: Values, idle: set[str]) -> str:
    shown = [
        f"{t(f'{PAGE}.setting.{name}')} {f'{value:.2f}' if isinstance(value, float) else value}"
        for name, value in values.items()
        if name not in idle
        and not (name.startswith("num_") and value == 1)
        and not (name == "seed" and value == 0)
    ]
    return " · ".join(shown)
