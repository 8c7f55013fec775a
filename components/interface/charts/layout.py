"""Axes and legends as every chart has them."""

from typing import Any

from components.interface.charts.theme import ChartTheme, plain


def value_axis(
    theme: ChartTheme,
    title: str,
    tick_color: str | None = None,
    tick_size: int | None = 12,
    standoff: int | None = None,
) -> dict[str, Any]:
    """Return the settings of a numeric axis with a title and a grid that cannot be dragged.

    Args:
        title: Name and unit, translated.
        tick_color: None for the colour of secondary text.
        tick_size: In pixels; None for the size of the chart's text.
        standoff: Pixels between the numbers and the title; None for Plotly's choice.
    """
    tick_font: dict[str, Any] = {"color": tick_color or theme.muted}
    if tick_size is not None:
        tick_font["size"] = tick_size
    name = _name(title, standoff, color=theme.muted)
    return {"title": name, "tickfont": tick_font} | ruled(theme)


def inked_axis(theme: ChartTheme, title: str, standoff: int | None = 6) -> dict[str, Any]:
    """Return a numeric axis as `value_axis` does, with title and numbers in the chart's ink.

    Args:
        title: Name and unit, translated.
        standoff: Pixels between the numbers and the title; None for Plotly's choice.
    """
    return {"title": _name(title, standoff)} | ruled(theme)


def ruled(theme: ChartTheme) -> dict[str, Any]:
    """Return the settings of an axis with a grid and no line at zero that cannot be dragged."""
    return {"gridcolor": theme.line, "zeroline": False, "fixedrange": True}


def _name(title: str, standoff: int | None, **font: str) -> dict[str, Any]:
    name: dict[str, Any] = {"text": plain(title), "font": {"size": 12} | font}
    return name if standoff is None else name | {"standoff": standoff}


def legend(**place: float | str | dict[str, Any]) -> dict[str, Any]:
    """Return a legend in one row from the left whose entries do not hide their series.

    Args:
        **place: Its position, and other settings of Plotly's legend.

    Example:
        >>> legend(y=1.02)["itemdoubleclick"]
        False
    """
    row: dict[str, Any] = {"orientation": "h", "x": 0}
    return row | {"itemclick": False, "itemdoubleclick": False} | place
