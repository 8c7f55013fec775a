"""How much space the labels of an axis need."""

from collections.abc import Sequence

from components.interface.charts.token_labels import text_length

_ISOLATES = dict.fromkeys((0x2068, 0x2069))


def label_room(labels: Sequence[str], font_size: int = 12) -> int:
    r"""Estimate the longest label in pixels; direction marks have no width.

    Args:
        labels: At least one.
        font_size: In pixels.

    Example:
        >>> label_room(["1 \u2068it\u2069", "2"], 10)
        24
    """
    return max(text_length(label.translate(_ISOLATES), font_size) for label in labels)
