"""Ask a model while the visitor watches: progress, Stop, refusals, no work done twice."""

from typing import Any, TypeVar

import streamlit as st

from components.interface.frame import runtime
from components.interface.frame.i18n import Translator
from components.interface.frame.session import keep
from components.interface.shared.notices import show_refusal
from components.interface.shared.waiting import Stop, waiting
from components.records.refusal import Refusal
from components.records.request import Request
from components.service.engines import retry_after

R = TypeVar("R")


def show_answer(t: Translator, page: str, model_id: str, request: Request[R]) -> R | None:
    """Return a request's result, computed now or kept from the last run of this page.

    Args:
        model_id: Id in the catalog.
        request: A request record; equal requests to the same model are answered once per session.

    Returns:
        The result record; None if there is none, after saying why.
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
    stop = Stop(f"{page}.stop", _remember_stop, (page, (model_id, request)))
    with waiting(t, stop) as watch:
        return runtime.ask(model_id, request, watch)


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
