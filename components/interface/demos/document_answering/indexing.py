"""The index of the documents, built in small jobs: progress, time left, Stop, and going on."""

import time
from collections import deque
from collections.abc import Sequence

import streamlit as st

from components.interface.charts.percents import write_percent
from components.interface.demos.document_answering.kept import embedded_of, library_of
from components.interface.frame import runtime
from components.interface.frame.i18n import Translator
from components.interface.shared.notices import show_refusal
from components.interface.shared.waiting import Stop, WaitingBar, describe_wait
from components.records.answer import Event, Progress
from components.records.document import Document
from components.records.refusal import Refusal
from components.records.service import Health
from components.service.engines import retry_after
from components.service.library import Embedded, Library
from components.text.passages import estimate_tokens

PASSAGES_A_JOB = 32
"""Most passages in one job, a second or two of work, so that other visitors get their turn."""
RATE_AFTER_S, RATE_OVER_S = 2.0, 8.0
"""Before the first a speed would be a guess; what was longer ago than the second is forgotten."""


def show_index(t: Translator, page: str, documents: Sequence[Document]) -> Library | None:
    """Build what is missing of the index while the visitor watches.

    Args:
        page: Stem of the page; keys are `<page>.stop_index` and `<page>.continue`.
        documents: What is to be searched, at least one.

    Returns:
        The library; None if the index is not whole, after saying why.
    """
    parts = embedded_of(page, documents)
    num_passages = sum(len(part.passages) for part in parts)
    if num_passages == 0:
        show_refusal(t, Refusal("document_empty"))
        return None
    if any(len(part.rows) < len(part.passages) for part in parts):
        is_stopped = st.session_state.get(f"{page}.stopped_at") == _digests(parts)
        refusal = Refusal("cancelled") if is_stopped else _build(t, page, parts)
        if refusal is not None:
            done = sum(len(part.rows) for part in parts)
            show_refusal(t, refusal)
            st.caption(t("documents.index_kept", done=f"{done:,}", total=f"{num_passages:,}"))
            st.button(
                t("documents.go_on"),
                key=f"{page}.continue",
                icon=":material/play_arrow:",
                on_click=_stop_at,
                args=(page, ()),
            )
            return None
    return library_of(page, parts)


def _build(t: Translator, page: str, parts: Sequence[Embedded]) -> Refusal | None:
    """Embed what is missing, job by job; returns what kept it from being finished."""
    with st.container(width=720):
        place = st.empty()
    stop = Stop(f"{page}.stop_index", _stop_at, (page, _digests(parts)))
    watch = _Watch(t, WaitingBar(t, place, stop), parts)
    try:
        for part in parts:
            while texts := part.missing[:PASSAGES_A_JOB]:
                watch.begin_job(sum(estimate_tokens(text) for text in texts))
                part.rows += list(runtime.embed(texts, "passage", watch).vectors)
                watch.end_job()
    except Refusal as refusal:
        if retry_after(refusal):
            for card in runtime.offers().usable("embedding"):
                runtime.engines().forget_if_failed(card.id)
        return refusal
    finally:
        place.empty()
    return None


def _digests(parts: Sequence[Embedded]) -> tuple[str, ...]:
    return tuple(part.document.digest for part in parts)


def _stop_at(page: str, digests: tuple[str, ...]) -> None:
    """Remember for which documents the visitor stopped; other ones are begun again."""
    st.session_state[f"{page}.stopped_at"] = digests


class _Watch:
    """Counts the work done and shows it, with the time that the rest will take at this speed.

    The speed is that of the last seconds: other visitors come and go.
    """

    def __init__(self, t: Translator, bar: WaitingBar, parts: Sequence[Embedded]) -> None:
        self._t, self._bar, self._parts = t, bar, parts
        self._total = sum(part.tokens_missing for part in parts)
        self._done = self._job = self._share = 0.0
        self._clock = time.monotonic()
        self._busy_s = 0.0
        self._marks: deque[tuple[float, float]] = deque([(0.0, 0.0)])

    def begin_job(self, tokens: float) -> None:
        """Take note of how much is asked next."""
        self._job, self._share = tokens, 0.0

    def end_job(self) -> None:
        """Count a finished job."""
        self._done, self._job = self._done + self._job, 0.0

    def __call__(self, event: Event | None, health: Health) -> None:
        now = time.monotonic()
        if health.state != "starting":  # loading a model says nothing about its speed
            self._busy_s += now - self._clock
        self._clock = now
        if isinstance(event, Progress):
            self._share = event.done / max(event.total, 1)
        if health.state == "starting":
            self._bar.show(*describe_wait(self._t, health, None))
        else:
            self._bar.show(*self._describe())

    def _describe(self) -> tuple[str, float]:
        share = (self._done + self._job * self._share) / max(self._total, 1.0)
        total = sum(len(part.passages) for part in self._parts)
        words = self._t("documents.indexing", percent=write_percent(share), total=f"{total:,}")
        left_s = self._left_s(share * self._total)
        if left_s is not None:
            left = self._t("documents.seconds_left", left=f"{max(left_s, 1):,.0f}")
            words = f"{words} · {left}"
        return words, share

    def _left_s(self, done: float) -> float | None:
        """Seconds for the rest at the speed of the last ones; None before that can be told."""
        self._marks.append((self._busy_s, done))
        while len(self._marks) > 2 and self._marks[1][0] <= self._busy_s - RATE_OVER_S:
            self._marks.popleft()
        passed_s, tokens = self._busy_s - self._marks[0][0], done - self._marks[0][1]
        if passed_s < RATE_AFTER_S or tokens <= 0:
            return None
        return (self._total - done) * passed_s / tokens
