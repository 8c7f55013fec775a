"""Words of the visitor's, watched on their way through the layers."""

import regex
import streamlit as st

from components.interface.charts.layer_lines import MOST_LINES, ValueAxis, layer_lines
from components.interface.charts.percents import write_probability
from components.interface.charts.theme import CONFIG, ChartTheme
from components.interface.frame.i18n import Translator
from components.interface.shared.answering import show_answer
from components.interface.shared.model_table import show_table
from components.records.layers import LayersRequest, Lens
from components.records.model import ModelCard
from components.records.refusal import Refusal
from components.records.watched_tokens import WatchedTokensRequest, WatchedTokensResult
from components.text.cleaning import clean_text, replace_surrogates
from components.text.graphemes import shorten

PAGE = "layers"
LONGEST_WORD = 40
LONGEST_WORDS = MOST_LINES * LONGEST_WORD
"""Most characters in the box of words."""
_BREAKS = regex.compile(r"[,，、;；\n]+")


def show_watched(
    t: Translator,
    theme: ChartTheme,
    card: ModelCard,
    asked: LayersRequest,
    lens: Lens,
    place: int,
) -> None:
    """Show a box for words, and their ranks layer by layer.

    Args:
        card: Of a decoder.
        asked: What the page shows.
        lens: Its lens, whose last answers can be taken as words.
        place: Of the token after which words are looked for, from 0.
    """
    with st.container(width=720):
        st.markdown(t(f"{PAGE}.watch_lead", place=place + 1))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        raw = st.text_input(
            t(f"{PAGE}.words"),
            key=f"{PAGE}.words",
            placeholder=t(f"{PAGE}.words_placeholder"),
            max_chars=LONGEST_WORDS,
            persist_state="session",
            width=420,
        )
        st.button(
            t(f"{PAGE}.take_answers"),
            key=f"{PAGE}.take_answers",
            on_click=_take,
            args=([text.lstrip("␣") for text in lens.top_texts[-1][place]],),
        )
    words = split_words(replace_surrogates(raw or "")[0])
    if not words:
        st.caption(t(f"{PAGE}.words_none", most=MOST_LINES))
        return
    request = WatchedTokensRequest(asked.text, words, place, asked.max_tokens)
    answer = show_answer(t, f"{PAGE}.watched", card.id, request)
    if answer is not None:
        _show_ranks(t, theme, answer, place)


def _take(words: list[str]) -> None:
    kept = [word for word in words if word.strip() and not _BREAKS.search(word) and "⟨" not in word]
    st.session_state[f"{PAGE}.words"] = ", ".join(kept)


def split_words(raw: str) -> tuple[str, ...]:
    """Cut what a visitor typed at its commas and lines; each word once, the first `MOST_LINES`.

    Example:
        >>> split_words("Paris, London，Paris; 北京、 ")
        ('Paris', 'London', '北京')
    """
    try:
        text = clean_text(raw).text
    except Refusal:
        return ()
    words = [shorten(word.strip(), LONGEST_WORD) for word in _BREAKS.split(text)]
    return tuple(dict.fromkeys(word for word in words if word))[:MOST_LINES]


def _show_ranks(t: Translator, theme: ChartTheme, answer: WatchedTokensResult, place: int) -> None:
    lines = {f"{word.word} ({word.pieces[0]})": word.ranks.tolist() for word in answer.words}
    figure = layer_lines(
        lines,
        theme,
        title=t(f"{PAGE}.ranks_title", place=place + 1),
        layer=t(f"{PAGE}.layer_axis"),
        axis=ValueAxis(t(f"{PAGE}.ranks_axis"), "rank", digits=",d"),
    )
    st.plotly_chart(
        figure,
        theme=None,
        config=CONFIG,
        alt=t(f"{PAGE}.ranks_alt", count=len(lines)),
        key=f"{PAGE}.ranks",
    )
    with st.container(width=720):
        st.caption(t(f"{PAGE}.ranks_read"))
    rows = [
        {
            "word": word.word,
            "pieces": " | ".join(word.pieces),
            "pieces_more": t(f"{PAGE}.first_piece") if len(word.pieces) > 1 else "",
            "best": f"{int(word.ranks.min()):,}",
            "best_more": t(f"{PAGE}.at_layer", layer=int(word.ranks.argmin())),
            "last": f"{int(word.ranks[-1]):,}",
            "share": write_probability(float(word.probabilities[-1]), digits=1),
        }
        for word in answer.words
    ]
    columns = {name: t(f"{PAGE}.column.{name}") for name in ("word", "pieces", "best", "last")}
    columns["share"] = t(f"{PAGE}.column.share")
    show_table(columns, rows, t(f"{PAGE}.words_table"), f"{PAGE}.words_table")
