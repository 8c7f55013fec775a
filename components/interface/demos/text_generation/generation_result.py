"""What stands beside a generated text: how it ended, how sure the model was, what to do with it."""

import math

import streamlit as st

from components.interface.demos.text_generation.offer import show_offer
from components.interface.demos.text_generation.streaming import Draft
from components.interface.frame.i18n import Translator
from components.interface.frame.session import take_along
from components.interface.shared.literal import literal_place, show_copy_button
from components.interface.shared.notices import refusal_values, show_refusal
from components.interface.shared.text_input import replace_input
from components.records.refusal import Refusal
from components.records.text_generation import GeneratedSequence

PAGE = "text_generation"
WANTED = f"{PAGE}.wanted"
UNREAD = ("han_unread", "other_unread")


def perplexity(sequence: GeneratedSequence) -> float | None:
    """Compute exp(−mean log p) of a sequence's own tokens; None if log p was not computed.

    Example:
        >>> perplexity(GeneratedSequence("a", 1, True, mean_logprob_nats=0.0))
        1.0
    """
    mean = sequence.mean_logprob_nats
    return None if mean is None else math.exp(-mean)


def show_outcome(t: Translator, draft: Draft, *, is_compact: bool = False) -> None:
    """Say how a draft ended: stopped, refused, or whole with its facts.

    Args:
        draft: Of one sequence.
        is_compact: One line of facts, for a turn of a conversation.
    """
    if draft.state == "stopped":
        name = "stopped" if draft.num_tokens else "stopped_early"
        st.caption(t(f"{PAGE}.{name}", count=draft.num_tokens))
    elif draft.refusal is not None:
        show_generation_refusal(t, draft.refusal)
        if draft.refusal.key in UNREAD:
            show_offer(t, draft)
    elif draft.result is not None and is_compact:
        facts = [f"{t(f'{PAGE}.fact.{name}')} {shown}" for name, shown in _facts(t, draft).items()]
        st.caption(" · ".join(facts))
    elif draft.result is not None:
        _show_facts(t, draft)


def show_generation_refusal(t: Translator, refusal: Refusal) -> None:
    """Show why there is no text; what a model cannot read in this page's own words."""
    if refusal.key in UNREAD:
        st.info(
            t(f"{PAGE}.{refusal.key}", **refusal_values(t, refusal)), icon=":material/translate:"
        )
    else:
        show_refusal(t, refusal)


def end_of(t: Translator, sequence: GeneratedSequence) -> str:
    """Say what ended a sequence."""
    return t(f"{PAGE}.ended_itself" if sequence.is_finished else f"{PAGE}.ended_limit")


def _facts(t: Translator, draft: Draft) -> dict[str, str]:
    result, request = draft.result, draft.request
    if result is None:
        return {}
    sequence = result.sequences[0]
    facts = {
        "tokens": f"{sequence.num_tokens}",
        "speed": t(f"{PAGE}.fact.per_s", count=f"{result.tokens_per_s:.1f}"),
        "ended": end_of(t, sequence),
    }
    if sequence.beam_score_nats is not None:
        facts["score"] = _signed(sequence.beam_score_nats)
    elif request.temperature > 0 and request.seed is not None:
        facts["seed"] = f"{request.seed}"
    value = perplexity(sequence)
    if value is not None:
        facts["perplexity"] = f"{value:.2f}"
    return facts


def _signed(number: float) -> str:
    return f"{number:.3f}".replace("-", "−")


def _show_facts(t: Translator, draft: Draft) -> None:
    with st.container(horizontal=True, gap="medium", key="generation-facts"):
        for name, shown in _facts(t, draft).items():
            st.metric(t(f"{PAGE}.fact.{name}"), shown, width="content")
    with st.container(width=720):
        st.caption(t(f"{PAGE}.perplexity_read"))
    show_origin(t, draft)


def show_origin(t: Translator, draft: Draft) -> None:
    """Say which model wrote, where, and what of the conversation it did not see."""
    if draft.result is None:
        return
    if draft.result.num_dropped_messages:
        st.warning(
            t(f"{PAGE}.dropped", count=draft.result.num_dropped_messages),
            icon=":material/content_cut:",
        )
    provenance = draft.result.provenance
    st.caption(
        t(
            f"{PAGE}.origin",
            model=draft.card.name,
            device=t(f"device.{provenance.device}"),
            backend=t(f"backend.{provenance.backend}"),
            tokens=f"{provenance.tokens_used:,}",
            duration=f"{provenance.duration_s:.1f}",
        )
    )


def show_sequences(t: Translator, draft: Draft) -> None:
    """Show several sequences side by side, each with its numbers."""
    if draft.result is None:
        return
    sequences = draft.result.sequences
    width = 2 if len(sequences) == 4 else len(sequences)
    for first in range(0, len(sequences), width):
        for offset, column in enumerate(st.columns(width)):
            with column, st.container(border=True, height="stretch"):
                _show_card(t, draft, first + offset)
    with st.container(width=720):
        st.caption(t(f"{PAGE}.cards_read_{'beams' if draft.request.num_beams > 1 else 'sampled'}"))
        st.caption(t(f"{PAGE}.perplexity_read"))
    st.caption(t(f"{PAGE}.speed_line", count=f"{draft.result.tokens_per_s:.1f}"))
    show_origin(t, draft)
    prompt = draft.request.messages[-1].content
    texts = [f"[{i}]\n{prompt}{s.text}" for i, s in enumerate(sequences, start=1)]
    show_download(t, "\n\n".join(texts) + "\n")


def _show_card(t: Translator, draft: Draft, index: int) -> None:
    sequence = draft.result.sequences[index]  # type: ignore[union-attr]
    st.caption(t(f"{PAGE}.card", number=index + 1))
    literal_place(f"card-{index}").text(sequence.text)
    facts = [t(f"{PAGE}.card_tokens", count=sequence.num_tokens), end_of(t, sequence)]
    if sequence.beam_score_nats is not None:
        facts.append(t(f"{PAGE}.card_score", score=_signed(sequence.beam_score_nats)))
    value = perplexity(sequence)
    if value is not None:
        facts.append(t(f"{PAGE}.card_perplexity", value=f"{value:.2f}"))
    st.caption(" · ".join(facts))
    _show_continue(t, draft, sequence.text, str(index))


def show_actions(t: Translator, draft: Draft) -> None:
    """Show what to do with a single text: go on, take it along, copy it, keep it."""
    whole = draft.request.messages[-1].content + draft.text
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        _show_continue(t, draft, draft.text, "0")
        st.button(
            t(f"{PAGE}.take"),
            key=f"{PAGE}.take",
            icon=":material/move_up:",
            type="tertiary",
            help=t(f"{PAGE}.take_help"),
            on_click=_take,
            args=(draft.request.messages[-1].content, draft.text),
        )
        show_copy_button(t(f"{PAGE}.copy"), t(f"{PAGE}.copied"), whole, f"{PAGE}.copy")
        show_download(t, whole)


def show_download(t: Translator, text: str) -> None:
    """Show a button that keeps a text as a file, UTF-8."""
    st.download_button(
        t(f"{PAGE}.download"),
        text.encode("utf-8"),
        file_name="text-generation.txt",
        mime="text/plain",
        key=f"{PAGE}.download",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
    )


def _show_continue(t: Translator, draft: Draft, text: str, key: str) -> None:
    st.button(
        t(f"{PAGE}.continue"),
        key=f"{PAGE}.continue_{key}",
        icon=":material/playlist_add:",
        type="tertiary",
        disabled=not text,
        on_click=_continue,
        args=(draft.request.messages[-1].content, text),
    )


def _take(prompt: str, text: str) -> None:
    """Put prompt and continuation into the text box; its *undo* brings the prompt back."""
    replace_input(PAGE, {"text": prompt + text})
    take_along(prompt + text)


def _continue(prompt: str, text: str) -> None:
    _take(prompt, text)
    st.session_state[WANTED] = True
