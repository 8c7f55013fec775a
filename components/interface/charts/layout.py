"""Axes and legends as every chart has them."""

from typing import Any

from components.interface.charts.theme import ChartTheme, plain


def value_axis(theme: ChartTheme, title: str, tick_color: str | None = None) -> dict[str, Any]:
    """Return the settings of a numeric axis with a title and a grid that cannot be dragged.

    Args:
        title: Name and unit, translated.
        tick_color: None for the colour of secondary text.
    """
    return {
        "title": {"text": plain(title), "font": {"size": 12, "color": theme.muted}},
        "tickfont": {"size": 12, "color": tick_color or theme.muted},
        "gridcolor": theme.line,
        "zeroline": False,
        "fixedrange": True,
    }


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
