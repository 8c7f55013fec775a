"""Files out of a model-hub repository at a fixed revision, by their names.

Follows huggingface_hub's guide "Download files"; HF_ENDPOINT may name a mirror.
"""

import logging
import os
import shutil
from pathlib import Path
from typing import Any

from components.models.preparation.store import DISK_ERRNOS, refuse
from components.models.preparation.wheel import check_files
from components.records.model import FetchReason, HubSource, ModelCard

log = logging.getLogger(__name__)

TIMEOUT_S = 10.0
"""How long the hub may take to answer about one file, in seconds."""


def hub_endpoint() -> str | None:
    """Return the address of the mirror that HF_ENDPOINT names; None for the hub itself."""
    return os.environ.get("HF_ENDPOINT", "").rstrip("/") or None


def is_hub_forbidden() -> bool:
    """Return whether HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE forbids the hub."""
    names = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")
    return any(os.environ.get(name, "").upper() in {"1", "ON", "YES", "TRUE"} for name in names)


def download_files(card: ModelCard, source: HubSource, into: Path) -> None:
    """Fetch the named files of a repository and check those whose sha256 is known.

    A file that the user's hub cache already holds at this commit is copied from there.

    Args:
        card: Which model, for the refusal.
        source: Repository, revision and files.
        into: Folder that receives the files under their names.

    Raises:
        Refusal: `model_fetch_failed` with a reason.
        OSError: The folder cannot be written.
    """
    missing = [name for name in source.files if _find_cached(source, name) is None]
    if missing:
        _make_sure(card, source, missing[0])
    for name in source.files:
        cached = _find_cached(source, name)
        if cached is not None:
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(cached, into / name)
        else:
            _download(card, source, name, into)
    shutil.rmtree(into / ".cache", ignore_errors=True)  # the library's notes on this download
    check_files(card, source.files, into)


def ask_hub(source: HubSource, name: str, timeout_s: float = TIMEOUT_S) -> str | None:
    """Ask the hub once, without trying again, for the head of one file.

    Args:
        source: Repository and revision.
        name: One of its files.
        timeout_s: How long the hub may take, in seconds.

    Returns:
        The commit that the hub names; None if what answered is no model hub.

    Raises:
        Exception: What the hub's library raises; its classes have no common base.
    """
    from huggingface_hub import get_hf_file_metadata, hf_hub_url

    url = hf_hub_url(source.repository, name, revision=source.revision, endpoint=hub_endpoint())
    commit: str | None = get_hf_file_metadata(url, token=False, timeout=timeout_s).commit_hash
    return commit


def _make_sure(card: ModelCard, source: HubSource, name: str) -> None:
    """Refuse at once what cannot be fetched: the library itself would try for half a minute."""
    if is_hub_forbidden():
        raise refuse(card, "offline")
    try:
        commit = ask_hub(source, name)
    except Exception as error:
        log.warning("the hub did not answer for %s: %s", source.repository, error)
        raise refuse(card, _reason(error, name)) from error
    if commit is None:
        log.warning("what answered for %s is no model hub", source.repository)
        raise refuse(card, "no_network")


def _find_cached(source: HubSource, name: str) -> str | None:
    from huggingface_hub import try_to_load_from_cache

    # The other answers are None and a marker for "known not to exist".
    found = try_to_load_from_cache(source.repository, name, revision=source.revision)
    return found if isinstance(found, str) else None


def _download(card: ModelCard, source: HubSource, name: str, into: Path) -> None:
    from huggingface_hub import hf_hub_download
    from huggingface_hub.errors import EntryNotFoundError, HTTPError, XetDownloadError
    from tqdm import tqdm

    class Silent(tqdm):  # type: ignore[misc, type-arg, unused-ignore]
        """A bar that is not drawn: progress is shown where the app wants it."""

        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **(options | {"disable": True}))

    try:
        hf_hub_download(
            source.repository,
            name,
            revision=source.revision,
            local_dir=into,
            etag_timeout=TIMEOUT_S,
            endpoint=hub_endpoint(),
            token=False,
            tqdm_class=Silent,
        )
    # HTTPError is the HTTP client's own base class, which the hub's library does not wrap.
    except (EntryNotFoundError, HTTPError, XetDownloadError, OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno in DISK_ERRNOS:
            raise
        log.warning("%s of %s did not come: %s", name, source.repository, error)
        raise refuse(card, _reason(error, name)) from error


def _reason(error: Exception, name: str) -> FetchReason:
    """Return why the hub's library failed on one file."""
    from huggingface_hub.errors import (
        EntryNotFoundError,
        HFValidationError,
        HTTPError,
        LocalEntryNotFoundError,
        RepositoryNotFoundError,
        RevisionNotFoundError,
        XetDownloadError,
    )

    # From the particular to the general: the first three are kinds of the last.
    if isinstance(error, LocalEntryNotFoundError):  # no answer, and nothing in the hub's cache
        return "no_network"
    if isinstance(error, EntryNotFoundError):
        return "no_safetensors" if name.endswith(".safetensors") else "not_found"
    if isinstance(error, RepositoryNotFoundError | RevisionNotFoundError | HFValidationError):
        return "not_found"
    if isinstance(error, HTTPError | XetDownloadError):
        return "no_network"
    # Of its own the library raises a bare OSError where a file has not the announced size.
    return "checksum" if type(error) is OSError else "no_network"
