"""Vectors for the career wing, which is handed them and knows no model, while a visitor waits."""

import time
from collections.abc import Mapping, Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from components.career.chunking import Language
from components.career.matching import Embed, describe, load_measures
from components.interface.frame import learner, runtime
from components.interface.frame.i18n import Translator
from components.interface.shared.answering import QUIET_S, describe_wait
from components.records.answer import Event, Progress
from components.records.service import Health


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


def line_embeds(watch: runtime.Watcher) -> Mapping[Language, Embed]:
    """Give what compares lines in each language: the model that its thresholds belong to.

    Args:
        watch: Told what happens meanwhile.
    """
    return {
        language: _embed_with(language, str(measures["model"]), watch)
        for language, measures in load_measures().items()
    }


def _embed_with(language: Language, model_id: str, watch: runtime.Watcher) -> Embed:
    ours = {describe(skill, language) for skill in learner.content().skills.values()}

    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        if ours.issuperset(texts):
            return embed_kept(texts, watch, model_id)
        return runtime.embed(texts, "symmetric", watch, model_id).vectors

    return embed


def embed_kept(
    texts: Sequence[str], watch: runtime.Watcher, model_id: str | None = None
) -> NDArray[np.float32]:
    """Give vectors of texts of ours, never a visitor's: they are computed once a process and kept.

    Args:
        texts: Texts of content files.
        watch: Told what happens meanwhile.
        model_id: Id of an encoder; by default the one that reads both languages.

    Returns:
        float32, (text, hidden).
    """
    kept = runtime.kept_vectors()
    key = (model_id, tuple(texts))
    if key not in kept:
        kept[key] = runtime.embed(texts, "symmetric", watch, model_id).vectors
    vectors: NDArray[np.float32] = kept[key]
    return vectors
