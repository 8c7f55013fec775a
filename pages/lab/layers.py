"""Layer by layer: what a decoder would say next, and how states of any model change."""

import streamlit as st

from components.export.layers_code import layers_code
from components.interface.charts.theme import chart_theme
from components.interface.charts.token_labels import token_label
from components.interface.frame import runtime
from components.interface.frame.permalink import Setting
from components.interface.frame.session import (
    current_translator,
    register_translated_options,
    theme_name,
)
from components.interface.lab.layers.lens import show_lens
from components.interface.lab.layers.states import show_states
from components.interface.lab.layers.watched import LONGEST_WORDS, show_watched
from components.interface.lab.shared.lab_input import show_lab_input
from components.interface.lab.shared.lab_links import show_lab_links
from components.interface.lab.shared.token_choice import last_word, show_token_choice
from components.interface.shared.answering import show_answer
from components.interface.shared.frame import (
    restore_from_link,
    show_code,
    show_heading,
    show_how_it_works,
)
from components.interface.shared.notices import show_provenance
from components.interface.shared.onward import show_onward
from components.records.layers import MAX_LAYERS_TOKENS, LayersRequest, LayersResult
from components.records.model import ModelCard

PAGE = "layers"
VIEWS = ("lens", "watch", "states")

t = current_translator()
theme = chart_theme(theme_name())


def page_settings() -> list[Setting]:
    """Describe what links carry; the first decoder is the page's default model."""
    usable = runtime.offers().usable(PAGE)
    decoders = [card.id for card in usable if card.architecture == "decoder"]
    ids = [card.id for card in [*usable, *runtime.offers().with_terms(PAGE)]]
    return [
        Setting("model", (decoders or ids)[0], options=ids),
        Setting("view", "lens", options=VIEWS),
        Setting("place", 0, 0, MAX_LAYERS_TOKENS),
        Setting("layer", 128, 0, 128),
        Setting("words", "", longest=LONGEST_WORDS),
    ]


def choose_view(result: LayersResult) -> str:
    """Show the choice of a view where the model has more than one."""
    if result.lens is None:
        return "states"
    key = f"{PAGE}.view"
    register_translated_options(key)
    view = st.segmented_control(
        t(f"{PAGE}.view_label"),
        VIEWS,
        format_func=lambda view: t(f"{PAGE}.view.{view}"),
        key=key,
        required=True,
        persist_state="session",
        label_visibility="collapsed",
    )
    return str(view)


def first_place(result: LayersResult) -> int:
    """Choose the token followed at first: the last one of a decoder, which the answer follows."""
    return len(result.tokens) - 1 if result.lens is not None else last_word(result.tokens)


def show_result(card: ModelCard, request: LayersRequest, result: LayersResult) -> None:
    """Show a text on its way through the layers."""
    with st.container(width=720):
        st.markdown(t(f"{PAGE}.tokens_label"))
    place = show_token_choice(t, PAGE, result.tokens, first_place(result))
    show_provenance(t, card, result.provenance)
    labels = [f"{spot} {token_label(token)}" for spot, token in enumerate(result.tokens, start=1)]
    if any("·" in token.text for token in result.tokens):
        st.caption(t(f"{PAGE}.parts"))
    st.caption(t(f"{PAGE}.encoder_note" if result.lens is None else f"{PAGE}.answer_note"))
    view = choose_view(result)
    if view == "states" or result.lens is None:
        show_states(t, theme, result, labels, place)
    elif view == "lens":
        show_lens(t, theme, result, result.lens, labels, place)
    else:
        show_watched(t, theme, card, request, result.lens, place)
    show_lab_links(t, PAGE)
    show_onward(t, PAGE, settings, settings_now(), request.text)
    show_how_it_works(t, PAGE)
    show_code(t, layers_code(card, request, place))


def settings_now() -> dict[str, str | int | bool]:
    """Return every setting's value."""
    return {s.name: st.session_state.get(f"{PAGE}.{s.name}", s.default) for s in settings}


settings = page_settings()
restore_from_link(PAGE, settings)
for setting in settings[:2]:
    st.session_state.setdefault(f"{PAGE}.{setting.name}", setting.default)
show_heading(t, PAGE)
chosen, clean = show_lab_input(t, PAGE)
if clean is not None:
    asked_for = LayersRequest(clean.text)
    answer = show_answer(t, PAGE, chosen.id, asked_for)
    if answer is not None:
        show_result(chosen, asked_for, answer)
