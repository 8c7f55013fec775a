"""The only caches, and the way from a page to an engine and back."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import streamlit as st

from components.engine import serving
from components.engine.worker import Engine
from components.interface.frame.drawing import aside
from components.interface.frame.session import session_id
from components.models import catalog, hub, memory, preparation
from components.records.answer import Event
from components.records.attention_faithfulness import AttentionFaithfulnessRequest
from components.records.attribution import AttributionRequest
from components.records.embedding import EmbeddingRequest, EmbeddingResult, EmbeddingRole
from components.records.grading import GraderError
from components.records.head_knockout import HeadSweepRequest
from components.records.model import CalibrationMeasure, HubStatus, ModelCard
from components.records.refusal import Refusal
from components.records.service import Health, Stats

if TYPE_CHECKING:
    from components.career.storage import OpenedStore


class Watcher(Protocol):
    """Told what happens while an answer is awaited."""

    def __call__(self, event: Event | None, health: Health) -> None:
        """Take an event, or None after a tenth of a second without one."""


_FOR_ATTRIBUTION = "+attribution"
_LONG = (AttributionRequest, AttentionFaithfulnessRequest, HeadSweepRequest)


def engine_id(model_id: str, request: Any) -> str:
    """Name the engine that answers a request: the model's, or one beside it.

    An attribution, and whatever else reads a text hundreds of times, computes for many seconds in
    passes that nothing can come between. On a copy of the model of its own it lets other visitors'
    requests through.

    Example:
        >>> engine_id("m", AttributionRequest("Fine.")), model_of(engine_id("m", object()))
        ('m+attribution', 'm')
    """
    return model_id + _FOR_ATTRIBUTION * isinstance(request, _LONG)


def model_of(engine_id: str) -> str:
    """Give the id of the model that an engine runs."""
    return engine_id.removesuffix(_FOR_ATTRIBUTION)


@st.cache_resource(show_spinner=False, on_release=lambda engine: engine.close())
def engine(engine_id: str) -> Engine:
    """Give an engine, shared by all visitors; its model loads in the background.

    Args:
        engine_id: Of `engine_id`; the id of a model in the catalog is the engine of most requests.
    """
    return serving.start_engine(model_of(engine_id))


def forget_engine_if_failed(model_id: str) -> None:
    """Drop engines whose model could not be loaded, so that the next request tries again."""
    for name, started in list(_started().items()):
        if model_of(name) == model_id and started.health().state in ("failed", "closed"):
            engine.clear(name)


def warm_up() -> None:
    """Start the engines of all bundled models; returns at once."""
    for card in catalog.load_catalog().values():
        if card.is_bundled:
            _started()[card.id] = engine(card.id)


def shut_down() -> None:
    """End all engines, before the process ends."""
    for started in _started().values():
        started.close()


def health_of(model_id: str) -> Health | None:
    """Tell the state of a model without starting it; None for a model nobody has asked for yet."""
    started = _started()
    return started[model_id].health() if model_id in started else None


@st.cache_resource(show_spinner=False)
def _started() -> dict[str, Engine]:
    return {}


def ask(model_id: str, request: Any, watch: Watcher) -> Any:
    """Send a request to a model and wait for the answer.

    Every tenth of a second the session is touched: that is where Streamlit stops the script of a
    closed tab or of a visitor who pressed Stop, which cancels the job.

    Args:
        model_id: Id in the catalog.
        request: A request record.
        watch: Told of every event and of every silent tenth of a second.

    Returns:
        The task's result record.

    Raises:
        Refusal: Whatever keeps the request from being answered.
    """
    name = engine_id(model_id, request)
    worker = _started()[name] = engine(name)
    job = worker.submit(request, session_id())
    try:
        for event in _aside_while_waiting(worker.stream(job)):
            _ = "frame.session" in st.session_state
            watch(event, worker.health())
    finally:
        worker.cancel(job)
    return job.result()


def _aside_while_waiting(events: Iterator[Event | None]) -> Iterator[Event | None]:
    """Give the same events; whoever waits for the next one lets other scripts draw."""
    while True:
        with aside():
            try:
                event = next(events)
            except StopIteration:
                return
        yield event


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
        One vector a text, of length 1.

    Raises:
        Refusal: As in `ask`.
    """
    model_id = model_id or catalog.models_for("embedding")[0].id
    result: EmbeddingResult = ask(model_id, EmbeddingRequest(tuple(texts), role), watch)
    return result


@st.cache_resource(show_spinner=False)
def kept_vectors() -> dict[Any, Any]:
    """Give the vectors of texts of ours that were computed already, by whatever names them."""
    return {}


@st.cache_resource(show_spinner=False)
def learner_store(folder: Path) -> "OpenedStore":
    """Open the learner data in a folder, once a process.

    Raises:
        Refusal: Why there is none; the next call tries again.
    """
    from components.career.storage import open_store

    return open_store(folder)


@st.cache_resource(show_spinner=False)
def grader_errors() -> dict[str, GraderError]:
    """Give language → how often the grader was wrong here, as far as somebody had it measured."""
    return {}


def running_engines() -> dict[str, tuple[Health, Stats]]:
    """Tell the state and the counts of every engine that was started: its id → both."""
    return {name: (e.health(), e.stats()) for name, e in list(_started().items())}


def model_cards() -> dict[str, ModelCard]:
    """Give the catalog: model id → card."""
    return catalog.load_catalog()


def calibration_of(model_id: str) -> CalibrationMeasure | None:
    """Tell how well a classifier is calibrated; None where nobody measured it."""
    return catalog.load_calibration(model_id)


def offered_models(task: str) -> tuple[list[ModelCard], list[ModelCard]]:
    """Divide the models of a task into those that can be used now and those that cannot.

    A hub model counts as usable while the hub answers, or when it was prepared before. Models that
    wait for their terms to be accepted are neither; `models_with_terms` gives them.
    """
    cards = catalog.models_for(task)
    usable = [card for card in cards if is_usable(card)]
    return usable, [card for card in cards if card not in usable and not awaits_terms(card)]


def models_with_terms(task: str) -> list[ModelCard]:
    """List the models of a task that wait for somebody to accept their terms."""
    return [card for card in catalog.models_for(task) if awaits_terms(card)]


def is_usable(card: ModelCard) -> bool:
    """Tell whether a model can be asked now."""
    if _is_at_hand(card):
        return True
    return not awaits_terms(card) and (not catalog.needs_hub(card) or hub_status().is_reachable)


def awaits_terms(card: ModelCard) -> bool:
    """Tell whether a model is prepared only after somebody accepts its terms."""
    return not (preparation.are_terms_accepted(card) or _is_at_hand(card))


def accept_terms(card: ModelCard) -> None:
    """Accept a model's terms for this machine and begin to prepare it; returns at once.

    Raises:
        Refusal: `model_fetch_failed` where this cannot be remembered.
    """
    preparation.accept_terms(card)
    forget_engine_if_failed(card.id)
    _started()[card.id] = engine(card.id)


def fitting_model(task: str, wish: ModelCard) -> ModelCard:
    """Give the model that answers where a visitor wishes for one.

    Args:
        task: Page stem.
        wish: The model chosen.

    Returns:
        The wish, where it is in memory, loading, or fits into the memory that is free; else the
        smallest model of the task that does and needs no fetching; the wish again where none does.
    """
    if _has_room(wish):
        return wish
    cards = [card for card in catalog.models_for(task) if _is_at_hand(card) and _has_room(card)]
    return min(cards, key=lambda card: card.parameters, default=wish)


def _has_room(card: ModelCard) -> bool:
    health = health_of(card.id)
    is_held = health is not None and health.state in ("starting", "ready")
    return is_held or memory.fits(card)


def _is_at_hand(card: ModelCard) -> bool:
    return card.is_bundled or preparation.is_prepared(card)


@st.cache_resource(show_spinner=False)
def _hub_watch() -> hub.HubWatch:
    return hub.HubWatch(hub.check_hub)


def hub_status() -> HubStatus:
    """Tell whether the model hub answers; the first answer of a process is `checking`."""
    return _hub_watch().status()


def retry_after(refusal: Refusal) -> bool:
    """Tell whether trying again can help: a failed start is tried again, bad input is not."""
    return refusal.key in {
        "model_failed",
        "model_fetch_failed",
        "model_closed",
        "memory_short",
        "busy",
    }
