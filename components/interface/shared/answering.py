"""Ask a model while the visitor watches: progress, Stop, refusals, no work done twice."""

import time
from typing import Any, TypeVar

import streamlit as st

from components.interface.frame import runtime
from components.interface.frame.i18n import Translator
from components.interface.frame.session import keep
from components.interface.shared.notices import show_refusal
from components.records.answer import Event, Progress
from components.records.refusal import Refusal
from components.records.request import Request
from components.records.service import Health
from components.service.engines import retry_after

R = TypeVar("R")

QUIET_S = 0.4
"""An answer that is there by then is given without a progress bar."""


def show_answer(t: Translator, page: str, model_id: str, request: Request[R]) -> R | None:
    """Give a request's result, computed now or kept from the last run of this page.

    Args:
        t: Translator.
        page: Stem of the page.
        model_id: Whom to ask.
        request: A request record; equal requests to the same model are answered once a session.

    Returns:
        The result record; None where there is none, after saying why.
    """
    try:
        return keep(f"{page}.answer", (model_id, request), lambda: _ask(t, page, model_id, request))
    except Refusal as refusal:
        can_help = retry_after(refusal)
        if can_help:
            runtime.engines().forget_if_failed(model_id)
        show_refusal(t, refusal)
        if can_help or refusal.key == "cancelled":
            _show_again(t, page)
        return None


def _ask(t: Translator, page: str, model_id: str, request: Request[R]) -> R:
    if st.session_state.get(f"{page}.stopped") == (model_id, request):
        raise Refusal("cancelled")
    place = st.empty()
    try:
        with place.container():
            return runtime.ask(model_id, request, _Waiting(t, page, (model_id, request)))
    finally:
        place.empty()


def describe_wait(t: Translator, health: Health, event: Event | None) -> tuple[str, float | None]:
    """Say what is being waited for.

    Returns:
        A sentence, and the share that is done, 0 to 1; None where it cannot be told.
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


class _Waiting:
    """A progress bar and a Stop button that appear only when there is something to wait for."""

    def __init__(self, t: Translator, page: str, asked: tuple[str, Any]) -> None:
        self._t, self._page, self._asked = t, page, asked
        self._started = time.monotonic()
        self._bar: Any = None
        self._last: Progress | None = None

    def __call__(self, event: Event | None, health: Health) -> None:
        if isinstance(event, Progress):
            self._last = event
        if time.monotonic() - self._started < QUIET_S:
            return
        text, fraction = describe_wait(self._t, health, self._last)
        if self._bar is None:
            self._bar = st.progress(0.0)
            st.button(
                self._t("common.stop"),
                key=f"{self._page}.stop",
                icon=":material/stop_circle:",
                on_click=_remember_stop,
                args=(self._page, self._asked),
            )
        self._bar.progress(min(fraction or 0.0, 1.0), text=text)


def _remember_stop(page: str, asked: tuple[str, Any]) -> None:
    st.session_state[f"{page}.stopped"] = asked


def _show_again(t: Translator, page: str) -> None:
    st.button(
        t("common.again"),
        key=f"{page}.again",
        icon=":material/refresh:",
        on_click=_forget_stop,
        args=(page,),
    )


def _forget_stop(page: str) -> None:
    st.session_state.pop(f"{page}.stopped", None)
