"""Wait for a model: after a moment a bar says what for, with Stop where the page offers it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.interface.frame.i18n import Translator
from components.records.answer import Event, Progress
from components.records.service import Health

QUIET_S = 0.4
"""A result that arrives within this many seconds is shown without a bar."""
BAR_S = 0.25
"""Shortest time between two updates of a bar."""


@dataclass(frozen=True)
class Stop:
    """The button beside a bar.

    Attributes:
        key: Of the widget.
        on_click: Called before the page runs again, which cancels what is awaited.
        args: Its arguments.
    """

    key: str
    on_click: Callable[..., None]
    args: tuple[Any, ...] = ()


class WaitingBar:
    """A bar that appears once there is something to wait for; as a watcher it is told of events.

    Args:
        t: Translator.
        place: An `st.empty()`.
        stop: The button beside the bar; None for none.
        quiet_s: Seconds before the bar appears.
    """

    def __init__(
        self,
        t: Translator,
        place: DeltaGenerator,
        stop: Stop | None = None,
        quiet_s: float = QUIET_S,
    ) -> None:
        self._t, self._place, self._stop = t, place, stop
        self._bar = None if stop else place
        self._due_at = time.monotonic() + quiet_s
        self._last: Progress | None = None

    def __call__(self, event: Event | None, health: Health) -> None:
        """Take an event, or None after a tenth of a second without one."""
        if isinstance(event, Progress):
            self._last = event
        self.show(*describe_wait(self._t, health, self._last))

    def show(self, text: str, fraction: float | None) -> None:
        """Show a sentence and a share, unless it is too early for the bar or for its next update.

        Args:
            text: What is awaited.
            fraction: Share that is done, 0 to 1; None if it cannot be told.
        """
        now = time.monotonic()
        if now < self._due_at:
            return
        self._due_at = now + BAR_S
        if self._bar is None:
            self._bar = self._begin()
        self._bar.progress(min(fraction or 0.0, 1.0), text=text)

    def _begin(self) -> DeltaGenerator:
        with self._place.container():
            bar = st.progress(0.0)
            if self._stop is not None:
                st.button(
                    self._t("common.stop"),
                    key=self._stop.key,
                    icon=":material/stop_circle:",
                    on_click=self._stop.on_click,
                    args=self._stop.args,
                )
        return bar


@contextmanager
def waiting(t: Translator, stop: Stop | None = None) -> Iterator[WaitingBar]:
    """Show a bar here while the block waits, and take it away after."""
    place = st.empty()
    try:
        yield WaitingBar(t, place, stop)
    finally:
        place.empty()


def describe_wait(t: Translator, health: Health, event: Event | None) -> tuple[str, float | None]:
    """Say what is being waited for.

    Returns:
        A sentence, and the share that is done, 0 to 1; None if it cannot be told.
    """
    if health.state == "starting":
        progress = health.progress
        stage = progress.stage if progress else "load"
        return t(f"stage.{stage}"), progress.fraction if progress else None
    if isinstance(event, Progress):
        return t("common.computing"), event.done / max(event.total, 1)
    if health.num_waiting:
        return t("common.waiting", count=health.num_waiting), None
    return t("common.computing"), None
