"""A decoder writes, token by token: it continues a prompt or answers in a conversation."""

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.export.text_generation_code import text_generation_code
from components.interface.demos.text_generation import conversation
from components.interface.demos.text_generation.conversation import WANTED, Turn
from components.interface.demos.text_generation.generation_result import (
    show_actions,
    show_download,
    show_origin,
    show_outcome,
    show_sequences,
)
from components.interface.demos.text_generation.generation_settings import (
    SETTINGS,
    Values,
    make_request,
    renew_seed,
    show_generation_settings,
)
from components.interface.demos.text_generation.streaming import (
    Draft,
    backend_of,
    find_unread,
    write_draft,
)
from components.interface.frame.permalink import Setting
from components.interface.frame.session import current_translator, register_translated_options
from components.interface.shared.frame import (
    restore_from_link,
    show_code,
    show_heading,
    show_how_it_works,
)
from components.interface.shared.literal import literal_place, show_literal_style
from components.interface.shared.model_picker import model_setting, show_model_picker
from components.interface.shared.onward import show_onward
from components.interface.shared.terms import show_preparing
from components.interface.shared.text_input import show_text_input
from components.records.model import ModelCard
from components.records.text_generation import ChatMessage

PAGE = "text_generation"
MODES = ("continue", "chat")
LINK = [model_setting(PAGE), Setting("mode", "continue", options=MODES), *SETTINGS]
DRAFT, ANSWER = f"{PAGE}.draft", f"{PAGE}.answer"
# of a conversation of one turn, and of longer ones
HISTORY_HEIGHT_PX = (280, 440)

t = current_translator()


def choose_mode() -> bool:
    """Show the two modes; True for a conversation."""
    key = f"{PAGE}.mode"
    register_translated_options(key)
    st.session_state.setdefault(key, "continue")
    mode = st.segmented_control(
        t(f"{PAGE}.mode_label"),
        MODES,
        format_func=lambda mode: t(f"{PAGE}.mode_{mode}"),
        key=key,
        required=True,
        persist_state="session",
    )
    return mode == "chat"


def want() -> None:
    """Ask for a text; the page begins it further down."""
    st.session_state[WANTED] = True


def show_generate(*, is_writing: bool) -> None:
    """Show *Generate*, or *Stop* while the model writes.

    *Generate* is never disabled: the keys that take over a text typed into the empty box are also
    its shortcut, which a disabled button would not hear.
    """
    if is_writing:
        show_stop()
        return
    st.button(
        t(f"{PAGE}.generate"),
        key=f"{PAGE}.generate",
        type="primary",
        icon=":material/edit_note:",
        shortcut="Mod+Enter",
        on_click=want,
    )


def show_stop() -> None:
    """Show *Stop*: any click reruns the page, and the text so far is in the session."""
    st.button(t("common.stop"), key=f"{PAGE}.stop", icon=":material/stop_circle:")


def show_below(card: ModelCard, values: Values, draft: Draft | None, text: str) -> None:
    """Show what follows every result, before the model begins to write."""
    show_onward(t, PAGE, LINK, {**values, **mode_and_model(card)}, text)
    show_how_it_works(t, PAGE)
    if draft is not None and find_unread(draft.card, draft.request) is None:
        dropped = draft.result.num_dropped_messages if draft.result else 0
        head = [m for m in draft.request.messages[:1] if m.role == "system"]
        kept = (*head, *draft.request.messages[len(head) + dropped :])
        request = replace(draft.request, messages=kept)
        show_code(t, text_generation_code(draft.card, request, backend_of(draft)))


def mode_and_model(card: ModelCard) -> dict[str, str]:
    """Return the settings that stand outside the panel."""
    return {"mode": str(st.session_state[f"{PAGE}.mode"]), "model": card.id}


def show_continuation(card: ModelCard, values: Values) -> None:
    """Continue the visitor's text."""
    clean = show_text_input(t, PAGE, height=96)
    text = clean.text if clean else ""
    request = make_request(values, (ChatMessage("user", text),), is_chat=False)
    is_writing = bool(st.session_state.pop(WANTED, False)) and bool(text)
    if is_writing:
        st.session_state[DRAFT] = Draft(card, request)
    draft: Draft | None = st.session_state.get(DRAFT)
    if text.endswith((" ", "\n\n")) and not is_writing:
        st.caption(t(f"{PAGE}.trailing_space"))
    button, preparing, result = st.empty(), st.container(), st.container()
    with button:
        show_generate(is_writing=is_writing)
    if not is_writing:
        with preparing:
            show_preparing(t, card)
    is_old = draft is not None and not is_writing and (draft.card, draft.request) != (card, request)
    show_below(card, values, draft, text)
    if draft is None:
        return
    with result:
        write_or_show(draft, button if is_writing else None)
        if is_old and draft.state != "refused":
            st.caption(t(f"{PAGE}.settings_changed"))


def write_or_show(draft: Draft, button: DeltaGenerator | None) -> None:
    """Show a continuation, written now where the button is given that then is *Generate* again."""
    is_single = draft.request.num_sequences == 1
    wait, story, end = st.empty(), st.empty(), st.empty()
    with story:
        place = literal_place("story", draft.request.messages[-1].content)
    if button is not None:
        write_draft(t, draft, wait, place.text)
        if draft.result is not None:
            st.session_state[ANSWER] = ((draft.card.id, draft.request), draft.result)
        with button:
            show_generate(is_writing=False)
    place.text(draft.text if is_single else "")
    if draft.state == "refused" and not draft.text:
        story.empty()
    with end.container():
        if draft.state == "done" and not is_single:
            show_sequences(t, draft)
            return
        show_outcome(t, draft)
        if draft.text:
            show_actions(t, draft)


def show_turn(turn: Turn, index: int) -> None:
    """Show one turn that is over."""
    with st.chat_message("user", avatar=":material/person:"):
        literal_place(f"said-{index}").text(turn.message)
    draft = turn.draft
    if draft is None:
        return
    with st.chat_message("assistant", avatar=":material/smart_toy:"):
        if draft.text:
            literal_place(f"answer-{index}").text(draft.text)
        is_last = index == len(conversation.turns()) - 1
        if is_last or draft.state != "done":
            show_outcome(t, draft, is_compact=True)


def write_answer(draft: Draft) -> None:
    """Write the answer to the last message."""
    with st.chat_message("assistant", avatar=":material/smart_toy:"):
        wait, place, end = st.empty(), literal_place("answer-now"), st.empty()
        with end:
            show_stop()
        write_draft(t, draft, wait, place.text)
        place.text(draft.text)
        with end.container():
            show_outcome(t, draft, is_compact=True)


def show_conversation(card: ModelCard, values: Values) -> None:
    """Talk with the model."""
    key = f"{PAGE}.system"
    st.session_state.setdefault(key, t(f"{PAGE}.text_system"))
    system = st.text_input(
        t(f"{PAGE}.system_label"),
        key=key,
        help=t(f"{PAGE}.system_help"),
        max_chars=1_000,
        persist_state="session",
        width=720,
    )
    turns = conversation.turns()
    is_writing = bool(st.session_state.pop(WANTED, False)) and bool(turns)
    history = st.container()
    if turns:
        history = history.container(height=HISTORY_HEIGHT_PX[len(turns) > 1], autoscroll=True)
    with st.container(key="generation-say"):
        conversation.show_message_input(t)
    tools = st.container(horizontal=True, gap="small")
    about = st.container()
    if not turns:
        conversation.show_suggestions(t)
    answer = None
    if is_writing:
        messages = conversation.make_messages(turns, system or "")
        answer = turns[-1].draft = Draft(card, make_request(values, messages, is_chat=True))
    show_below(card, values, turns[-1].draft if turns else None, "")
    with history:
        for index, turn in enumerate(turns if answer is None else turns[:-1]):
            show_turn(turn, index)
        if answer is not None:
            show_turn(Turn(turns[-1].message), len(turns) - 1)
            write_answer(answer)
    with tools:
        show_chat_tools()
    if turns and turns[-1].draft is not None and turns[-1].draft.state == "done":
        with about:
            st.container(width=720).caption(t(f"{PAGE}.perplexity_read"))
            show_origin(t, turns[-1].draft)


def show_chat_tools() -> None:
    """Show what to do with the conversation."""
    turns = conversation.turns()
    if turns:
        st.button(
            t(f"{PAGE}.another"),
            key=f"{PAGE}.another",
            icon=":material/refresh:",
            type="tertiary",
            on_click=another_answer,
        )
        show_download(t, transcript(turns))
    conversation.show_clearing(t)


def another_answer() -> None:
    """Answer the last message again, with other random numbers."""
    renew_seed()
    conversation.answer_again()


def transcript(turns: list[Turn]) -> str:
    """Write the conversation as plain text."""
    rows = []
    for turn in turns:
        rows.append(f"{t(f'{PAGE}.role_user')}: {turn.message}")
        if turn.draft is not None:
            rows.append(f"{t(f'{PAGE}.role_assistant')}: {turn.draft.text}")
    return "\n\n".join(rows) + "\n"


restore_from_link(PAGE, LINK)
show_heading(t, PAGE)
show_literal_style()
with st.container(horizontal=True, vertical_alignment="top", gap="medium"):
    is_chat = choose_mode()
    with st.container(width="content"):
        card = show_model_picker(t, PAGE)
values = show_generation_settings(t, is_chat=is_chat)
if is_chat:
    show_conversation(card, values)
else:
    show_continuation(card, values)
