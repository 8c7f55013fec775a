"""The only caches: one registry of engines per process, and a visitor's requests to it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from components.interface.frame.drawing import aside
from components.interface.frame.session import session_id
from components.records.answer import Event
from components.records.embedding import EmbeddingRequest, EmbeddingResult, EmbeddingRole
from components.records.grading import GraderError
from components.records.request import Request
from components.records.service import Health
from components.service import asking
from components.service.asking import Watcher
from components.service.engines import Engines
from components.service.offers import Offers, open_offers
from components.service.vectors import KeptVectors

if TYPE_CHECKING:
    from components.career.storage import OpenedStore

R = TypeVar("R")


@st.cache_resource(show_spinner=False, on_release=lambda engines: engines.shut_down())
def engines() -> Engines:
    """Return the engines of this process."""
    return Engines()


@st.cache_resource(show_spinner=False)
def offers() -> Offers:
    """Return what this process can offer; the hub is watched from the first call on."""
    return open_offers(engines())


def ask(model_id: str, request: Request[R], watch: Watcher) -> R:
    """Send a visitor's request to a model and wait for the result.

    Every tenth of a second the session is touched: that is where Streamlit stops the script of a
    closed tab or of a visitor who pressed Stop, which cancels the job. While the script waits,
    others draw.

    Args:
        model_id: Id in the catalog.
        request: A request record.
        watch: Told of every event and of every silent tenth of a second.

    Returns:
        The task's result record.

    Raises:
        Refusal: What kept the request from being answered.
    """

    def touch_and_watch(event: Event | None, health: Health) -> None:
        _ = "frame.session" in st.session_state
        watch(event, health)

    return asking.ask(engines(), model_id, request, session_id(), touch_and_watch, waiting=aside)


def embed(
    texts: Sequence[str], role: EmbeddingRole, watch: Watcher, model_id: str | None = None
) -> EmbeddingResult:
    """Turn texts into vectors that can be compared with those of the same model.

    Args:
        texts: Cleaned texts, at least one.
        role: What they are to a retriever.
        watch: As in `ask`.
        model_id: Id of an encoder in the catalog; by default one that reads both languages.

    Returns:
        One vector per text, of length 1.

    Raises:
        Refusal: As in `ask`.
    """
    encoder = model_id or offers().default("embedding").id
    return ask(encoder, EmbeddingRequest(tuple(texts), role), watch)


@st.cache_resource(show_spinner=False)
def kept_vectors() -> KeptVectors:
    """Return the vectors of the content's own texts, as far as they were computed."""
    return {}


@st.cache_resource(show_spinner=False)
def learner_store(folder: Path) -> "OpenedStore":
    """Open the learner data in a folder, once per process.

    Raises:
        Refusal: Why there is none; the next call tries again.
    """
    from components.career.storage import open_store

    return open_store(folder)


@st.cache_resource(show_spinner=False)
def grader_errors() -> dict[str, GraderError]:
    """Return language → how often the grader was wrong here, as far as that was measured."""
    return {}
