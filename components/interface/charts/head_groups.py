"""Which query heads share one head of keys and values (grouped-query attention)."""

import plotly.graph_objects as go

from components.interface.charts.contrast import letters_on
from components.interface.charts.theme import ChartTheme, base_layout, plain


def head_groups(
    num_heads: int,
    num_key_heads: int,
    chosen: int,
    theme: ChartTheme,
    *,
    title: str,
    query: str,
    key: str,
) -> go.Figure:
    """Draw query heads above, key and value heads below, and a line from each to its own.

    Args:
        num_heads: Query heads of a layer.
        num_key_heads: Heads with keys and values of their own; divides `num_heads`.
        chosen: Query head that is filled, from 0, with the head it uses.
        title: What is shown, translated.
        query: Name of the upper row, translated.
        key: Name of the lower row, translated.
    """
    size = num_heads // num_key_heads
    centres = [group * size + (size - 1) / 2 for group in range(num_key_heads)]
    figure = go.Figure()
    for head in range(num_heads):
        is_chosen = head == chosen
        figure.add_scatter(
            x=[head, centres[head // size]],
            y=[1, 0],
            mode="lines",
            line={"color": theme.ink if is_chosen else theme.line, "width": 2 if is_chosen else 1},
            hoverinfo="skip",
            showlegend=False,
        )
    for places, y, marked, name in (
        (list(range(num_heads)), 1, chosen, query),
        (centres, 0, chosen // size, key),
    ):
        fills = [
            theme.categorical[0] if number == marked else theme.surface
            for number in range(len(places))
        ]
        figure.add_scatter(
            x=places,
            y=[y] * len(places),
            mode="markers+text",
            marker={
                "symbol": "square",
                "size": 28,
                "color": fills,
                "line": {"color": theme.line, "width": 1},
            },
            text=[str(number + 1) for number in range(len(places))],
            textfont={"color": [letters_on(theme, fill) for fill in fills]},
            hovertemplate=f"{plain(name)} %{{text}}<extra></extra>",
            showlegend=False,
        )
    layout = base_layout(theme, title, 170)
    layout["margin"] |= {"l": 8, "t": 44}
    figure.update_layout(
        **layout,
        xaxis={"visible": False, "range": [-0.7, num_heads - 0.3], "fixedrange": True},
        yaxis={
            "tickvals": [1, 0],
            "ticktext": [plain(query), plain(key)],
            "range": [-0.5, 1.5],
            "showgrid": False,
            "zeroline": False,
            "automargin": True,
            "fixedrange": True,
        },
    )
    return figure
