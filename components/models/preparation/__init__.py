"""Fetch a model, check it, convert it once into the user's cache folder.

What is prepared is a folder that `from_pretrained(folder, local_files_only=True)` loads. Nothing
here imports torch or transformers while every model is intact.
"""

import logging
from pathlib import Path

from components.models import catalog
from components.models.backends import openvino
from components.models.library_lock import LIBRARY_LOCK
from components.models.preparation import store
from components.models.preparation.convert import convert_files, overlay_head
from components.models.preparation.fetch import OnProgress, fetch_files
from components.models.preparation.terms import accept_terms, are_terms_accepted, require_terms
from components.records.model import ModelCard, PreparationProgress, Source, TrainedSource
from components.records.refusal import Refusal

__all__ = ["accept_terms", "are_terms_accepted", "is_prepared", "prepare", "prepared_folder"]

log = logging.getLogger(__name__)


def _ignore(_progress: PreparationProgress) -> None:
    """Show no progress."""


def prepare(card: ModelCard, on_progress: OnProgress = _ignore) -> Path:
    """Make sure that a model is in the cache folder, intact and of the catalog's source.

    A model that is prepared is only checked, its files' sha256 once a process. Several threads and
    processes may call it at once: one works, the others wait for it.

    Args:
        on_progress: Is told how far it has come, at times from another thread.

    Returns:
        The folder that `from_pretrained` loads.

    Raises:
        Refusal: `model_fetch_failed` with the values `model` and `reason`, a `FetchReason`; then
            nothing is left behind. `terms_not_accepted` with `model` and `terms` before the terms
            of a model that is not prepared are accepted.
    """
    try:
        if store.is_intact(card):
            return store.folder_of(card)
        require_terms(card)
        with store.locked(card):
            if store.is_intact(card):  # another one has prepared it meanwhile
                return store.folder_of(card)
            with store.workspace(card) as workspace:
                return _build(card, workspace, on_progress)
    except OSError as error:
        log.warning("%s could not be prepared: %s", card.id, error)
        raise store.refuse(card, store.disk_reason(error)) from error


def prepared_folder(model_id: str) -> Path:
    """Find a prepared model without fetching anything.

    Args:
        model_id: Id in the catalog.

    Returns:
        The folder that `from_pretrained` loads.

    Raises:
        Refusal: `model_not_prepared` with the value `model`: the catalog has no such model, or it
            is not prepared, damaged or out of date. Prepare it.
    """
    card = catalog.load_catalog().get(model_id)
    if card is None or not store.is_intact(card):
        raise Refusal("model_not_prepared", model=card.name if card else model_id)
    return store.folder_of(card)


def is_prepared(card: ModelCard) -> bool:
    """Return whether a model is prepared: a cheap check of its manifest and file sizes."""
    return store.is_complete(card)


def _build(card: ModelCard, workspace: Path, on_progress: OnProgress) -> Path:
    built = workspace / "built"
    trained = [source for source in card.sources if isinstance(source, TrainedSource)]
    source: Source
    if trained:
        source = trained[0]
        base = prepare(catalog.load_catalog()[source.base], on_progress)
        on_progress(PreparationProgress(card.id, "convert"))
        with LIBRARY_LOCK:
            overlay_head(card, base, store.overlay_folder(source), built)
    else:
        fetched, source = fetch_files(card, workspace, on_progress)
        on_progress(PreparationProgress(card.id, "convert"))
        with LIBRARY_LOCK:
            convert_files(card, fetched, built)
    if card.architecture in openvino.CONVERTED and openvino.is_installed():
        with LIBRARY_LOCK:
            openvino.convert_encoder(built, card.architecture)
    on_progress(PreparationProgress(card.id, "check"))
    return store.publish(card, built, source)
