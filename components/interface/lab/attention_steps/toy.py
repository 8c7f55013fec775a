"""A head of four words and four numbers that one can follow by hand."""

from collections.abc import Sequence

import streamlit as st

from components.interface.charts.theme import ChartTheme, plain
from components.interface.frame.i18n import Translator
from components.interface.lab.attention_steps import scoring
from components.interface.lab.attention_steps.scoring import PAGE, HeadView
from components.interface.lab.attention_steps.stepper import show_stepper
from components.interface.lab.shared.token_choice import show_token_choice
from components.records.token import Token
from components.service.toy_head import KEYS, QUERIES, VALUES, WIDTH, compute_toy

LOOKING = 2
"""Place of the word that is followed at first."""

LARGEST = 9
STEPS = ("vectors", "scores", "scale", "mask", "softmax", "sum")
_SHOW = {
    "scores": scoring.show_scores,
    "scale": scoring.show_scale,
    "mask": scoring.show_mask,
    "softmax": scoring.show_softmax,
    "sum": scoring.show_sum,
}


def show_toy(t: Translator, theme: ChartTheme) -> None:
    """Show the toy: its words, its vectors to edit, and every step."""
    with st.container(width=720):
        st.markdown(t(f"{PAGE}.toy.lead"))
    words = t.items(f"{PAGE}.toy.word")
    tokens = [Token(number, word, 0, len(word)) for number, word in enumerate(words)]
    query = show_token_choice(t, PAGE, tokens, LOOKING)
    is_causal = st.toggle(
        t(f"{PAGE}.toy.causal"), key=f"{PAGE}.toy_causal", persist_state="session"
    )
    shown = show_stepper(t, PAGE, STEPS)
    # The cells stand on the page in every step, so that what was typed into them stays.
    with st.expander(t(f"{PAGE}.toy.cells"), expanded="vectors" in shown):
        queries, keys, values = _show_cells(t, words)
    view = HeadView(
        t,
        theme,
        compute_toy(queries, keys, values, is_causal),
        [f"{place} {plain(word)}" for place, word in enumerate(words, start=1)],
        query,
        is_causal,
        "toy",
        is_small=True,
    )
    for step in shown:
        st.subheader(t(f"{PAGE}.step_title.{step}"), anchor=False)
        if step == "vectors":
            scoring.explain(t, "toy.vectors", r"Q,\ K,\ V \in \mathbb{R}^{4 \times 4}")
        else:
            _SHOW[step](view)


def _show_cells(t: Translator, words: Sequence[str]) -> list[list[list[float]]]:
    """Show Q, K and V to edit; an emptied cell counts as 0."""
    matrices = []
    columns = st.columns(3, gap="medium")
    for column, (name, rows) in zip(
        columns, (("query", QUERIES), ("key", KEYS), ("value", VALUES)), strict=True
    ):
        with column:
            st.markdown(t(f"{PAGE}.toy.{name}"))
            edited = st.data_editor(
                [
                    {"word": word, **{f"d{n}": row[n - 1] for n in range(1, WIDTH + 1)}}
                    for word, row in zip(words, rows, strict=True)
                ],
                column_config={
                    "word": st.column_config.TextColumn(t(f"{PAGE}.toy.column"), width=76)
                }
                | {
                    f"d{n}": st.column_config.NumberColumn(
                        str(n), min_value=-LARGEST, max_value=LARGEST, step=1, width=44
                    )
                    for n in range(1, WIDTH + 1)
                },
                disabled=["word"],
                hide_index=True,
                key=f"{PAGE}.toy_{name}",
            )
            matrices.append(
                [[_number(row[f"d{n}"]) for n in range(1, WIDTH + 1)] for row in edited]
            )
    return matrices


def _number(cell: object) -> float:
    return float(cell) if isinstance(cell, int | float) else 0.0
