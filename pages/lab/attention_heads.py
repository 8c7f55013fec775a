"""What heads do: an atlas of roles, heads that are alike, and what is lost without them."""

import streamlit as st

from components.export.attention_heads_code import attention_heads_code
from components.export.csv_table import csv_table
from components.interface.charts.theme import chart_theme
from components.interface.frame.permalink import Setting, Value
from components.interface.frame.session import current_translator, theme_name
from components.interface.lab.attention_heads.alike import show_alike
from components.interface.lab.attention_heads.head_choice import bring_head, show_choice
from components.interface.lab.attention_heads.head_table import describe_heads
from components.interface.lab.attention_heads.knockout_board import (
    HeadsSetting,
    bring_heads,
    show_board,
)
from components.interface.lab.shared.lab_input import show_lab_input
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
from components.records.attention_heads import AttentionHeadsRequest, AttentionHeadsResult
from components.records.model import ModelCard

PAGE = "attention_heads"
SETTINGS = [
    model_setting(PAGE),
    Setting("layer", 1, 1, 128),
    Setting("head", 3, 1, 128),
    HeadsSetting(),
]

t = current_translator()
theme = chart_theme(theme_name())


def restore() -> None:
    """Bring back what a link carries; the heads that are off stand in a widget of their own."""
    bring_head()
    restore_from_link(PAGE, SETTINGS)
    bring_heads()
    for setting in SETTINGS[1:3]:
        st.session_state.setdefault(f"{PAGE}.{setting.name}", setting.default)


def show_result(
    card: ModelCard, request: AttentionHeadsRequest, heads: AttentionHeadsResult
) -> None:
    """Show everything there is to say about the heads."""
    show_provenance(t, card, heads.provenance)
    layer, head = show_choice(t, heads, theme)
    st.download_button(
        t(f"{PAGE}.download"),
        csv_table(*describe_heads(t, heads)),
        file_name=f"heads-{card.id}.csv",
        mime="text/csv",
        key=f"{PAGE}.csv",
        icon=":material/download:",
        on_click="ignore",
    )
    off = show_board(t, card, request.text, heads, (layer, head), theme)
    show_alike(t, card, request.text, heads, (layer, head), theme)
    show_lab_links(t, PAGE)
    values: dict[str, Value] = {"model": card.id, "layer": layer + 1, "head": head + 1, "off": off}
    show_onward(t, PAGE, SETTINGS, values, request.text)
    show_how_it_works(t, PAGE)
    show_code(t, attention_heads_code(card, request, heads, layer, head))


restore()
show_heading(t, PAGE)
model, clean = show_lab_input(t, PAGE)
if clean is not None:
    asked = AttentionHeadsRequest(clean.text)
    answer = show_answer(t, PAGE, model.id, asked)
    if answer is not None:
        show_result(model, asked, answer)
