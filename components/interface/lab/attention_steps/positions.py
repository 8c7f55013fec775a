"""How a model encodes positions: sinusoids, learned vectors and rotary angles side by side."""

import plotly.graph_objects as go
import streamlit as st

from components.interface.charts.theme import CONFIG, ChartTheme
from components.interface.charts.vector_strips import StripRows, vector_strips
from components.interface.frame.i18n import Translator
from components.interface.frame.session import register_translated_options
from components.records.attention_steps import AttentionStepsResult, Floats
from components.service.positions import values_of

PAGE = "attention_steps"
_FORMULAS = {
    "sinusoidal": r"\mathrm{PE}_{p,2i} = \sin\frac{p}{10000^{2i/d}}, \qquad "
    r"\mathrm{PE}_{p,2i+1} = \cos\frac{p}{10000^{2i/d}}",
    "learned": r"x_p = E_{\text{token}} + P_p",
    "rotary": r"\begin{pmatrix} q'_{i} \\ q'_{i+d/2} \end{pmatrix} = "
    r"\begin{pmatrix} \cos p\theta_i & -\sin p\theta_i \\ "
    r"\sin p\theta_i & \cos p\theta_i \end{pmatrix}"
    r"\begin{pmatrix} q_{i} \\ q_{i+d/2} \end{pmatrix}, \qquad \theta_i = b^{-2i/d}",
}


def show_positions(t: Translator, result: AttentionStepsResult, theme: ChartTheme) -> None:
    """Show the three ways, the model's own first."""
    kinds = [result.positions, *(kind for kind in _FORMULAS if kind != result.positions)]
    key = f"{PAGE}.positions"
    if st.session_state.get(key) not in kinds:
        st.session_state[key] = kinds[0]
    register_translated_options(key)
    chosen = st.segmented_control(
        t(f"{PAGE}.positions_title"),
        kinds,
        format_func=lambda kind: t(f"{PAGE}.positions.{kind}"),
        key=key,
        required=True,
    )
    kind = str(chosen)
    note = "own" if kind == result.positions else "other"
    with st.container(width=720):
        st.markdown(f"{t(f'{PAGE}.positions_note.{note}')} {t(f'{PAGE}.positions_how.{kind}')}")
        st.latex(_FORMULAS[kind])
    values = values_of(kind, result)
    if values is None:
        st.caption(t(f"{PAGE}.positions_none"))
        return
    st.plotly_chart(
        position_chart(t, kind, values, theme),
        theme=None,
        config=CONFIG,
        alt=t(f"{PAGE}.alt.positions", kind=t(f"{PAGE}.positions.{kind}")),
        key=f"{PAGE}.positions_{kind}",
    )
    st.caption(t(f"{PAGE}.positions_read.{kind}"))


def position_chart(t: Translator, kind: str, values: Floats, theme: ChartTheme) -> go.Figure:
    """Draw one strip per position."""
    labels = [str(place + 1) for place in range(len(values))]
    return vector_strips(
        values,
        StripRows(labels, height_px=5, label_every=8),
        theme,
        title=t(f"{PAGE}.positions_chart.{kind}"),
        axis=t(f"{PAGE}.pair" if kind == "rotary" else f"{PAGE}.dimension"),
        limit=None if kind == "learned" else 1.0,
    )
