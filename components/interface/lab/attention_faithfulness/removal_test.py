"""The test of the methods: take away, or keep alone, the tokens that each one names."""

import streamlit as st

from components.interface.charts.faithfulness import write_signed
from components.interface.charts.removal import Line, method_dots, removal_curves
from components.interface.charts.theme import CONFIG, ChartTheme
from components.interface.frame.i18n import Translator
from components.interface.frame.session import register_translated_options
from components.interface.lab.attention_faithfulness.faithfulness_words import (
    PAGE,
    method_color,
    name_method,
)
from components.records.attention_faithfulness import (
    ATTENTION_METHODS,
    METHODS,
    RANDOM,
    REMOVALS,
    AttentionFaithfulnessResult,
    Removal,
)

FIRST_SHOWN = ("attention_last", "rollout", "integrated_gradients", "occlusion", RANDOM)


def show_scores(t: Translator, result: AttentionFaithfulnessResult, theme: ChartTheme) -> None:
    """Show comprehensiveness and sufficiency of every method beside the random baseline."""
    curves = [result.curves[method] for method in METHODS]
    random = result.curves[RANDOM]
    measures = {
        "comprehensiveness": (
            [curve.comprehensiveness for curve in curves],
            random.comprehensiveness,
        ),
        "sufficiency": ([curve.sufficiency for curve in curves], random.sufficiency),
    }
    names = [name_method(t, method) for method in METHODS]
    for measure, (values, chance) in measures.items():
        told = t("common.separator").join(
            f"{name} {write_signed(value)}" for name, value in zip(names, values, strict=True)
        )
        st.plotly_chart(
            method_dots(
                names,
                [method_color(method, theme) for method in METHODS],
                values,
                (name_method(t, RANDOM), chance),
                theme,
                t(f"{PAGE}.{measure}_title"),
                t(f"{PAGE}.{measure}"),
            ),
            theme=None,
            config=CONFIG,
            alt=t(f"{PAGE}.scores_alt", title=t(f"{PAGE}.{measure}_title"), values=told),
            key=f"{PAGE}.{measure}",
        )
        with st.container(width=720):
            st.caption(t(f"{PAGE}.{measure}_read"))


def show_curves(
    t: Translator, result: AttentionFaithfulnessResult, label: str, theme: ChartTheme
) -> None:
    """Show the probability while tokens go, or come, in the order of the methods chosen."""
    for field, first in (("kind", REMOVALS[0]), ("shown", list(FIRST_SHOWN))):
        register_translated_options(f"{PAGE}.{field}")
        st.session_state.setdefault(f"{PAGE}.{field}", first)
    chosen = st.segmented_control(
        t(f"{PAGE}.kind"),
        REMOVALS,
        format_func=lambda kind: t(f"{PAGE}.kind_{kind}"),
        key=f"{PAGE}.kind",
        required=True,
        persist_state="session",
    )
    kind: Removal = "insertion" if chosen == "insertion" else "deletion"
    shown = st.pills(
        t(f"{PAGE}.shown"),
        (*METHODS, RANDOM),
        format_func=lambda method: name_method(t, method),
        selection_mode="multi",
        key=f"{PAGE}.shown",
        persist_state="session",
    )
    methods = [method for method in (*METHODS, RANDOM) if method in shown]
    areas = {m: result.curves[m].area(kind) for m in methods}
    lines = [
        Line(
            f"{name_method(t, method)} ({areas[method]:.2f})",
            result.curves[method].heights(kind),
            method_color(method, theme),
            _dash(method),
        )
        for method in methods
    ]
    told = t("common.separator").join(line.name for line in lines)
    st.plotly_chart(
        removal_curves(
            result.shares,
            lines,
            theme,
            t(f"{PAGE}.{kind}_title"),
            t(f"{PAGE}.{kind}_axis"),
            t(f"{PAGE}.probability_axis", label=label),
        ),
        theme=None,
        config=CONFIG,
        alt=t(f"{PAGE}.curves_alt", values=told),
        key=f"{PAGE}.curves",
    )
    with st.container(width=720):
        st.caption(t(f"{PAGE}.{kind}_read"))


def _dash(method: str) -> str:
    if method == RANDOM:
        return "dot"
    return "dash" if method in ATTENTION_METHODS else "solid"
