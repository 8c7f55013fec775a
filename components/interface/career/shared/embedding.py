"""Wait for vectors: a bar, and what asks for them."""

import time
from collections.abc import Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from components.interface.frame import runtime
from components.interface.frame.i18n import Translator
from components.interface.shared.answering import QUIET_S, describe_wait
from components.records.answer import Event, Progress
from components.records.service import Health
from components.service.asking import Watcher
from components.service.vectors import EmbedTexts


class Waiting:
    """A progress bar that appears where an answer takes longer than a moment.

    Args:
        t: Translator.
    """

    def __init__(self, t: Translator) -> None:
        self._t = t
        self._started = time.monotonic()
        self._place = st.empty()
        self._last: Progress | None = None

    def __call__(self, event: Event | None, health: Health) -> None:
        """Take an event, or None after a tenth of a second without one."""
        if isinstance(event, Progress):
            self._last = event
        if time.monotonic() - self._started >= QUIET_S:
            text, fraction = describe_wait(self._t, health, self._last)
            self._place.progress(min(fraction or 0.0, 1.0), text=text)

    def end(self) -> None:
        """Take the bar away."""
        self._place.empty()


def embed_while(watch: Watcher) -> EmbedTexts:
    """Return what turns texts into vectors while someone is told how far it is."""

    def embed(texts: Sequence[str], model_id: str | None) -> NDArray[np.float32]:
        return runtime.embed(texts, "symmetric", watch, model_id).vectors

    return embed
