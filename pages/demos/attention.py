"""Attention of an encoder or a decoder: all heads, one head, one token."""

from dataclasses import replace

import streamlit as st

from components.interface.charts.attention import (
    HeatmapLabels,
    attention_heatmap,
    heatmap_width,
)
from components.interface.charts.attention_row import attention_bars
from components.interface.charts.theme import CONFIG, chart_theme
from components.interface.charts.token_labels import isolate
from components.interface.export.attention_code import attention_code
from components.interface.export.attention_csv import attention_csv
from components.interface.permalink import Setting
from components.interface.session import current_translator, theme_name
from components.interface.widgets.answering import show_answer
from components.interface.widgets.attention.head_choice import shares_of, show_head_choice
from components.interface.widgets.frame import (
    restore_from_link,
    show_code,
    show_heading,
    show_how_it_works,
)
from components.interface.widgets.model_picker import model_setting, show_model_picker
from components.interface.widgets.notices import show_provenance
from components.interface.widgets.onward import show_onward
from components.interface.widgets.other_reader import follow_text, show_followed
from components.interface.widgets.text_input import show_text_input
from components.records.attention import AttentionRequest, AttentionResult
from components.records.model import ModelCard

PAGE = "attention"
SETTINGS = [
    model_setting(PAGE),
    Setting("layer", 4, 1, 128),
    Setting("head", 2, 1, 128),
    Setting("hide_special", False),
    Setting("merge_words", False),
    Setting("max_tokens", 96, 8, 128),
]
# Up to this many tokens the heat map stands beside the thumbnails, else below them.
MOST_TOKENS_BESIDE = 36

t = current_translator()
theme = chart_theme(theme_name())


def place_of(result: AttentionResult) -> dict[str, int]:
    """Give layer and head as people count them."""
    return {"layer": result.layer + 1, "head": result.head + 1}


def show_map(result: AttentionResult) -> list[int]:
    """Show the chosen head's weights; give the places of the tokens shown."""
    has_special = any(token.is_special for token in result.tokens)
    with st.container(horizontal=True, gap="medium"):
        is_hiding = st.toggle(
            t(f"{PAGE}.hide_special"),
            key=f"{PAGE}.hide_special",
            disabled=not has_special,
            persist_state="session",
        )
        is_merged = st.toggle(
            t(f"{PAGE}.merge_words"),
            key=f"{PAGE}.merge_words",
            help=t(f"{PAGE}.merge_words_help"),
            persist_state="session",
        )
    positions = result.positions(is_hiding)
    figure = attention_heatmap(
        result.weights,
        result.tokens,
        positions,
        HeatmapLabels(
            title=t(f"{PAGE}.map_title", **place_of(result)),
            **{
                name: t(f"{PAGE}.{name}")
                for name in ("query", "key", "weight", "row_sum", "masked")
            },
        ),
        theme,
        result.is_causal,
    )
    # The map keeps a width at which its labels can be read and scrolls inside its own box.
    width = heatmap_width(len(positions))
    st.html(
        f"<style>.st-key-{PAGE}-map {{ overflow-x: auto; }}"
        f".st-key-{PAGE}-map > * {{ min-width: {width}px; }}</style>"
    )
    with st.container(key=f"{PAGE}-map"):
        st.plotly_chart(
            figure,
            theme=None,
            config=CONFIG,
            alt=t(f"{PAGE}.map_alt", count=len(positions), **place_of(result)),
            key=f"{PAGE}.heatmap",
        )
    name = t(f"{PAGE}.head_name", **place_of(result))
    st.markdown(t(f"{PAGE}.summary", name=name, shares=shares_of(t, result, "share_to")))
    notes = [f"{PAGE}.map_read_dark" if theme_name() == "dark" else f"{PAGE}.map_read"]
    notes += [f"{PAGE}.map_masked"] if result.is_causal else []
    notes += [f"{PAGE}.no_special"] if not has_special else []
    notes += [f"{PAGE}.map_merged"] if is_merged else []
    notes += [f"{PAGE}.map_hidden"] if len(positions) < len(result.tokens) else []
    notes += [f"{PAGE}.only_special"] if all(token.is_special for token in result.tokens) else []
    with st.container(width=720):
        # Chinese sets no space after a full stop.
        st.caption(" ".join(t(note) for note in notes).replace("。 ", "。"))
    return positions


def show_row(result: AttentionResult, positions: list[int]) -> int:
    """Show where one token looks; give its place."""
    st.subheader(t(f"{PAGE}.row_title"), anchor=False)
    key = f"{PAGE}.query"
    of_text = tuple(token.id for token in result.tokens)
    if st.session_state.get(f"{key}_of") != of_text or st.session_state.get(key) not in positions:
        st.session_state[key] = result.default_query()
        st.session_state[f"{key}_of"] = of_text
    with st.container(width=720):
        query = st.selectbox(
            t(f"{PAGE}.row_query"),
            positions,
            format_func=lambda place: f"{place + 1} · {isolate(result.tokens[place].text)}",
            key=key,
            persist_state="session",
            width=280,
        )
        values = {"token": isolate(result.tokens[query].text), **place_of(result)}
        figure = attention_bars(
            result.weights[query],
            result.tokens,
            positions[: positions.index(query) + 1] if result.is_causal else positions,
            t(f"{PAGE}.row_chart", **values),
            t(f"{PAGE}.weight"),
            theme,
        )
        count = len(figure.data[0].x)
        st.plotly_chart(
            figure,
            theme=None,
            config=CONFIG,
            alt=t(f"{PAGE}.row_alt", count=count, number=query + 1, **values),
            key=f"{PAGE}.bars",
        )
        is_hiding = len(positions) < len(result.tokens)
        st.caption(t(f"{PAGE}.row_read_hidden" if is_hiding else f"{PAGE}.row_read"))
    return query


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


def show_download(result: AttentionResult) -> None:
    """Offer the whole matrix of the chosen head."""
    model_id = result.provenance.model_id
    st.download_button(
        t(f"{PAGE}.download"),
        attention_csv(result, t(f"{PAGE}.csv_corner")),
        file_name=f"attention-{model_id}-layer{result.layer + 1}-head{result.head + 1}.csv",
        mime="text/csv",
        key=f"{PAGE}.csv",
        icon=":material/download:",
        on_click="ignore",
    )


def settings_now() -> dict[str, str | int | bool]:
    """Give every setting's value."""
    return {setting.name: st.session_state[f"{PAGE}.{setting.name}"] for setting in SETTINGS}


def show_result(card: ModelCard, request: AttentionRequest, result: AttentionResult) -> None:
    """Show everything there is to say about one text."""
    show_limits(card, result)
    if len(result.tokens) <= MOST_TOKENS_BESIDE:
        left, right = st.columns([5, 7], gap="large")
    else:
        left, right = st.container(), st.container()
    with left:
        show_head_choice(t, result, theme)
    with right:
        positions = show_map(result)
        show_download(result)
    query = show_row(result, positions)
    show_onward(t, PAGE, SETTINGS, settings_now(), request.text)
    show_how_it_works(t, PAGE)
    asked = replace(request, layer=result.layer, head=result.head)
    show_code(t, attention_code(card.id, asked, query, result.starts))


restore_from_link(PAGE, SETTINGS)
for setting in SETTINGS[1:]:
    st.session_state.setdefault(f"{PAGE}.{setting.name}", setting.default)
show_heading(t, PAGE)
picker, limit = st.columns([3, 1], vertical_alignment="top")
with limit:
    st.number_input(
        t(f"{PAGE}.max_tokens"),
        8,
        128,
        step=8,
        key=f"{PAGE}.max_tokens",
        help=t(f"{PAGE}.max_tokens_help"),
        persist_state="session",
    )
clean = show_text_input(t, PAGE)
follow_text(PAGE, PAGE, [clean.text] if clean else [])
with picker:
    chosen = show_model_picker(t, PAGE)
    show_followed(t, PAGE)
if clean is not None:
    now = settings_now()
    asked_for = AttentionRequest(
        clean.text,
        layer=int(now["layer"]) - 1,
        head=int(now["head"]) - 1,
        max_tokens=int(now["max_tokens"]),
        merge_words=bool(now["merge_words"]),
    )
    answer = show_answer(t, PAGE, chosen.id, asked_for)
    if answer is not None:
        show_result(chosen, asked_for, answer)
