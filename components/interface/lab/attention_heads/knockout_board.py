"""The knock-out board: switch heads off and see what becomes of the model's answer."""

import re
from dataclasses import dataclass

import streamlit as st

from components.export.head_knockout_code import head_knockout_code
from components.interface.charts.head_maps import effect_map
from components.interface.charts.paired_bars import paired_bars
from components.interface.charts.percents import write_percent
from components.interface.charts.theme import CONFIG, ChartTheme
from components.interface.frame.i18n import Translator
from components.interface.frame.permalink import Setting
from components.interface.lab.attention_heads.head_words import (
    PAGE,
    describe_change,
    name_head,
    name_outcome,
)
from components.interface.shared.answering import show_answer
from components.records.attention_heads import AttentionHeadsResult
from components.records.head_knockout import (
    HeadKnockoutRequest,
    HeadKnockoutResult,
    HeadSweepRequest,
    HeadSweepResult,
)
from components.records.model import ModelCard

BOARD, SWEEP = "head_knockout", "head_sweep"
_OFF, _QUESTION, _WANTED = f"{PAGE}.off_heads", f"{PAGE}.question", f"{SWEEP}.wanted"
_MOST_TOLD = 5


@dataclass(frozen=True)
class _Asked:
    """What the board works on."""

    card: ModelCard
    text: str
    heads: AttentionHeadsResult
    question: str


@dataclass(frozen=True)
class HeadsSetting(Setting):
    """Heads in a link: layer and head from 1, such as `3.10-5.1`; anything else is none."""

    name: str = "off"
    default: str = ""

    def parse(self, raw: str | None) -> str:
        """Read the parameter; the widget drops heads that the model does not have."""
        is_list = re.fullmatch(r"\d{1,3}\.\d{1,3}(-\d{1,3}\.\d{1,3}){0,99}", raw or "")
        return str(raw) if is_list else self.default


def bring_heads() -> None:
    """Set the widget to the heads that a link has switched off."""
    link = st.session_state.pop(f"{PAGE}.off", None)
    if link is not None:
        st.session_state[_OFF] = [part for part in str(link).split("-") if part]


def show_board(
    t: Translator,
    card: ModelCard,
    text: str,
    heads: AttentionHeadsResult,
    chosen: tuple[int, int],
    theme: ChartTheme,
) -> str:
    """Show the board.

    Args:
        heads: All heads of the model.
        chosen: Layer and head, from 0, that the atlas shows.

    Returns:
        The heads that are off, as a link carries them.
    """
    st.subheader(t(f"{PAGE}.board_title"), anchor=False)
    with st.container(width=720):
        st.markdown(t(f"{PAGE}.board_lead_{card.architecture.replace('-', '_')}"))
    question = ""
    if card.architecture == "question-answerer":
        question = st.text_input(
            t(f"{PAGE}.question"), key=_QUESTION, persist_state="session", max_chars=300, width=560
        )
    asked = _Asked(card, text, heads, question or "")
    off = _choose_off(t, heads, chosen)
    request = HeadKnockoutRequest(text, _parse(off), asked.question)
    result = show_answer(t, BOARD, card.id, request)
    if result is not None:
        _show_change(t, asked, request, result, theme)
        _show_sweep(t, asked, theme)
        with st.expander(t(f"{PAGE}.board_code")):
            code = head_knockout_code(card, request, heads.num_heads)
            st.code(code, language="python", wrap_lines=True)
    return "-".join(off)


def _parse(off: list[str]) -> tuple[tuple[int, int], ...]:
    pairs = [part.split(".") for part in off]
    return tuple(sorted((int(layer) - 1, int(head) - 1) for layer, head in pairs))


def _choose_off(t: Translator, heads: AttentionHeadsResult, chosen: tuple[int, int]) -> list[str]:
    options = [
        f"{layer + 1}.{head + 1}"
        for layer in range(heads.num_layers)
        for head in range(heads.num_heads)
    ]
    known = set(options)
    st.session_state[_OFF] = [part for part in st.session_state.get(_OFF, []) if part in known]
    layer, head = chosen
    with st.container(width=720):
        off = st.multiselect(
            t(f"{PAGE}.off_label"),
            options,
            format_func=lambda part: t(f"{PAGE}.head_short").format(*part.split(".")),
            key=_OFF,
            placeholder=t(f"{PAGE}.off_placeholder"),
            persist_state="session",
        )
    row = [f"{layer + 1}.{number + 1}" for number in range(heads.num_heads)]
    sinks = [
        f"{i + 1}.{j + 1}"
        for i in range(heads.num_layers)
        for j in range(heads.num_heads)
        if heads.role(i, j) == "sink"
    ]
    choices = {
        "this": [f"{layer + 1}.{head + 1}"],
        "layer": row,
        "sinks": sinks,
        "none": [],
    }
    with st.container(horizontal=True, gap="small"):
        for name, parts in choices.items():
            st.button(
                t(f"{PAGE}.off_{name}", layer=layer + 1),
                key=f"{PAGE}.off_{name}",
                disabled=name != "none" and not parts,
                on_click=_switch,
                args=(parts,),
            )
    return list(off)


def _switch(parts: list[str]) -> None:
    """Switch heads off beside those that are; none of them switches all on."""
    before = st.session_state.get(_OFF, [])
    st.session_state[_OFF] = [*before, *(p for p in parts if p not in before)] if parts else []


def _show_change(
    t: Translator,
    asked: _Asked,
    request: HeadKnockoutRequest,
    result: HeadKnockoutResult,
    theme: ChartTheme,
) -> None:
    with st.container(width=720):
        st.markdown(f"**{describe_change(t, result)}**")
        first, then = result.answer_before, result.answer_after
        if first is None or then is None:
            return
        names = [name_outcome(t, result, outcome) for outcome in result.outcomes]
        changed = first.name != then.name and bool(request.heads)
        values = t("common.separator").join(
            f"{name} {write_percent(outcome.before, 1)} → {write_percent(outcome.after, 1)}"
            for name, outcome in zip(names, result.outcomes, strict=True)
        )
        st.plotly_chart(
            paired_bars(
                names,
                (
                    (t(f"{PAGE}.after"), [outcome.after for outcome in result.outcomes]),
                    (t(f"{PAGE}.before"), [outcome.before for outcome in result.outcomes]),
                ),
                theme,
                t(f"{PAGE}.answer_changed" if changed else f"{PAGE}.answer_{result.kind}"),
                t(f"{PAGE}.probability_axis"),
                is_percent=True,
            ),
            theme=None,
            config=CONFIG,
            alt=t(f"{PAGE}.board_alt", values=values),
            key=f"{BOARD}.chart",
        )
        st.caption(t(f"{PAGE}.board_read"))


def _show_sweep(t: Translator, asked: _Asked, theme: ChartTheme) -> None:
    """Offer to switch off every head alone, and show what came of it."""
    wanted = (asked.card.id, asked.text, asked.question)
    if st.session_state.get(_WANTED) != wanted:
        with st.container(width=720):
            st.caption(t(f"{PAGE}.sweep_offer"))
        st.button(
            t(f"{PAGE}.sweep"),
            key=f"{SWEEP}.start",
            icon=":material/grid_view:",
            on_click=_want,
            args=(wanted,),
        )
        return
    request = HeadSweepRequest(asked.text, asked.question)
    result = show_answer(t, SWEEP, asked.card.id, request)
    if result is not None:
        _show_effects(t, result, theme)


def _want(wanted: tuple[str, str, str]) -> None:
    st.session_state[_WANTED] = wanted


def _show_effects(t: Translator, result: HeadSweepResult, theme: ChartTheme) -> None:
    is_vector = result.kind == "vector"
    unit = t(f"{PAGE}.effect_vector" if is_vector else f"{PAGE}.effect_kl")
    largest = result.largest(_MOST_TOLD)
    told = t("common.separator").join(
        f"{name_head(t, *place)} ({result.effects[place]:.3f})" for place in largest
    )
    with st.container(width=720):
        st.plotly_chart(
            effect_map(
                result.effects,
                theme,
                t(f"{PAGE}.sweep_title"),
                t(f"{PAGE}.layer_axis"),
                t(f"{PAGE}.head_axis"),
                unit,
            ),
            theme=None,
            config=CONFIG,
            alt=t(f"{PAGE}.sweep_alt", heads=told),
            key=f"{SWEEP}.chart",
        )
        st.caption(t(f"{PAGE}.sweep_read", heads=told))
        if not is_vector:
            st.caption(t(f"{PAGE}.sweep_changed", count=int(result.is_changed.sum())))
    st.button(
        t(f"{PAGE}.sweep_switch"),
        key=f"{SWEEP}.switch",
        on_click=_switch,
        args=([f"{largest[0][0] + 1}.{largest[0][1] + 1}"],),
    )
