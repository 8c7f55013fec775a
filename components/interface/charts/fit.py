"""What a role requires beside what the learner has, and how near roles are."""

import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from components.interface.charts.layout import value_axis
from components.interface.charts.percents import write_percent
from components.interface.charts.theme import ChartTheme, base_layout, plain
from components.records.matching import Band

BANDS: tuple[Band, ...] = ("evidence", "possible", "none")
_ROW_PX = 30


def asked_bars(
    names: Sequence[str],
    weights: Sequence[float],
    bands: Sequence[Band],
    band_names: Mapping[Band, str],
    theme: ChartTheme,
    title: str,
    axis: str,
) -> go.Figure:
    """Draw one bar per required skill: its length is the weight, its colour what was found.

    Args:
        names: Skills, translated; the first is on top.
        weights: One per skill.
        bands: One per skill.
        band_names: Translated, for the legend.
        axis: Of the weights.
    """
    figure = go.Figure()
    for band in BANDS:
        rows = [row for row, found in enumerate(bands) if found == band]
        figure.add_bar(
            x=[weights[row] for row in rows],
            y=rows,
            orientation="h",
            width=0.62,
            name=plain(band_names[band]),
            marker=_marker(band, theme),
            customdata=[plain(names[row]) for row in rows],
            hovertemplate=f"%{{customdata}}: {plain(band_names[band])}<extra></extra>",
        )
    figure.update_layout(base_layout(theme, title, 150 + _ROW_PX * len(names)))
    figure.update_layout(
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "traceorder": "normal"},
        margin={"t": 96, "b": 52},
        barmode="overlay",
    )
    figure.update_xaxes(
        **value_axis(theme, axis, tick_size=None, standoff=6), rangemode="tozero", dtick=1
    )
    _name_rows(figure, names)
    return figure


def role_fits(
    names: Sequence[str], fits: Sequence[float], theme: ChartTheme, title: str, axis: str
) -> go.Figure:
    """Draw how much of each role is covered.

    Args:
        names: Roles, translated; the first stands on top.
        fits: Shares, 0 to 1.
        axis: Of the shares, in percent.
    """
    figure = go.Figure()
    for values, color in (
        ([100.0] * len(fits), theme.surface),
        ([100 * f for f in fits], theme.positive),
    ):
        figure.add_bar(
            x=values,
            y=list(range(len(fits))),
            orientation="h",
            width=0.56,
            marker={"color": color},
            hoverinfo="skip",
            showlegend=False,
        )
    figure.data[1].update(
        text=[f"  {write_percent(fit)}" for fit in fits],
        textposition="outside",
        textfont={"color": theme.ink},
        cliponaxis=False,
    )
    figure.update_layout(base_layout(theme, title, 100 + 38 * len(names)))
    figure.update_layout(barmode="overlay", margin_b=52)
    figure.update_xaxes(
        **value_axis(theme, axis, tick_size=None, standoff=6),
        range=[0, 112],
        tickvals=[0, 25, 50, 75, 100],
    )
    _name_rows(figure, names)
    return figure


def _marker(band: Band, theme: ChartTheme) -> dict[str, Any]:
    if band == "evidence":
        return {"color": theme.positive}
    if band == "possible":
        pattern = {"shape": "/", "fgcolor": theme.positive, "bgcolor": theme.background, "size": 6}
        return {
            "color": theme.positive,
            "pattern": pattern,
            "line": {"color": theme.positive, "width": 1},
        }
    return {"color": theme.surface, "line": {"color": theme.negative, "width": 1.5}}


def _name_rows(figure: go.Figure, names: Sequence[str]) -> None:
    figure.update_yaxes(**name_rows(names), showgrid=False)


def wrap_label(name: str, width: int = 12) -> str:
    """Break a label into lines: at spaces, Chinese after half as many characters.

    Example:
        >>> wrap_label("Probability and language models"), wrap_label("检索增强生成系统")
        ('Probability<br>and language<br>models', '检索增强生成<br>系统')
    """
    if not name.isascii():
        return _wrap_han(name, width // 2)
    return "<br>".join(map(plain, textwrap.wrap(name, width, break_long_words=False)))


def _wrap_han(name: str, length: int) -> str:
    """Break Chinese into lines of about a length, in characters; Latin words stay whole."""
    lines = [""]
    for piece in re.findall(r"[!-~]+ ?|.", name):
        if lines[-1] and _width(lines[-1] + piece) > length:
            lines.append("")
        lines[-1] += piece
    return "<br>".join(plain(line.strip()) for line in lines)


def _width(text: str) -> float:
    """Return the width in Chinese characters; a Latin one counts half."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def name_rows(names: Sequence[str]) -> dict[str, Any]:
    """Describe an axis of rows, one per name, the first on top.

    Args:
        names: Translated.

    Returns:
        What `update_yaxes` takes; how the grid looks is the chart's.
    """
    return {
        "tickvals": list(range(len(names))),
        "ticktext": [f"{wrap_name(name)}  " for name in names],
        "range": [len(names) - 0.5, -0.5],
        "zeroline": False,
        "automargin": True,
        "fixedrange": True,
    }


def wrap_name(name: str, width: int = 24) -> str:
    """Break a long name once, at a space, so that it leaves room for the bars on a phone.

    Example:
        >>> wrap_name("GPU and distributed training"), wrap_name("大模型评测与安全工程师")
        ('GPU and distributed<br>training', '大模型评测与安全<br>工程师')
    """
    if not name.isascii() and len(name) > width // 3:
        return _wrap_han(name, width // 3)
    if len(name) <= width or " " not in name:
        return plain(name)
    cut = name.rfind(" ", 0, width)
    cut = cut if cut > 0 else name.index(" ")
    return f"{plain(name[:cut])}<br>{plain(name[cut + 1 :])}"
