"""How far a preparation has come, on a terminal or in a log."""

import time
from collections.abc import Mapping
from typing import TextIO

from tqdm import tqdm

from components.records.model import ModelCard, PreparationProgress, Stage

_STAGES: dict[Stage, str] = {
    "fetch": "fetching",
    "check": "checking",
    "convert": "converting",
    "load": "loading",
}
_LINES = 10
"""How many lines a download writes where there is no terminal: one per tenth."""


class ProgressBar:
    """The bar of one call of `prepare`; lines of text where the output is no terminal.

    Args:
        cards: The catalog; a trained model first fetches its base.
        output: Where to draw.
    """

    def __init__(self, cards: Mapping[str, ModelCard], output: TextIO) -> None:
        self._cards, self._output = cards, output
        self._shown: tuple[str, Stage, str] | None = None
        self._started, self._tenths = 0.0, 0
        self._bar: tqdm[None] | None = None

    def show(self, progress: PreparationProgress) -> None:
        """Draw how far it has come."""
        now = (progress.model_id, progress.stage, progress.host)
        if now != self._shown:
            self._begin(progress)
            self._shown = now
        size_mb = self._cards[progress.model_id].size_mb
        if progress.stage != "fetch" or progress.fraction is None:
            return
        if self._bar is not None:
            self._bar.n = round(progress.fraction * size_mb)
            self._bar.refresh()
        elif (tenths := int(progress.fraction * _LINES)) > self._tenths:
            self._tenths = tenths
            self._write(f"{self._describe(progress)}, {self._amount(progress, size_mb)}")

    def close(self) -> None:
        """Remove the bar."""
        if self._bar is not None:
            self._bar.close()

    def _begin(self, progress: PreparationProgress) -> None:
        self._started, self._tenths = time.monotonic(), 0
        self.close()
        if not self._output.isatty():
            self._write(self._describe(progress))
            return
        counted = " {bar} {n} of {total} MB, {remaining} left"
        self._bar = tqdm(
            total=self._cards[progress.model_id].size_mb,
            desc=self._describe(progress),
            file=self._output,
            leave=False,
            bar_format="{desc}" + (counted if progress.stage == "fetch" else ""),
        )

    def _write(self, line: str) -> None:
        self._output.write(f"{line}\n")
        self._output.flush()

    def _describe(self, progress: PreparationProgress) -> str:
        origin = f" from {progress.host}" if progress.host else ""
        return f"{self._cards[progress.model_id].name}: {_STAGES[progress.stage]}{origin}"

    def _amount(self, progress: PreparationProgress, size_mb: int) -> str:
        fraction = progress.fraction or 0.0
        left_s = (time.monotonic() - self._started) * (1 - fraction) / fraction
        return f"{fraction * size_mb:.0f} of {size_mb} MB, {left_s:.0f} s left"
