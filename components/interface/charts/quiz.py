"""How the estimate of a skill moved, answer by answer."""

from collections.abc import Sequence

import plotly.graph_objects as go

from components.interface.charts.layout import legend, value_axis
from components.interface.charts.theme import ChartTheme, base_layout, plain


def estimate_path(
    levels: Sequence[float],
    cautious: Sequence[float],
    right: Sequence[bool],
    theme: ChartTheme,
    title: str,
    x_axis: str,
    y_axis: str,
    names: tuple[str, str, str, str],
) -> go.Figure:
    """Draw the estimate before the first answer and after each, and the cautious reading below it.

    Args:
        levels: Estimates on the scale of levels, one more than answers.
        cautious: The same minus one standard error.
        right: Whether each answer was.
        x_axis: Of the answers.
        y_axis: Of the levels.
        names: Of the estimate, the cautious reading, right and wrong answers.
    """
    count = list(range(len(levels)))
    estimate, lower, right_name, wrong_name = (plain(name) for name in names)
    figure = go.Figure()
    figure.add_scatter(
        x=count,
        y=list(cautious),
        name=lower,
        mode="lines",
        line={"color": theme.categorical[0], "width": 1.5, "dash": "dot"},
        hovertemplate=f"{lower} %{{y:.1f}}<extra></extra>",
    )
    figure.add_scatter(
        x=count,
        y=list(levels),
        name=estimate,
        mode="lines",
        line={"color": theme.categorical[0], "width": 2.5},
        hovertemplate=f"{estimate} %{{y:.1f}}<extra></extra>",
    )
    for name, wanted, color, symbol in (
        (right_name, True, theme.positive, "circle"),
        (wrong_name, False, theme.negative, "x"),
    ):
        at = [number + 1 for number, is_right in enumerate(right) if is_right == wanted]
        figure.add_scatter(
            x=at,
            y=[levels[number] for number in at],
            name=name,
            mode="markers",
            cliponaxis=False,
            marker={"color": color, "size": 10, "symbol": symbol},
            hoverinfo="skip",
        )
    figure.update_layout(base_layout(theme, title, 320))
    figure.update_layout(
        margin={"l": 8, "r": 14, "t": 88, "b": 52},
        legend=legend(xanchor="left", y=1.02, yanchor="bottom"),
    )
    figure.update_xaxes(
        **value_axis(theme, x_axis),
        range=[-0.15, max(count) + 0.3],
        dtick=1,
    )
    figure.update_yaxes(
        **value_axis(theme, y_axis),
        range=[-0.15, 3.15],
        tickvals=[0, 1, 2, 3],
        automargin=True,
    )
    return figure
