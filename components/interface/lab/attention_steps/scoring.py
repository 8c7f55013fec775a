"""From queries, keys and values to their weighted sums: the steps that every head takes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from components.interface.charts.number_matrix import MatrixLabels, matrix_width, number_matrix
from components.interface.charts.theme import CONFIG, ChartTheme
from components.interface.charts.vector_strips import StripRows, vector_strips
from components.interface.frame.i18n import Translator
from components.interface.lab.attention_steps import worked
from components.interface.shared.wide import wide_container
from components.records.attention_steps import Floats, HeadSteps

PAGE = "attention_steps"
MOST_VALUES = 6
"""Values drawn one by one in the weighted sum; the others together."""


@dataclass(frozen=True)
class HeadView:
    """One head as it is shown.

    Attributes:
        t: Translator.
        theme: Colours.
        steps: The numbers.
        labels: One per token, safe for Plotly.
        query: Place of the token that is followed, from 0.
        is_causal: True if later tokens are masked.
        name: Prefix of widget keys.
        is_small: True if vectors are short enough to be written whole.
    """

    t: Translator
    theme: ChartTheme
    steps: HeadSteps
    labels: Sequence[str]
    query: int
    is_causal: bool
    name: str
    is_small: bool = False

    @property
    def key(self) -> int:
        """Place of the key that the followed token gives most weight to, from 0."""
        return int(self.steps.weights[self.query].argmax())

    @property
    def places(self) -> tuple[int, int]:
        """Places of query and key, counted from 1."""
        return self.query + 1, self.key + 1

    @property
    def digits(self) -> int:
        """Digits after the point of queries, keys and values."""
        return 0 if self.is_small else 2


def explain(t: Translator, message: str, formula: str, **values: str | int) -> None:
    """Show what a step does, and its formula."""
    with st.container(width=720):
        st.markdown(t(f"{PAGE}.{message}", **values))
        st.latex(formula)


def show_worked(view: HeadView, message: str, *formulas: str, **values: str | int) -> None:
    """Show a sum with its numbers, and which tokens it is about."""
    with st.container(width=720):
        st.markdown(view.t(f"{PAGE}.{message}", **values))
        for formula in formulas:
            st.latex(formula)


def show_scores(view: HeadView) -> None:
    """Show QKᵀ."""
    explain(view.t, "explain.scores", r"S = QK^\top, \qquad s_{i,j} = q_i \cdot k_j")
    _show_matrix(view, view.steps.products, "scores")
    i, j = view.places
    formula = worked.product_worked(
        view.steps.queries[view.query], view.steps.keys[view.key], view.places, view.digits
    )
    show_worked(view, "worked.scores", formula, query=i, other=j)


def show_scale(view: HeadView) -> None:
    """Show the division by √d."""
    width = view.steps.keys.shape[1]
    root = worked.number(float(np.sqrt(width)))
    explain(
        view.t,
        "explain.scale",
        rf"\frac{{QK^\top}}{{\sqrt{{d_k}}}}, \qquad \sqrt{{d_k}} = \sqrt{{{width}}} = {root}",
        width=width,
    )
    _show_matrix(view, view.steps.scaled, "scale")
    i, j = view.places
    before, after = (
        float(part[view.query, view.key]) for part in (view.steps.products, view.steps.scaled)
    )
    # The strut keeps the page from cutting the top of the fraction off.
    formula = (
        rf"\rule{{0pt}}{{2em}}\frac{{{worked.number(before)}}}{{{root}}} = {worked.number(after)}"
    )
    show_worked(view, "worked.scale", formula, query=i, other=j)


def show_mask(view: HeadView) -> None:
    """Show which scores become −∞."""
    if view.is_causal:
        formula = r"s_{i,j} \leftarrow -\infty \quad \text{if } j > i"
        explain(view.t, "explain.mask_causal", formula)
    else:
        explain(view.t, "explain.mask_none", r"s_{i,j} \leftarrow s_{i,j}")
    _show_matrix(view, view.steps.masked, "mask")


def show_softmax(view: HeadView) -> None:
    """Show the weights."""
    explain(
        view.t,
        "explain.softmax",
        r"\alpha_{i,j} = \frac{e^{s_{i,j} - m_i}}{\sum_k e^{s_{i,k} - m_i}}, "
        r"\qquad m_i = \max_k s_{i,k}",
    )
    _show_matrix(view, view.steps.weights, "softmax", is_weights=True)
    i, j = view.places
    formula = worked.softmax_worked(view.steps.masked[view.query], view.places)
    total = f"{float(view.steps.weights[view.query].sum()):.6f}"
    show_worked(view, "worked.softmax", formula, query=i, other=j, total=total)


def show_sum(view: HeadView) -> None:
    """Show the weighted sum of the values."""
    t, place = view.t, view.query + 1
    explain(t, "explain.sum", r"z_i = \sum_j \alpha_{i,j}\, v_j")
    weights, values = view.steps.weights[view.query], view.steps.values
    rows, vectors = sum_rows(view, weights, values)
    with st.container(width=520 if view.is_small else "stretch"):
        show_chart(view, _draw_sum(view, rows, vectors), "sum", count=len(rows))
    st.caption(t(f"{PAGE}.read.sum"))
    if view.is_small:
        show_worked(
            view, "worked.sum_whole", worked.mixture_lines(weights, values, place), query=place
        )
    else:
        formula = worked.mixture_worked(weights, values[:, 0], place, view.digits)
        show_worked(view, "worked.sum", formula, query=place)


def _draw_sum(view: HeadView, rows: Sequence[str], vectors: Floats) -> go.Figure:
    """Draw short vectors with their numbers, long ones as strips."""
    title = view.t(f"{PAGE}.chart.sum", query=view.query + 1)
    axis, last = view.t(f"{PAGE}.dimension"), len(rows) - 1
    if not view.is_small:
        strips = StripRows(rows, 26, chosen=last)
        return vector_strips(vectors, strips, view.theme, title=title, axis=axis)
    labels = MatrixLabels(title, row="", column=axis, value=view.t(f"{PAGE}.value.sum"))
    columns = [str(number + 1) for number in range(vectors.shape[1])]
    return number_matrix(vectors, rows, columns, labels, view.theme, chosen=last, digits=3)


def sum_rows(view: HeadView, weights: Floats, values: Floats) -> tuple[list[str], Floats]:
    """Return the terms of a weighted sum, the largest weights first, and their total last."""
    order = [int(place) for place in np.argsort(-weights, kind="stable") if weights[place] > 0]
    first, others = order[:MOST_VALUES], order[MOST_VALUES:]
    rows = [f"{weights[place]:.3f} × {view.labels[place]}" for place in first]
    vectors = [weights[place] * values[place] for place in first]
    if others:
        share = f"{float(weights[others].sum()):.3f}"
        rows.append(view.t(f"{PAGE}.others", count=len(others), share=share))
        vectors.append(weights[others] @ values[others])
    rows.append(view.t(f"{PAGE}.total", query=view.query + 1))
    vectors.append(weights @ values)
    return rows, np.stack(vectors)


def _show_matrix(view: HeadView, values: Floats, step: str, *, is_weights: bool = False) -> None:
    t = view.t
    labels = MatrixLabels(
        title=t(f"{PAGE}.chart.{step}"),
        row=t(f"{PAGE}.query"),
        column=t(f"{PAGE}.key"),
        value=t(f"{PAGE}.value.{step}"),
        masked=t(f"{PAGE}.masked"),
    )
    figure = number_matrix(
        values,
        view.labels,
        view.labels,
        labels,
        view.theme,
        is_weights=is_weights,
        chosen=view.query,
    )
    width = matrix_width(view.labels)
    with wide_container(f"{PAGE}-{view.name}-{step}", width, width + 240):
        show_chart(view, figure, step, count=len(view.labels))
    st.caption(t(f"{PAGE}.read.matrix", query=view.query + 1))


def show_chart(view: HeadView, figure: object, step: str, *, count: int) -> None:
    """Show a chart with its alternative text."""
    st.plotly_chart(
        figure,
        theme=None,
        config=CONFIG,
        alt=view.t(f"{PAGE}.alt.{step}", count=count, query=view.query + 1),
        key=f"{PAGE}.{view.name}_{step}",
    )
