"""Terms of use that come before a model is prepared, and who accepted them for this machine.

An operator accepts them with the environment variable PATHFINDER_ACCEPT_TERMS, a list of model ids
separated by commas; a visitor accepts them in the app, which is recorded in a small file.
"""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock

from components.models.preparation.store import disk_reason, models_root, refuse
from components.records.model import ModelCard
from components.records.refusal import Refusal

SETTING = "PATHFINDER_ACCEPT_TERMS"
_FILE = "accepted-terms.json"


def are_terms_accepted(card: ModelCard) -> bool:
    """Return whether a model may be prepared: it has no terms, or these very ones were accepted."""
    if card.terms is None or card.id in _named_by_operator():
        return True
    return _read().get(card.id, {}).get("terms") == card.terms


def accept_terms(card: ModelCard) -> None:
    """Remember for this machine that a model's terms were accepted, with the time in UTC.

    Args:
        card: Which model; nothing happens where it has no terms.

    Raises:
        Refusal: `model_fetch_failed` with a reason of the disk; nothing is accepted then.
    """
    if card.terms is None:
        return
    path = _path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_suffix(".lock")):
            now = datetime.now(UTC).isoformat(timespec="seconds")
            accepted = _read() | {card.id: {"terms": card.terms, "accepted_at": now}}
            written = path.with_suffix(".new")
            written.write_text(json.dumps(accepted, indent=1) + "\n", encoding="utf-8")
            written.replace(path)
    except OSError as error:
        raise refuse(card, disk_reason(error)) from error


def require_terms(card: ModelCard) -> None:
    """Refuse to go on before a model's terms are accepted.

    Raises:
        Refusal: `terms_not_accepted` with the values `model` and `terms`, their address.
    """
    if card.terms is not None and not are_terms_accepted(card):
        raise Refusal("terms_not_accepted", model=card.name, terms=card.terms)


def _named_by_operator() -> set[str]:
    return {model_id.strip() for model_id in os.environ.get(SETTING, "").split(",")}


def _path() -> Path:
    return models_root().parent / _FILE


def _read() -> dict[str, dict[str, str]]:
    """Read what was accepted; empty if the file is missing or has another format."""
    try:
        data = json.loads(_path().read_text(encoding="utf-8"))
        return {str(name): dict(entry) for name, entry in data.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
