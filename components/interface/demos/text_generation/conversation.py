"""A conversation with a model: its turns, what is said next, clearing it and bringing it back."""

from dataclasses import dataclass

import streamlit as st

from components.interface.demos.text_generation.streaming import Draft
from components.interface.frame.i18n import Translator
from components.interface.frame.session import travelling_text
from components.interface.shared.notices import show_refusal
from components.records.refusal import Refusal
from components.records.text_generation import ChatMessage
from components.text.cleaning import MAX_CHARACTERS, clean_text, replace_surrogates
from components.text.graphemes import shorten_to_width
from components.text.markdown import escape_markdown

PAGE = "text_generation"
_TURNS, _CLEARED, _WRONG = f"{PAGE}.turns", f"{PAGE}.cleared_turns", f"{PAGE}.wrong_message"
SAY, WANTED = f"{PAGE}.say", f"{PAGE}.wanted"


@dataclass
class Turn:
    """What the visitor said and what came back.

    Attributes:
        message: The visitor's words.
        draft: The answer; None until it is begun.
    """

    message: str
    draft: Draft | None = None


def turns() -> list[Turn]:
    """Return the conversation of this session, oldest turn first."""
    kept: list[Turn] = st.session_state.setdefault(_TURNS, [])
    return kept


def make_messages(conversation: list[Turn], system: str) -> tuple[ChatMessage, ...]:
    """Return the conversation as the model is told it.

    Args:
        conversation: Turns; those without an answer are left out, save the last one.
        system: What the model is told first; nothing if blank.

    Example:
        >>> [m.role for m in make_messages([Turn("Hi")], "Be brief.")]
        ['system', 'user']
    """
    messages = [ChatMessage("system", system.strip())] if system.strip() else []
    for turn in conversation[:-1]:
        if turn.draft is not None and turn.draft.text:
            messages.append(ChatMessage("user", turn.message))
            messages.append(ChatMessage("assistant", turn.draft.text))
    return (*messages, ChatMessage("user", conversation[-1].message))


def show_message_input(t: Translator) -> None:
    """Show where the visitor types, and why the last message was not taken."""
    wrong: Refusal | None = st.session_state.pop(_WRONG, None)
    if wrong is not None:
        show_refusal(t, wrong)
    st.chat_input(
        t(f"{PAGE}.say"),
        key=SAY,
        max_chars=MAX_CHARACTERS,
        submit_mode="disable",
        on_submit=_take_message,
    )


def show_suggestions(t: Translator) -> None:
    """Show messages to begin with, one click away; the text that travels comes first."""
    with st.container(
        horizontal=True,
        vertical_alignment="center",
        gap="xsmall",
        key="generation-chat-examples",
    ):
        st.caption(t("common.examples"), width="content")
        own = _travelling_message()
        messages = [*own, *t.items(f"{PAGE}.example_chat")]
        for number, message in enumerate(messages, start=1 - len(own)):
            st.button(
                escape_markdown(shorten_to_width(message, 72)),
                key=f"{PAGE}.example_chat_{number}",
                type="tertiary",
                on_click=say,
                args=(message,),
            )


def _travelling_message() -> list[str]:
    try:
        return [clean_text(travelling_text()).text.strip()]
    except Refusal:
        return []


def show_clearing(t: Translator) -> None:
    """Show *clear*, or *bring back* after it."""
    if turns():
        st.button(
            t(f"{PAGE}.clear"),
            key=f"{PAGE}.clear",
            icon=":material/delete_sweep:",
            type="tertiary",
            on_click=_clear,
        )
    elif st.session_state.get(_CLEARED):
        st.button(
            t(f"{PAGE}.bring_back"),
            key=f"{PAGE}.bring_back",
            icon=":material/undo:",
            type="tertiary",
            on_click=_bring_back,
        )


def say(message: str) -> None:
    """Add a message of the visitor; the page then asks the model."""
    turns().append(Turn(message))
    st.session_state[WANTED] = True


def answer_again() -> None:
    """Throw the last answer away and ask for another one."""
    turns()[-1].draft = None
    st.session_state[WANTED] = True


def _take_message() -> None:
    raw = replace_surrogates(st.session_state.get(SAY) or "")[0]
    try:
        say(clean_text(raw).text.strip())
    except Refusal as refusal:
        st.session_state[_WRONG] = refusal


def _clear() -> None:
    st.session_state[_CLEARED] = turns()
    st.session_state[_TURNS] = []


def _bring_back() -> None:
    st.session_state[_TURNS] = st.session_state.pop(_CLEARED)
