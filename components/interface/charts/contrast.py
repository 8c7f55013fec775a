"""Letters that can be read on a coloured cell, by the contrast ratio of WCAG 2.2.

https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

from collections.abc import Sequence

from components.interface.charts.theme import ChartTheme, blend

LEGIBLE = 4.5
"""Least contrast ratio of text, success criterion 1.4.3."""


def relative_luminance(color: str) -> float:
    """Return the relative luminance of #RRGGBB, 0 (black) to 1 (white).

    Example:
        >>> relative_luminance("#FFFFFF"), relative_luminance("#000000")
        (1.0, 0.0)
    """
    channels = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast_ratio(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 (the same) to 21 (black on white).

    Example:
        >>> contrast_ratio("#000000", "#FFFFFF")
        21.0
    """
    dark, light = sorted((relative_luminance(one), relative_luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def color_at(colors: Sequence[str], share: float) -> str:
    """Return the colour of a scale with equal steps, interpolated in sRGB as Plotly does.

    Args:
        colors: At least two, #RRGGBB.
        share: Place on the scale, 0 to 1; clipped.

    Example:
        >>> color_at(["#000000", "#FFFFFF"], 0.5)
        '#808080'
    """
    place = min(max(share, 0.0), 1.0) * (len(colors) - 1)
    step = min(int(place), len(colors) - 2)
    return blend(colors[step + 1], colors[step], place - step)


def letters_on(theme: ChartTheme, fill: str) -> str:
    """Return the colour of letters on a cell, with a contrast ratio of at least `LEGIBLE`.

    The theme's ink or background where one of them is legible; on a middle tone, where neither
    is, black or white: one of these two always is.
    """
    choices = (theme.ink, theme.background, "#000000", "#FFFFFF")
    ratios = {color: contrast_ratio(color, fill) for color in choices}
    return next(
        (color for color in choices[:2] if ratios[color] >= LEGIBLE),
        max(choices, key=ratios.__getitem__),
    )
