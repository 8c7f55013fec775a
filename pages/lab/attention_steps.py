"""One attention head, step by step: with a real model's numbers, or with a toy's."""

from dataclasses import replace

import streamlit as st

from components.export.attention_steps_code import attention_steps_code
from components.interface.charts.theme import chart_theme
from components.interface.charts.token_labels import token_label
from components.interface.frame.permalink import Setting
from components.interface.frame.session import (
    current_translator,
    is_arrival,
    register_translated_options,
    theme_name,
)
from components.interface.lab.attention_steps import projecting, scoring
from components.interface.lab.attention_steps.scoring import HeadView
from components.interface.lab.attention_steps.stepper import show_stepper
from components.interface.lab.attention_steps.toy import show_toy
from components.interface.lab.shared.lab_input import carried_head, carry_head, show_lab_input
from components.interface.lab.shared.lab_links import show_lab_links
from components.interface.lab.shared.token_choice import last_word, show_token_choice
from components.interface.shared.answering import show_answer
from components.interface.shared.frame import (
    restore_from_link,
    show_code,
    show_heading,
    show_how_it_works,
)
from components.interface.shared.model_picker import model_setting
from components.interface.shared.notices import show_provenance
from components.interface.shared.onward import show_onward
from components.records.attention_steps import (
    MAX_STEPS_TOKENS,
    AttentionStepsRequest,
    AttentionStepsResult,
)
from components.records.model import ModelCard

PAGE = "attention_steps"
MODES = ("model", "toy")
STEPS = (
    "embed", "input", "project", "rotate", "scores", "scale", "mask", "softmax", "sum", "output",
)  # fmt: skip
MOST_ROUNDING = 1e-5
"""Differences up to this are the rounding of float32."""
SETTINGS = [
    model_setting(PAGE),
    Setting("mode", "model", options=MODES),
    Setting("layer", 1, 1, 128),
    Setting("head", 1, 1, 128),
    Setting("place", 0, 0, MAX_STEPS_TOKENS),
    Setting("step", "embed", options=STEPS),
    Setting("all", False),
]
SHOW_SCORING = {
    "scores": scoring.show_scores,
    "scale": scoring.show_scale,
    "mask": scoring.show_mask,
    "softmax": scoring.show_softmax,
    "sum": scoring.show_sum,
}
SHOW_PROJECTING = {
    "embed": projecting.show_embed,
    "input": projecting.show_input,
    "project": projecting.show_project,
    "rotate": projecting.show_rotate,
    "output": projecting.show_output,
}

t = current_translator()
theme = chart_theme(theme_name())


def settle_head(is_linked: bool) -> None:
    """Take over the head that was looked at on another page of the lab, unless a link names one."""
    for name, number in zip(("layer", "head"), carried_head(), strict=True):
        key = f"{PAGE}.{name}"
        if key not in st.session_state or (is_arrival() and not is_linked):
            st.session_state[key] = number + 1


def show_head(result: AttentionStepsResult) -> None:
    """Show layer and head, which are always in step with what is shown."""
    counts = {"layer": result.num_layers, "head": result.num_heads}
    for name, count in counts.items():
        st.session_state[f"{PAGE}.{name}"] = getattr(result, name) + 1
        st.number_input(
            t(f"{PAGE}.{name}", count=count),
            1,
            count,
            key=f"{PAGE}.{name}",
            persist_state="session",
            width=150,
        )
    carry_head(result.layer, result.head)


def show_step(step: str, view: HeadView, result: AttentionStepsResult) -> None:
    """Show one step, and how far its numbers are from the model's own."""
    st.subheader(t(f"{PAGE}.step_title.{step}"), anchor=False)
    if step in SHOW_SCORING:
        SHOW_SCORING[step](view)
    else:
        SHOW_PROJECTING[step](view, result)
    if step in result.gaps:
        show_gap(result.gaps[step])


def show_gap(gap: float) -> None:
    """Say how far the numbers here are from those of the model's own forward pass."""
    is_rounding = gap <= MOST_ROUNDING
    text = t(
        f"{PAGE}.gap" if is_rounding else f"{PAGE}.gap_large", gap=f"{gap:.1e}" if gap else "0"
    )
    with st.container(width=720):
        st.caption(f":material/check: {text}" if is_rounding else text)


def show_result(
    card: ModelCard, request: AttentionStepsRequest, result: AttentionStepsResult
) -> None:
    """Show the walk through one head."""
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        show_head(result)
    with st.container(width=720):
        st.markdown(t(f"{PAGE}.tokens_label"))
    query = show_token_choice(t, PAGE, result.tokens, last_word(result.tokens))
    show_provenance(t, card, result.provenance)
    if any("·" in token.text for token in result.tokens):
        st.caption(t(f"{PAGE}.parts"))
    steps = [step for step in STEPS if step != "rotate" or result.rotation is not None]
    labels = [f"{place} {token_label(token)}" for place, token in enumerate(result.tokens, start=1)]
    view = HeadView(t, theme, result.steps, labels, query, result.is_causal, "model")
    for step in show_stepper(t, PAGE, steps):
        show_step(step, view, result)
    show_lab_links(t, PAGE)
    show_onward(t, PAGE, SETTINGS, settings_now(), request.text)
    show_how_it_works(t, PAGE)
    asked = replace(request, layer=result.layer, head=result.head)
    show_code(t, attention_steps_code(card, asked, query))


def settings_now() -> dict[str, str | int | bool]:
    """Return every setting's value."""
    return {s.name: st.session_state.get(f"{PAGE}.{s.name}", s.default) for s in SETTINGS}


names_head = bool({"layer", "head"} & set(st.query_params))
restore_from_link(PAGE, SETTINGS)
settle_head(names_head)
show_heading(t, PAGE)
st.session_state.setdefault(f"{PAGE}.mode", "model")
register_translated_options(f"{PAGE}.mode")
mode = st.segmented_control(
    t(f"{PAGE}.mode_label"),
    MODES,
    format_func=lambda mode: t(f"{PAGE}.mode.{mode}"),
    key=f"{PAGE}.mode",
    required=True,
    persist_state="session",
    label_visibility="collapsed",
)
if mode == "toy":
    show_toy(t, theme)
    show_onward(t, PAGE, SETTINGS, settings_now(), "")
    show_how_it_works(t, PAGE)
else:
    chosen, clean = show_lab_input(t, PAGE)
    if clean is not None:
        asked_for = AttentionStepsRequest(
            clean.text,
            layer=st.session_state[f"{PAGE}.layer"] - 1,
            head=st.session_state[f"{PAGE}.head"] - 1,
        )
        answer = show_answer(t, PAGE, chosen.id, asked_for)
        if answer is not None:
            show_result(chosen, asked_for, answer)
