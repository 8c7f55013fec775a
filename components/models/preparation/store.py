"""The folder of prepared models: where it is, what makes a prepared model intact.

A model is built in a folder beside its own, its manifest is written last, and the whole folder is
renamed into place; so an interrupted preparation never looks like a finished one.
"""

import errno
import hashlib
import json
import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

import platformdirs
from filelock import FileLock

from components.models import catalog
from components.records import assets
from components.records.model import FetchReason, ModelCard, Source, TrainedSource
from components.records.refusal import Refusal

log = logging.getLogger(__name__)

MANIFEST = "prepared.json"
RECIPE = 5
"""Raise it when `convert` makes other files of the same source: prepared models are rebuilt."""

_FULL = {errno.ENOSPC, errno.EDQUOT}
DISK_ERRNOS = _FULL | {errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO, errno.ENAMETOOLONG}
"""`errno` values of an `OSError` that concern the disk, not the network."""

# Which manifests were read against their files' sha256 in this process: (path, modified, inode).
_verified: set[tuple[str, int, int]] = set()


@dataclass(frozen=True)
class FileStamp:
    """Size in bytes and sha256, in hexadecimal, of one prepared file."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What was prepared, of what, by which recipe.

    Attributes:
        recipe: Value of `RECIPE` when it was made.
        source: Identity of the source, from `identify`.
        files: Path inside the folder, with slashes → stamp.
    """

    recipe: int
    source: str
    files: dict[str, FileStamp]


def refuse(card: ModelCard, reason: FetchReason) -> Refusal:
    """Make the refusal of a model that cannot be prepared.

    Args:
        reason: Why, as a key.

    Returns:
        `model_fetch_failed` with the values `model` and `reason`, to be raised.
    """
    return Refusal("model_fetch_failed", model=card.name, reason=reason)


def disk_reason(error: OSError) -> FetchReason:
    """Distinguish a full disk from other write errors."""
    return "disk_full" if error.errno in _FULL else "disk_error"


def models_root() -> Path:
    """Return the folder of all prepared models, which may not exist yet.

    It is `models` under the folder that the environment variable PATHFINDER_CACHE names, else
    under the user's cache folder.
    """
    named = os.environ.get("PATHFINDER_CACHE")
    # appauthor=False: Windows would otherwise repeat the app's name as its author's.
    root = named or platformdirs.user_cache_dir("llm-pathfinder", appauthor=False)
    return Path(root).expanduser() / "models"


def folder_of(card: ModelCard) -> Path:
    """Where a model is once it is prepared."""
    return models_root() / card.id


@contextmanager
def locked(card: ModelCard) -> Iterator[None]:
    """Keep every other thread and process away from one model; waits for them.

    Raises:
        OSError: The cache folder cannot be written.
    """
    models_root().mkdir(parents=True, exist_ok=True)
    with FileLock(models_root() / f".{card.id}.lock"):
        yield


@contextmanager
def workspace(card: ModelCard) -> Iterator[Path]:
    """Yield an empty folder beside the model's own, and remove it afterwards.

    Only for the holder of the lock: what an interrupted preparation left there is removed first.

    Raises:
        OSError: The cache folder cannot be written.
    """
    folder = models_root() / f".building-{card.id}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(card: ModelCard, built: Path, source: Source) -> Path:
    """Write the manifest of a built folder and put the folder into the model's place.

    Args:
        built: Finished folder inside the workspace.
        source: What it was made of.

    Returns:
        The model's folder.

    Raises:
        OSError: The cache folder cannot be written.
    """
    files = {}
    for path in sorted(path for path in built.rglob("*") if path.is_file()):
        path.chmod(0o644)  # safetensors writes for the owner alone; a service may run as another
        name = path.relative_to(built).as_posix()
        files[name] = FileStamp(path.stat().st_size, sha256_of(path))
    manifest = Manifest(RECIPE, identify(source), files)
    with (built / MANIFEST).open("w", encoding="utf-8") as file:
        json.dump(asdict(manifest), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    final, old = folder_of(card), models_root() / f".old-{card.id}"
    shutil.rmtree(old, ignore_errors=True)
    if final.exists():
        final.replace(old)  # a folder that is not empty cannot be replaced in one step
    built.replace(final)
    shutil.rmtree(old, ignore_errors=True)
    _verified.add(_stamp(final))
    return final


def is_complete(card: ModelCard) -> bool:
    """Cheap check: the manifest is there and current, and every file has its size."""
    folder = folder_of(card)
    manifest = _read_manifest(folder)
    if manifest is None or manifest.recipe != RECIPE:
        return False
    if manifest.source not in {identify(source) for source in card.sources}:
        return False
    return all(_size(folder / name) == stamp.size for name, stamp in manifest.files.items())


def is_intact(card: ModelCard) -> bool:
    """Full check: as `is_complete`, and every file has its sha256, read once per process."""
    if not is_complete(card):
        return False
    folder = folder_of(card)
    manifest = _read_manifest(folder)
    if manifest is None:
        return False
    try:
        key = _stamp(folder)
        if key in _verified:
            return True
        for name, stamp in manifest.files.items():
            if sha256_of(folder / name) != stamp.sha256:
                log.warning("%s of %s is damaged", name, card.id)
                return False
    except OSError:  # another process is just replacing it
        return False
    _verified.add(key)
    return True


def overlay_folder(source: TrainedSource) -> Path:
    """Return the folder of weights that this project trained."""
    return assets.ASSETS / "models" / source.folder


def identify(source: Source) -> str:
    """Name a source by what it delivers, so that another one is noticed.

    Args:
        source: One source of a card.

    Returns:
        A sha256 in hexadecimal: over the source's fields; for a trained one also over its files
        and over the sources of its base. Files that are not there count as such.
    """
    parts: list[object] = [type(source).__name__, asdict(source)]
    if isinstance(source, TrainedSource):
        folder = overlay_folder(source)
        parts += [_cached_sha256(folder / name) for name in ("config.json", "model.safetensors")]
        parts += [identify(inner) for inner in catalog.load_catalog()[source.base].sources]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def sha256_of(path: Path) -> str:
    """Hash a file.

    Returns:
        Its sha256 in lower-case hexadecimal.

    Raises:
        OSError: The file cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _cached_sha256(path: Path) -> str:
    try:
        status = path.stat()
        return _sha256_at(path, status.st_size, status.st_mtime_ns)
    except OSError:
        return "absent"


@lru_cache(maxsize=64)
def _sha256_at(path: Path, _size: int, _modified_ns: int) -> str:
    return sha256_of(path)


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def _stamp(folder: Path) -> tuple[str, int, int]:
    status = (folder / MANIFEST).stat()
    return str(folder), status.st_mtime_ns, status.st_ino


def _read_manifest(folder: Path) -> Manifest | None:
    """Read a manifest; None if there is none or it is not one."""
    try:
        data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files = {
            name: FileStamp(int(stamp["size"]), str(stamp["sha256"]))
            for name, stamp in data["files"].items()
        }
        return Manifest(int(data["recipe"]), str(data["source"]), files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
