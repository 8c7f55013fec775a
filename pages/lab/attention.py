"""Attention of an encoder or a decoder: all heads, the chosen ones, the chosen tokens."""

from dataclasses import replace

import streamlit as st

from components.export.attention_code import attention_code
from components.interface.charts.theme import chart_theme
from components.interface.frame.permalink import Setting, Value
from components.interface.frame.session import current_translator, is_arrival, theme_name
from components.interface.lab.attention.head_choice import (
    POOLS,
    SCOPES,
    chosen_heads,
    show_head_choice,
    show_scope,
)
from components.interface.lab.attention.keep import show_keep
from components.interface.lab.attention.pair import read_pair
from components.interface.lab.attention.token_sums import (
    forget_picked,
    show_token_sums,
)
from components.interface.lab.attention.view_choice import (
    DIRECTIONS,
    MODES,
    UNITS,
    show_view,
)
from components.interface.lab.shared.lab_input import carried_head, carry_head, show_lab_input
from components.interface.lab.shared.lab_links import show_lab_links
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
from components.records.attention import MAX_TOKENS, AttentionRequest, AttentionResult
from components.records.model import ModelCard

PAGE = "attention"
FIRST_HEAD = (3, 1)
"""Layer and head, from 0, at which MiniLM looks from *it* at *the animal* in the first example."""

SETTINGS = [
    model_setting(PAGE),
    Setting("layer", FIRST_HEAD[0] + 1, 1, 128),
    Setting("head", FIRST_HEAD[1] + 1, 1, 128),
    Setting("scope", SCOPES[0], options=SCOPES),
    Setting("pool", POOLS[0], options=POOLS),
    Setting("chosen", (), 101, 12_899),
    Setting("mode", MODES[0], options=MODES),
    Setting("unit", UNITS[0], options=UNITS),
    Setting("direction", DIRECTIONS[0], options=DIRECTIONS),
    Setting("hide_special", False),
    Setting("rescale", False),
    Setting("queries", (), 0, MAX_TOKENS - 1),
    Setting("keys", (), 0, MAX_TOKENS - 1),
    Setting("max_tokens", MAX_TOKENS, 8, MAX_TOKENS),
]
# Up to this many tokens the map stands beside the thumbnails, else below them.
MOST_TOKENS_BESIDE = 36

t = current_translator()
theme = chart_theme(theme_name())


def set_up() -> None:
    """Take settings from a link, the head from the last page of the lab, the rest from defaults."""
    has_link = bool(set(st.query_params) - {"lang"})
    if has_link:
        forget_picked()
    restore_from_link(PAGE, SETTINGS)
    for setting in SETTINGS[1:]:
        st.session_state.setdefault(f"{PAGE}.{setting.name}", setting.default)
    if is_arrival() and not has_link:
        layer, head = carried_head(FIRST_HEAD)
        st.session_state[f"{PAGE}.layer"] = layer + 1
        st.session_state[f"{PAGE}.head"] = head + 1


def settings_now() -> dict[str, Value]:
    """Give every setting's value as links carry it."""
    values = {s.name: st.session_state[f"{PAGE}.{s.name}"] for s in SETTINGS}
    return {n: tuple(value) if isinstance(value, list) else value for n, value in values.items()}


def show_limits(card: ModelCard, result: AttentionResult) -> None:
    """Say what the model could not read, then where the result comes from."""
    unknown = result.provenance.unknown_share
    if unknown > 0:
        st.warning(t(f"{PAGE}.unknown", percent=f"{100 * unknown:.0f}"), icon=":material/info:")
    show_provenance(t, card, replace(result.provenance, unknown_share=0.0))
    texts = [token.text for token in result.tokens]
    if any("⟨" in text for text in texts):
        st.caption(t(f"{PAGE}.bytes"))
    elif any("␣" in text for text in texts):
        st.caption(t(f"{PAGE}.spaces"))


def show_result(
    card: ModelCard, request: AttentionRequest, result: AttentionResult, text: str
) -> None:
    """Show everything there is to say about one text."""
    show_limits(card, result)
    if len(result.tokens) <= MOST_TOKENS_BESIDE:
        left, right = st.columns([5, 7], gap="large")
    else:
        left, right = st.container(), st.container()
    with left:
        show_head_choice(t, result, theme)
    with right:
        view = show_view(t, request, result, theme)
        keep = st.container()
    queries = show_token_sums(t, result, view, theme) or [result.default_query()]
    code = attention_code(card.id, request, result, queries)
    with keep:
        show_keep(
            t,
            card,
            request,
            result,
            view,
            code=code,
            text=text,
            settings=SETTINGS,
            values=settings_now(),
        )
    show_lab_links(t, PAGE)
    show_onward(t, PAGE, SETTINGS, settings_now(), text)
    show_how_it_works(t, PAGE)
    show_code(t, code)


set_up()
show_heading(t, PAGE)
chosen, clean = show_lab_input(t, PAGE)
with st.container(horizontal=True, gap="medium", vertical_alignment="top"):
    scope = show_scope(t)
    st.number_input(
        t(f"{PAGE}.max_tokens"),
        8,
        MAX_TOKENS,
        step=8,
        key=f"{PAGE}.max_tokens",
        help=t(f"{PAGE}.max_tokens_help"),
        persist_state="session",
        width=180,
    )
if clean is not None:
    first, second = read_pair(t, clean.text)
    now = settings_now()
    asked = AttentionRequest(
        first,
        layer=int(str(now["layer"])) - 1,
        head=int(str(now["head"])) - 1,
        max_tokens=int(str(now["max_tokens"])),
        unit=st.session_state[f"{PAGE}.unit"],
        second=second,
        scope=scope,
        pool=st.session_state[f"{PAGE}.pool"],
        chosen=chosen_heads() if scope in ("chosen", "difference") else (),
    )
    # A container of its own: what follows keeps its place, so the canvas keeps zoom and cursor.
    with st.container():
        answer = show_answer(t, PAGE, chosen.id, asked)
    if answer is not None:
        carry_head(answer.layer, answer.head)
        show_result(chosen, asked, answer, clean.text)
