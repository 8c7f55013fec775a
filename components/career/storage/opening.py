"""Opens the database: checked, restored if it is broken, migrated if it is old."""

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs
from filelock import FileLock
from sqlalchemy import Engine

from components.career.storage.backups import (
    backup_if_due,
    check_backup,
    copy_backup,
    is_sound,
    make_backup,
    newest_good,
    put_back,
)
from components.career.storage.database import make_engine, set_journal_mode, writing
from components.career.storage.migrating import current_revision, known_revisions, migrate
from components.career.storage.store import LearnerStore
from components.records.learner import now
from components.records.refusal import Refusal

FILE = "learner.db"
LOCK_S = 30
"""How long one process waits while another opens the same database, in seconds."""


@dataclass(frozen=True)
class OpenedStore:
    """A store and what there is to say about it.

    Attributes:
        store: Ready to use.
        path: Of the database.
        notice: What a learner has to know: `learner_restored`, `learner_lost`,
            `learner_read_only`; None if all is well.
    """

    store: LearnerStore
    path: Path
    notice: Refusal | None = None


def data_folder() -> Path:
    """Return the folder of the learner data: `PATHFINDER_DATA`, else the user's data folder."""
    named = os.environ.get("PATHFINDER_DATA")
    return Path(named) if named else platformdirs.user_data_path("llm-pathfinder", appauthor=False)


def database_path(folder: Path) -> Path:
    """Return the path of the database in a folder."""
    return folder.absolute() / FILE


def open_store(folder: Path) -> OpenedStore:
    """Open the database in a folder, or make it.

    A broken file is set aside and the newest good backup takes its place; an old schema is backed
    up and migrated.

    Raises:
        Refusal: `learner_newer` for the schema of a newer app, which is left untouched;
            `learner_read_only`, `learner_full`, `learner_locked` where nothing can be opened.
    """
    path = database_path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_suffix(".lock"), timeout=LOCK_S):
            return _open(path)
    except OSError as error:
        if path.exists():
            return OpenedStore(LearnerStore(make_engine(path)), path, Refusal("learner_read_only"))
        raise Refusal("learner_read_only") from error


def restore_backup(opened: OpenedStore, name: str) -> None:
    """Put a backup in place of the data; the present data are backed up first.

    Safe while others read and write, in this process or another: they see either all of the old
    data or all of the restored.

    Raises:
        Refusal: `backup_gone`, `backup_broken`, `learner_newer`, `learner_locked` where others do
            not let go of the data, or a fault of the disk; nothing has changed then.
    """
    engine, path = opened.store.engine, opened.path
    check_backup(path, name)
    part = path.with_name(f"{path.name}.restoring")
    copy_backup(path, name, part)
    try:
        _migrate_copy(part)
        make_backup(engine, path, needed={name})
        put_back(engine, part)
    finally:
        for suffix in ("", "-journal", "-wal", "-shm"):
            part.with_name(part.name + suffix).unlink(missing_ok=True)


def _migrate_copy(path: Path) -> None:
    """Bring the copy of a backup up to date, so that it takes the data's place in one step."""
    engine = make_engine(path)
    try:
        _check_not_newer(engine)
        migrate(engine)
    finally:
        engine.dispose()


def _open(path: Path) -> OpenedStore:
    notice = _heal(path)
    is_new = not path.exists()
    engine = make_engine(path)
    revision = _check_not_newer(engine)
    try:
        _bring_up_to_date(engine, path, revision)
    except Refusal as refusal:
        if is_new:
            engine.dispose()
            _remove_if_empty(path)
        if refusal.key != "learner_read_only" or revision is None:
            raise
        notice = notice or refusal
    return OpenedStore(LearnerStore(engine), path, notice)


def _bring_up_to_date(engine: Engine, path: Path, revision: str | None) -> None:
    if revision != known_revisions()[0]:
        if revision is not None:
            make_backup(engine, path)
        migrate(engine)
    set_journal_mode(engine)
    with writing(engine):
        pass
    backup_if_due(engine, path)


def _check_not_newer(engine: Engine) -> str | None:
    revision = current_revision(engine)
    if revision is not None and revision not in known_revisions():
        raise Refusal("learner_newer")
    return revision


def _heal(path: Path) -> Refusal | None:
    """Replace a broken, empty or missing database by its newest good backup.

    The backup is copied beside it first, so that a full disk leaves everything as it is, and a
    process that dies half-way leaves a missing database, which is restored the same way.

    Returns:
        What the learner has to know; None if the database is sound, or new.
    """
    is_there = path.exists() and path.stat().st_size > 0
    if is_there and is_sound(path):
        return None
    backup = newest_good(path)
    part = path.with_name(f"{path.name}.part")
    if backup is not None:
        copy_backup(path, backup.name, part)
    _set_aside(path)
    if backup is None:
        return Refusal("learner_lost") if is_there else None
    os.replace(part, path)
    return Refusal("learner_restored", date=backup.made_at.strftime("%Y-%m-%d %H:%M UTC"))


def _set_aside(path: Path) -> None:
    """Rename a database and its journals; an empty one goes.

    A journal left behind would be rolled back into the database that takes this one's place.
    """
    _remove_if_empty(path)
    stamp = now().strftime("%Y%m%dT%H%M%SZ")
    for suffix in ("-journal", "-wal", "-shm", ""):
        part = path.with_name(path.name + suffix)
        if part.exists():
            os.replace(part, path.with_name(f"broken-{stamp}-{part.name}"))


def _remove_if_empty(path: Path) -> None:
    if path.exists() and path.stat().st_size == 0:
        path.unlink()
