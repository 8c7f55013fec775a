"""From tokens to queries, keys and values, and from the heads to the layer's output."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from components.interface.charts.head_groups import head_groups
from components.interface.charts.theme import CONFIG
from components.interface.charts.vector_strips import MOST_DIMENSIONS, StripRows, vector_strips
from components.interface.lab.attention_steps import worked
from components.interface.lab.attention_steps.positions import show_positions
from components.interface.lab.attention_steps.scoring import (
    PAGE,
    HeadView,
    explain,
    show_chart,
    show_worked,
)
from components.records.attention_steps import AttentionStepsResult, Floats

_EMBED = {
    "learned": r"x_p = \mathrm{LayerNorm}\!\left(E_{\text{token}} + S_0 + P_p\right)",
    "rotary": r"x_p = E_{\text{token}}",
}
_NORM = r"x = \frac{h}{\sqrt{\frac{1}{d}\sum_n h_n^2 + \varepsilon}} \odot g"


def show_embed(view: HeadView, result: AttentionStepsResult) -> None:
    """Show what the first layer is given, for the followed token, and positions."""
    t, kind = view.t, result.positions
    explain(t, f"explain.embed_{kind}", _EMBED[kind])
    parts = result.embedding.parts
    rows = [t(f"{PAGE}.part.{name}") for name in parts]
    vectors = [vector[view.query] for vector in parts.values()]
    if len(parts) > 1:
        rows.append(t(f"{PAGE}.part.sum"))
        vectors.append(np.sum(vectors, axis=0))
    _show_strips(view, np.stack(vectors), rows, "embed", row_px=28)
    if len(parts) > 1:
        normed = result.embedding.result[[view.query]]
        _show_strips(view, normed, [t(f"{PAGE}.part.normed")], "normed", row_px=28)
    _show_first(view, result.embedding.result[view.query], "x")
    show_positions(t, result, view.theme)


def show_input(view: HeadView, result: AttentionStepsResult) -> None:
    """Show what reaches this layer."""
    t = view.t
    values = {"layer": result.layer + 1, "before": result.layer}
    if result.has_norm_before:
        explain(t, "explain.input_normed", _NORM, **values)
        stream = result.stream[[view.query]]
        _show_strips(view, stream, [t(f"{PAGE}.part.stream")], "stream", row_px=28)
    else:
        message = "explain.input_first" if result.layer == 0 else "explain.input_plain"
        explain(t, message, r"x = h^{(\ell-1)}", **values)
    inputs = result.inputs[[view.query]]
    _show_strips(view, inputs, [t(f"{PAGE}.part.input")], "input", row_px=28)
    _show_first(view, result.inputs[view.query], "x")


def show_project(view: HeadView, result: AttentionStepsResult) -> None:
    """Show Q, K and V of the head, and whose keys and values they are."""
    t = view.t
    rotation = result.rotation
    queries, keys = view.steps.queries, view.steps.keys
    if rotation is not None:
        queries, keys = rotation.queries, rotation.keys
    has_bias = bool(np.any(result.query_bias))
    bias = " + b_{}".replace("{}", "{Q}") if has_bias else ""
    explain(
        t,
        "explain.project",
        rf"Q = XW_Q{bias}, \quad K = XW_K{bias.replace('Q', 'K')}, "
        rf"\quad V = XW_V{bias.replace('Q', 'V')}",
        hidden=result.inputs.shape[1],
        width=queries.shape[1],
    )
    if result.group_size > 1:
        _show_groups(view, result)
    for name, vectors in (("query", queries), ("key", keys), ("value", view.steps.values)):
        _show_strips(view, vectors, view.labels, name, chosen=view.query)
    st.caption(t(f"{PAGE}.read.strips"))
    terms = worked.sum_of_products(result.inputs[view.query], result.query_weights[:, 0], (2, 3))
    end = rf" + {worked.number(float(result.query_bias[0]), 3)}" if has_bias else ""
    total = worked.number(float(queries[view.query, 0]), 3)
    formula = worked.aligned(
        [(rf"q_{{{view.query + 1},1}}", terms + end.replace("+ -", "- ")), ("", total)]
    )
    show_worked(view, "worked.project", formula, query=view.query + 1)


def show_rotate(view: HeadView, result: AttentionStepsResult) -> None:
    """Show the turn of queries and keys by their place."""
    rotation = result.rotation
    if rotation is None:
        return
    t, place, width = view.t, view.query, view.steps.queries.shape[1]
    explain(
        t,
        "explain.rotate",
        r"q'_p = R_p\, q_p, \quad k'_p = R_p\, k_p, \qquad "
        r"q'_m \cdot k'_n = q_m^\top R_{n-m}\, k_n",
    )
    vectors = np.stack([rotation.queries[place], view.steps.queries[place]])
    rows = [t(f"{PAGE}.part.before"), t(f"{PAGE}.part.after")]
    _show_strips(view, vectors, rows, "rotate", row_px=28)
    pair = float(rotation.queries[place, 0]), float(rotation.queries[place, width // 2])
    angle = place * float(rotation.speeds[0])
    show_worked(
        view,
        "worked.rotate",
        worked.turn_worked(pair, angle, place + 1, width),
        query=place + 1,
        angle=f"{angle:.2f}",
        before=f"{float(np.linalg.norm(rotation.queries[place])):.4f}",
        after=f"{float(np.linalg.norm(view.steps.queries[place])):.4f}",
        shift=rotation.shift,
        gap=f"{rotation.shift_gap:.1e}",
        turn=f"{2 * np.pi / float(rotation.speeds[0]):.1f}",
        slowest=f"{2 * np.pi / float(rotation.speeds[-1]):,.0f}",
    )


def show_output(view: HeadView, result: AttentionStepsResult) -> None:
    """Show the heads side by side and what W_O makes of them."""
    t = view.t
    message = "explain.output_before" if result.has_norm_before else "explain.output_after"
    explain(
        t,
        message,
        r"\mathrm{MultiHead}(X)_i = \left[z_i^{1};\, \dots;\, z_i^{H}\right] W_O"
        + ("" if result.has_norm_before else " + b_O"),
        heads=result.num_heads,
        width=result.heads.shape[2],
        joined=result.num_heads * result.heads.shape[2],
    )
    rows = [t(f"{PAGE}.head_row", head=head + 1) for head in range(result.num_heads)]
    _show_strips(view, result.heads[view.query], rows, "heads", chosen=result.head)
    _show_strips(
        view, result.outputs[[view.query]], [t(f"{PAGE}.part.output")], "output", row_px=34
    )
    _show_first(view, result.outputs[view.query], "o")


def _show_groups(view: HeadView, result: AttentionStepsResult) -> None:
    t, size, group = view.t, result.group_size, result.key_head
    values = {"heads": result.num_heads, "key_heads": result.num_key_heads, "size": size}
    with st.container(width=720):
        st.markdown(
            t(
                f"{PAGE}.groups",
                **values,
                key_head=group + 1,
                first=group * size + 1,
                last=group * size + size,
            )
        )
    with st.container(width=560):
        figure = head_groups(
            result.num_heads,
            result.num_key_heads,
            result.head,
            view.theme,
            title=t(f"{PAGE}.chart.groups"),
            query=t(f"{PAGE}.query_heads"),
            key=t(f"{PAGE}.key_heads"),
        )
        st.plotly_chart(
            figure,
            theme=None,
            config=CONFIG,
            alt=t(f"{PAGE}.alt.groups", **values),
            key=f"{PAGE}.groups",
        )


def _show_strips(
    view: HeadView,
    vectors: Floats,
    rows: Sequence[str],
    step: str,
    *,
    row_px: int = 18,
    chosen: int | None = None,
) -> None:
    t, width = view.t, vectors.shape[1]
    is_cut = width > MOST_DIMENSIONS
    title = t(f"{PAGE}.chart.{step}", query=view.query + 1)
    if is_cut:
        title += t(f"{PAGE}.cut", shown=MOST_DIMENSIONS, width=width)
    figure = vector_strips(
        vectors,
        StripRows(rows, row_px, chosen=chosen),
        view.theme,
        title=title,
        axis=t(f"{PAGE}.dimension"),
    )
    show_chart(view, figure, step, count=len(rows))


def _show_first(view: HeadView, vector: Floats, name: str) -> None:
    first = r",\ ".join(worked.number(float(value), 3) for value in vector[: worked.MOST_TERMS])
    with st.container(width=720):
        st.latex(rf"{name}_{{{view.query + 1}}} = ({first},\ \dots)")
