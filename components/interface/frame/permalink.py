"""Links that bring back a page's text, model and settings; what arrives is checked."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit, urlunsplit

Value = str | int | float | bool | tuple[int, ...]
"""Types of settings in a link."""

MAX_NUMBERS = 64
"""Longest list of numbers in a link."""

MAX_TEXT = 1_000
"""Longest text put into a link, in characters: links end in histories and logs."""


@dataclass(frozen=True)
class Setting:
    """One widget whose value a link carries.

    Attributes:
        name: Parameter name; the widget's key is `<page>.<name>`.
        default: Value if the link has none or one that is not allowed. A tuple makes the setting a
            list of integers, joined by underscores: `3_7`.
        low: Smallest number allowed.
        high: Largest number allowed.
        options: Values allowed; None for numbers and texts.
        longest: Most characters of a text, which is cut after them.
    """

    name: str
    default: Value
    low: float = 0
    high: float = 0
    options: Sequence[str] | None = None
    longest: int = 0

    @property
    def is_text(self) -> bool:
        """True for text that a visitor writes: it goes into a link only on request."""
        return isinstance(self.default, str) and self.options is None

    def parse(self, raw: str | None) -> Value:
        """Read a parameter.

        Args:
            raw: As in the link; None if it is missing.

        Returns:
            A value of the default's type within the limits; the default for anything else.

        Example:
            >>> k = Setting("top_k", 50, 0, 200)
            >>> k.parse("7"), k.parse("9" * 400), k.parse("'; drop"), k.parse(None)
            (7, 50, 50, 50)
            >>> Setting("question", "", longest=4).parse("Who?!")
            'Who?'
        """
        if raw is None:
            return self.default
        if self.options is not None:
            return raw if raw in self.options else self.default
        if self.is_text:
            return raw[: self.longest]
        if isinstance(self.default, bool):
            return {"1": True, "0": False}.get(raw, self.default)
        if isinstance(self.default, tuple):
            return self._parse_numbers(raw, self.default)
        try:
            number = int(raw) if isinstance(self.default, int) else float(raw)
        except ValueError:
            return self.default
        return number if self.low <= number <= self.high else self.default

    def _parse_numbers(self, raw: str, default: tuple[int, ...]) -> tuple[int, ...]:
        parts = raw.split("_")[: MAX_NUMBERS + 1]
        if len(parts) > MAX_NUMBERS or not all(re.fullmatch("[0-9]{1,6}", part) for part in parts):
            return default
        numbers = tuple(int(part) for part in parts)
        return numbers if all(self.low <= n <= self.high for n in numbers) else default

    def write(self, value: Value) -> str | int | float:
        """Write a value as a link carries it; `parse` reads it again."""
        if isinstance(value, tuple):
            return "_".join(map(str, value))
        return int(value) if isinstance(value, bool) else value


def parse_settings(settings: Sequence[Setting], params: Mapping[str, str]) -> dict[str, Value]:
    """Read all of a page's settings that a link carries.

    Returns:
        Name → checked value, only for the parameters that are there.
    """
    return {s.name: s.parse(params[s.name]) for s in settings if s.name in params}


def parse_text(params: Mapping[str, str]) -> str | None:
    """Read the text a link carries, cut at `MAX_TEXT` characters; None if there is none."""
    text = params.get("text")
    return text[:MAX_TEXT] if text else None


def build_link(
    url: str,
    settings: Sequence[Setting],
    values: Mapping[str, Value],
    text: str | None,
) -> str:
    """Build the link to a page's state.

    Args:
        url: The page's address; its own query is dropped.
        settings: What the link carries; values equal to their default are left out.
        values: Name → value.
        text: The text, if the visitor wants it included; left out if longer than `MAX_TEXT`.

    Example:
        >>> build_link("http://x/p?a=1", [Setting("top_k", 50, 0, 200)], {"top_k": 7}, "a b")
        'http://x/p?top_k=7&text=a+b'
    """
    params = {
        s.name: s.write(values[s.name])
        for s in settings
        if s.name in values and values[s.name] != s.default
    }
    if text and len(text) <= MAX_TEXT:
        params["text"] = text
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(params), ""))
