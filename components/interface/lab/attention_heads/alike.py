"""Heads that are alike, as a sorted matrix."""

import streamlit as st

from components.interface.charts.head_atlas import role_color
from components.interface.charts.head_maps import similarity_matrix
from components.interface.charts.theme import CONFIG, ChartTheme
from components.interface.frame.i18n import Translator
from components.interface.frame.session import register_translated_options
from components.interface.lab.attention_heads.head_words import PAGE, name_head
from components.interface.shared.answering import show_answer
from components.records.attention_heads import AttentionHeadsResult, HeadSimilarityRequest
from components.records.model import ModelCard

_SECTION = "head_similarity"


def show_alike(
    t: Translator,
    card: ModelCard,
    text: str,
    heads: AttentionHeadsResult,
    chosen: tuple[int, int],
    theme: ChartTheme,
) -> None:
    """Show the folded section; nothing is computed before it is opened."""
    section = st.expander(t(f"{PAGE}.alike"), key=f"{_SECTION}.section", on_change="rerun")
    register_translated_options(f"{_SECTION}.section")
    if not section.open:
        return
    with section, st.container(width=720):
        st.markdown(t(f"{PAGE}.alike_lead"))
        result = show_answer(t, _SECTION, card.id, HeadSimilarityRequest(text))
        if result is None:
            return
        places = [divmod(index, heads.num_heads) for index in range(len(result.distances))]
        near = t("common.separator").join(
            f"{name_head(t, layer, head)} ({distance:.2f})"
            for layer, head, distance in result.nearest(*chosen)
        )
        st.markdown(t(f"{PAGE}.alike_nearest", head=name_head(t, *chosen), heads=near))
        st.plotly_chart(
            similarity_matrix(
                result.distances,
                result.order,
                [name_head(t, *place) for place in places],
                [role_color(heads.role(*place), theme) for place in places],
                theme,
                t(f"{PAGE}.alike_title"),
                t(f"{PAGE}.alike_axis"),
            ),
            theme=None,
            config=CONFIG,
            alt=t(f"{PAGE}.alike_alt", count=len(places)),
            key=f"{_SECTION}.chart",
        )
        st.caption(t(f"{PAGE}.alike_read"))
