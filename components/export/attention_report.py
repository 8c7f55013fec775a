"""One attention map as a page of its own: a single HTML file that needs nothing else.

It is well-formed XML too, runs no script, and its own policy forbids it to load anything.
"""

import base64
import html
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from components.records.attention import AttentionResult
from components.records.attention_view import AttentionView
from components.records.model import HubSource, ModelCard, PartsSource, TrainedSource, WheelSource

MOST_NUMBERS = 48
"""Up to this many tokens the weights stand in the report as a table too."""

_CELL, _LABEL_PX, _TALLEST = 18, 120, 900
_STYLE = """
body { font-family: "Source Sans 3", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC",
  sans-serif; color: #1E2530; background: #FDFCF9; line-height: 1.5; margin: 2rem auto;
  max-width: 1100px; padding: 0 1rem; }
h1, h2 { font-family: "Source Serif 4", "Songti SC", "Noto Serif CJK SC", serif; }
p, dd, pre { max-width: 720px; overflow-wrap: anywhere; white-space: pre-wrap; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.2rem 1.5rem; }
dt { color: #6A6F78; } dd { margin: 0; }
pre { background: #F4F2EC; padding: 1rem; font-size: 0.85rem; }
figure { margin: 0; overflow-x: auto; }
img, image { image-rendering: pixelated; }
svg text { font-size: 11px; fill: #1E2530; }
table { border-collapse: collapse; font-size: 0.75rem; font-variant-numeric: tabular-nums; }
td, th { padding: 0.1rem 0.35rem; text-align: right; border-bottom: 1px solid #DAD6CC; }
.wide { overflow-x: auto; }
"""


@dataclass(frozen=True)
class ReportParts:
    """What a report says besides the numbers.

    Attributes:
        language: ISO 639-1 code of the words.
        title: What the map shows.
        words: Translated headings: `text`, `facts`, `map`, `heads`, `numbers`, `code`, `query`,
            `key`, `heads_read`, `map_read`.
        facts: Name and value of each fact, translated.
        text: The visitor's text.
        code: Equivalent Python.
        scale: Colours of the map as #RRGGBB, from its smallest number to its largest.
        heads_scale: Colours of the small pictures, from 0 to 1.
        masked: Colour of masked cells.
    """

    language: str
    title: str
    words: Mapping[str, str]
    facts: Sequence[tuple[str, str]]
    text: str
    code: str
    scale: Sequence[str]
    heads_scale: Sequence[str]
    masked: str


def attention_report(parts: ReportParts, result: AttentionResult, view: AttentionView) -> bytes:
    """Write the report.

    Args:
        parts: Words, facts and colours.
        result: Whose tokens are the labels and whose heads are the small pictures.
        view: The map.

    Returns:
        UTF-8; every text in it is escaped.
    """
    words = {name: html.escape(word) for name, word in parts.words.items()}
    facts = "".join(
        f"<dt>{html.escape(name)}</dt><dd>{html.escape(value)}</dd>" for name, value in parts.facts
    )
    heads = paint_heads(result, parts.heads_scale)
    page = f"""<!DOCTYPE html>
<html lang="{html.escape(parts.language)}"><head><meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"/>
<meta name="viewport" content="width=device-width"/>
<title>{html.escape(parts.title)}</title><style>{_STYLE}</style></head><body>
<h1>{html.escape(parts.title)}</h1>
<h2>{words["text"]}</h2><pre>{html.escape(parts.text)}</pre>
<h2>{words["map"]}</h2>{_draw_map(parts, result, view)}<p>{words["map_read"]}</p>
<h2>{words["heads"]}</h2><figure><img alt="{words["heads_read"]}"
 src="{_data_uri(heads)}" width="{2 * heads.shape[1]}"/></figure><p>{words["heads_read"]}</p>
{_write_numbers(words, result, view)}
<h2>{words["facts"]}</h2><dl>{facts}</dl>
<h2>{words["code"]}</h2><pre>{html.escape(parts.code)}</pre>
</body></html>
"""
    return page.encode()


def describe_sources(card: ModelCard) -> list[str]:
    """Name where a model's weights come from, exactly: version or revision, and sha256."""
    lines: list[str] = []
    for source in card.sources:
        if isinstance(source, HubSource):
            lines.append(f"{source.repository} @ {source.revision}")
        elif isinstance(source, WheelSource):
            lines.append(f"{source.package} {source.version}")
        elif isinstance(source, TrainedSource):
            lines.append(f"{source.folder} + {source.base}")
        if isinstance(source, HubSource | WheelSource | PartsSource):
            weights = {
                n: h for n, h in source.files.items() if n.endswith((".safetensors", ".gguf"))
            }
            lines += [f"{name} sha256 {digest}" for name, digest in weights.items() if digest]
    return lines


def paint(
    weights: NDArray[np.floating[Any]],
    scale: Sequence[str],
    *,
    is_signed: bool = False,
    hidden: NDArray[np.bool_] | None = None,
    masked: str = "#FFFFFF",
) -> NDArray[np.uint8]:
    """Turn weights into colours; the square root is taken so that small ones are seen.

    Args:
        weights: Any floats, (…), 0 to 1; -1 to 1 if signed.
        scale: Colours as #RRGGBB.
        is_signed: True puts 0 into the middle of the scale.
        hidden: Which cells have no weight.
        masked: Their colour.

    Returns:
        uint8, (…, 3).

    Example:
        >>> paint(np.array([0.0, 0.25, 1.0]), ["#000000", "#0000FF"])[:, 2].tolist()
        [0, 128, 255]
    """
    stops = np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in scale], dtype=float)
    roots = np.sign(weights) * np.sqrt(np.abs(weights).clip(0, 1))
    places = ((roots + 1) / 2 if is_signed else roots) * (len(stops) - 1)
    colours = np.stack([np.interp(places, range(len(stops)), stops[:, i]) for i in range(3)], -1)
    if hidden is not None:
        colours[hidden] = [int(masked[i : i + 2], 16) for i in (1, 3, 5)]
    pixels: NDArray[np.uint8] = np.rint(colours).astype(np.uint8)
    return pixels


def paint_heads(result: AttentionResult, scale: Sequence[str]) -> NDArray[np.uint8]:
    """Lay all heads out as one picture: rows are layers, columns heads, a light line between them.

    Returns:
        uint8, (height, width, 3).
    """
    shares = (result.overview.astype(np.float32) / 255) ** 2
    pictures = paint(shares, scale)
    framed = np.pad(pictures, [(0, 0), (0, 0), (1, 1), (1, 1), (0, 0)], constant_values=218)
    layers, heads, height, width, _ = framed.shape
    return framed.transpose(0, 2, 1, 3, 4).reshape(layers * height, heads * width, 3)


def _data_uri(pixels: NDArray[np.uint8]) -> str:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG", optimize=True)
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"


def _draw_map(parts: ReportParts, result: AttentionResult, view: AttentionView) -> str:
    is_signed = result.comparison is not None
    hidden = None
    if result.is_causal:
        hidden = np.asarray(view.keys)[None, :] > np.asarray(view.queries)[:, None]
    pixels = paint(
        view.weights, parts.scale, is_signed=is_signed, hidden=hidden, masked=parts.masked
    )
    rows, columns = view.weights.shape
    cell = max(1.0, min(_CELL, _TALLEST / max(rows, columns)))
    width, height = columns * cell, rows * cell
    every = max(1, int(np.ceil(11 / cell)))
    labels = "".join(
        f'<text x="{_LABEL_PX - 6}" y="{_LABEL_PX + (row + 0.5) * cell + 4:.1f}" '
        f'text-anchor="end">{_label(result, place)}</text>'
        for row, place in enumerate(view.queries)
        if row % every == 0
    ) + "".join(
        f'<text transform="rotate(-90)" x="{6 - _LABEL_PX}" '
        f'y="{_LABEL_PX + (column + 0.5) * cell + 4:.1f}">{_label(result, place)}</text>'
        for column, place in enumerate(view.keys)
        if column % every == 0
    )
    return (
        f'<figure><svg role="img" width="{_LABEL_PX + width:.0f}" '
        f'height="{_LABEL_PX + height:.0f}">'
        f"<title>{html.escape(parts.title)}</title>"
        f'<image x="{_LABEL_PX}" y="{_LABEL_PX}" width="{width:.1f}" height="{height:.1f}" '
        f'preserveAspectRatio="none" href="{_data_uri(pixels)}"/>{labels}</svg></figure>'
    )


def _label(result: AttentionResult, place: int) -> str:
    text = result.tokens[place].text
    return html.escape(text if len(text) <= 16 else f"{text[:15]}…")


def _write_numbers(words: Mapping[str, str], result: AttentionResult, view: AttentionView) -> str:
    if max(view.weights.shape) > MOST_NUMBERS:
        return ""
    head = "".join(f"<th>{_label(result, place)}</th>" for place in view.keys)
    rows = "".join(
        f"<tr><th>{_label(result, place)}</th>"
        + "".join(f"<td>{weight:.4f}</td>" for weight in row)
        + "</tr>"
        for place, row in zip(view.queries, view.weights.tolist(), strict=True)
    )
    corner = f"{words['query']} \\ {words['key']}"
    return (
        f'<h2>{words["numbers"]}</h2><div class="wide"><table><thead><tr><th>{corner}</th>{head}'
        f"</tr></thead><tbody>{rows}</tbody></table></div>"
    )
