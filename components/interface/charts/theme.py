"""Data colours and the layout that all charts share, read from `assets/theme.toml`."""

import html
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from components.records.assets import ASSETS

PATH = ASSETS / "theme.toml"
FONT = "Source Sans, PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"


@dataclass(frozen=True)
class ChartTheme:
    """Colours of one theme, as #RRGGBB.

    Attributes:
        background: The page.
        surface: Raised areas.
        ink: Text.
        muted: Secondary text.
        line: Rules and axes.
        accent: Actions only, never data.
        masked: Cells that a mask hides, which is not the same as a weight of 0.
        sequential: Ten steps from 0, the background, to 1.
        diverging: Ten steps from negative to positive.
        negative: One end of the diverging scale.
        neutral: Its middle.
        positive: Its other end.
        categorical: Eight colours that colour-blind readers can distinguish.
    """

    background: str
    surface: str
    ink: str
    muted: str
    line: str
    accent: str
    masked: str
    sequential: tuple[str, ...]
    diverging: tuple[str, ...]
    negative: str
    neutral: str
    positive: str
    categorical: tuple[str, ...]

    def colorscale(self, name: str = "sequential") -> list[list[float | str]]:
        """Return `sequential` or `diverging` for Plotly: pairs of position, 0 to 1, and colour."""
        colors = getattr(self, name)
        return [[i / (len(colors) - 1), color] for i, color in enumerate(colors)]


@cache
def chart_theme(name: str) -> ChartTheme:
    """Read a theme.

    Args:
        name: `light` or `dark`.
    """
    table: dict[str, Any] = tomllib.loads(PATH.read_text("utf-8"))[name]
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in table.items()}
    return ChartTheme(**values)


def base_layout(theme: ChartTheme, title: str, height: int) -> dict[str, Any]:
    """Return the layout that every figure starts from.

    Args:
        title: What the chart shows, translated.
        height: In pixels.
    """
    return {
        "title": {
            "text": plain(title),
            "font": {"size": 15, "color": theme.ink},
            "x": 0,
            "xref": "container",
        },
        "height": height,
        "font": {"family": FONT, "size": 13, "color": theme.ink},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 8, "r": 8, "t": 40, "b": 8},
        "hoverlabel": {
            "bgcolor": theme.surface,
            "bordercolor": theme.line,
            "font": {"family": FONT, "color": theme.ink},
        },
        "dragmode": False,
    }


CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False}
"""What `st.plotly_chart` is given, so that a chart neither traps the wheel nor shows a tool bar."""


def plain(text: str) -> str:
    """Escape text so that Plotly shows it literally; it would interpret some HTML tags and links.

    Example:
        >>> plain("<b>&")
        '&lt;b&gt;&amp;'
    """
    return html.escape(text, quote=False)


def blend(color: str, background: str, share: float) -> str:
    """Mix a colour into a background, so that a legend shows it as the chart does.

    Args:
        color: #RRGGBB.
        background: #RRGGBB.
        share: Of the colour, 0 to 1.

    Example:
        >>> blend("#FF0000", "#FFFFFF", 0.5)
        '#ff8080'
    """
    pairs = ((int(color[i : i + 2], 16), int(background[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02x}" for a, b in pairs)
