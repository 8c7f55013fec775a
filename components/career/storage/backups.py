"""Copies of the whole database: made by SQLite's backup API, checked, synced, then renamed.

https://sqlite.org/backup.html
"""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from components.career.storage.database import refusal_of
from components.records.learner import Backup, now
from components.records.refusal import Refusal

KEPT = 10
"""How many are kept; making one more deletes the oldest."""
DUE_AFTER = timedelta(days=1)
"""One is made by itself when the newest is older."""

_PATTERN = "learner-%Y%m%dT%H%M%S.%fZ.db"
_FULL = {errno.ENOSPC, errno.EDQUOT}


def backup_folder(database: Path) -> Path:
    """Give the folder of a database's backups."""
    return database.parent / "backups"


def list_backups(database: Path) -> list[Backup]:
    """List the backups of a database, the newest first."""
    found = []
    for path in backup_folder(database).glob("learner-*.db"):
        try:
            made_at = datetime.strptime(path.name, _PATTERN).replace(tzinfo=UTC)
        except ValueError:
            continue
        found.append(Backup(path.name, made_at, path.stat().st_size))
    return sorted(found, key=lambda backup: backup.made_at, reverse=True)


def make_backup(engine: Engine, database: Path) -> Backup:
    """Copy the database as it is now, whoever writes meanwhile.

    Raises:
        Refusal: `learner_full`, `learner_read_only`, `learner_corrupt`; no half copy is left then.
    """
    folder = backup_folder(database)
    made_at = now()
    final = folder / made_at.strftime(_PATTERN)
    part = final.with_suffix(".part")
    with _refusing():
        folder.mkdir(parents=True, exist_ok=True)
        try:
            _copy(engine, part)
            _sync(part)
            os.replace(part, final)
        finally:
            part.unlink(missing_ok=True)
        _sync(folder)
        for old in list_backups(database)[KEPT:]:
            (folder / old.name).unlink(missing_ok=True)
        return Backup(final.name, made_at, final.stat().st_size)


def backup_if_due(engine: Engine, database: Path) -> None:
    """Make a backup where the newest is a day old or there is none.

    What is saved is saved without it, so a fault stops nobody: the next call tries again.
    """
    newest = next(iter(list_backups(database)), None)
    if newest is None or now() - newest.made_at > DUE_AFTER:
        try:
            make_backup(engine, database)
        except Refusal:
            return


def newest_good(database: Path) -> Backup | None:
    """Find the newest backup that is whole; None where there is none."""
    folder = backup_folder(database)
    return next((b for b in list_backups(database) if is_sound(folder / b.name)), None)


def is_sound(path: Path) -> bool:
    """Tell whether a file is a SQLite database without a fault.

    What a process that died left half done is rolled back first, as at every opening.

    Raises:
        Refusal: `learner_locked` and the like, where that cannot be told.
    """
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True)) as connection:
            return bool(connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",))
    except sqlite3.DatabaseError as error:
        refusal = refusal_of(error)
        if refusal.key == "learner_corrupt":
            return False
        raise refusal from error


def put_back(engine: Engine, database: Path, name: str) -> None:
    """Put a backup's content in place of the database's, in one transaction of SQLite's own.

    Raises:
        Refusal: `backup_gone` or `backup_broken`; the database is as it was then.
    """
    if name not in {backup.name for backup in list_backups(database)}:
        raise Refusal("backup_gone")
    path = backup_folder(database) / name
    if not is_sound(path):
        raise Refusal("backup_broken")
    with _refusing(), closing(sqlite3.connect(path)) as source:
        target = engine.raw_connection()
        try:
            source.backup(target.driver_connection)  # type: ignore[arg-type]
        finally:
            target.close()


def _copy(engine: Engine, path: Path) -> None:
    source = engine.raw_connection()
    try:
        with closing(sqlite3.connect(path)) as target:
            source.driver_connection.backup(target)  # type: ignore[union-attr]
    finally:
        source.close()
    if not is_sound(path):
        raise Refusal("learner_corrupt")


def _sync(path: Path) -> None:
    """Wait until a file or a folder's list of names is on the disk."""
    if os.name == "nt" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise refusal_of(error) from error
    except OSError as error:
        key = "learner_full" if error.errno in _FULL else "learner_read_only"
        raise Refusal(key) from error
