"""Copies of the whole database: made by SQLite's backup API, checked, synced, then renamed.

https://sqlite.org/backup.html
"""

import errno
import os
import shutil
import sqlite3
import time
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from components.career.storage.database import refusal_of
from components.career.storage.migrating import known_revisions
from components.career.storage.tables import metadata
from components.records.learner import Backup, now
from components.records.refusal import Refusal

KEPT = 10
"""Number of newest backups that are kept."""
KEPT_DAYS = 7
"""Number of most recent days with a backup of which the newest is kept as well, so that making many
in a row evicts no history."""
DUE_AFTER = timedelta(days=1)
"""A backup is made automatically once the newest is older."""
RESTORE_S = 30.0
"""How long a restore waits for others to let go of the database, in seconds."""

_AHEAD = timedelta(days=1)
_PATTERN = "learner-%Y%m%dT%H%M%S.%fZ.db"
_NOT_ITS_OWN = {"learner_locked", "learner_read_only", "learner_full"}
"""Faults of the place a database lies in, not of the database."""
_FULL = {errno.ENOSPC, errno.EDQUOT}


def backup_folder(database: Path) -> Path:
    """Return the folder of a database's backups."""
    return database.parent / "backups"


def list_backups(database: Path) -> list[Backup]:
    """List the backups of a database, the newest first.

    Those from more than a day ahead come last: they were made before the clock was set back.
    """
    soon = now() + _AHEAD
    found = []
    for path in backup_folder(database).glob("learner-*.db"):
        try:
            made_at = datetime.strptime(path.name, _PATTERN).replace(tzinfo=UTC)
        except ValueError:
            continue
        found.append(Backup(path.name, made_at, path.stat().st_size))
    return sorted(found, key=lambda b: (b.made_at <= soon, b.made_at), reverse=True)


def make_backup(engine: Engine, database: Path, needed: Collection[str] = ()) -> Backup:
    """Copy the database as it is now, while others may write.

    Args:
        engine: Of the database.
        database: Its file.
        needed: Names of backups that must not make room for this one.

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
        made = Backup(final.name, made_at, final.stat().st_size)
        for old in _superseded(list_backups(database), {made.name, *needed}):
            (folder / old.name).unlink(missing_ok=True)
        return made


def _superseded(backups: list[Backup], needed: Collection[str]) -> list[Backup]:
    """List what can go: neither among the newest, nor the newest of a recent day, nor needed."""
    newest_of_day = {b.made_at.date(): b.name for b in reversed(backups)}
    days = list(dict.fromkeys(b.made_at.date() for b in backups))[:KEPT_DAYS]
    kept = {b.name for b in backups[:KEPT]} | {newest_of_day[day] for day in days} | {*needed}
    return [b for b in backups if b.name not in kept]


def backup_if_due(engine: Engine, database: Path) -> None:
    """Make a backup where the newest is a day old or there is none.

    Facts are saved without it, so a failure stops nothing, and the next call tries again.
    """
    newest = next(iter(list_backups(database)), None)
    if newest is None or abs(now() - newest.made_at) > DUE_AFTER:
        try:
            make_backup(engine, database)
        except Refusal:
            return


def newest_good(database: Path) -> Backup | None:
    """Find the newest backup that is whole; None if there is none."""
    folder = backup_folder(database)
    return next((b for b in list_backups(database) if is_sound(folder / b.name)), None)


def is_sound(path: Path) -> bool:
    """Return whether a file is a SQLite database without a fault, with the tables of its revision.

    What a process that died left half done is rolled back first, as at every opening.

    Raises:
        Refusal: `learner_locked`, `learner_read_only` or `learner_full`, where that cannot be told.
    """
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True)) as connection:
            if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
                return False
            _read_columns(connection)
            return True
    except UnicodeDecodeError:
        # A damaged header makes SQLite quote bytes that are no text.
        return False
    except sqlite3.Error as error:
        refusal = refusal_of(error)
        if refusal.key in _NOT_ITS_OWN:
            raise refusal from error
        return False


def _read_columns(connection: sqlite3.Connection) -> None:
    """Name every column that a database of the newest schema has; older ones are left alone."""
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if row is None or row[0] != known_revisions()[0]:
        return
    for table in metadata.tables.values():
        # Qualified: SQLite takes a quoted name that is no column for a text.
        columns = ", ".join(f'"{table.name}"."{column.name}"' for column in table.columns)
        connection.execute(f'SELECT {columns} FROM "{table.name}" LIMIT 0')


def check_backup(database: Path, name: str) -> None:
    """Check that a backup can take the database's place.

    Raises:
        Refusal: `backup_gone` or `backup_broken`.
    """
    if name not in {backup.name for backup in list_backups(database)}:
        raise Refusal("backup_gone")
    if not is_sound(backup_folder(database) / name):
        raise Refusal("backup_broken")


def put_back(engine: Engine, path: Path) -> None:
    """Put a file's content in place of the database's, in one transaction of SQLite's own.

    Raises:
        Refusal: `learner_locked` or a fault of the disk; the database is as it was then.
    """
    deadline = time.monotonic() + RESTORE_S

    def give_up(status: int, _remaining: int, _total: int) -> None:
        # Python tries again for as long as others hold a lock.
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > deadline:
            raise Refusal("learner_locked")

    with _refusing(), closing(sqlite3.connect(path)) as source:
        target = engine.raw_connection()
        try:
            source.backup(target.driver_connection, progress=give_up, sleep=0.05)  # type: ignore[arg-type]
        finally:
            target.close()


def copy_backup(database: Path, name: str, into: Path) -> None:
    """Copy a backup to a file, synced to the disk; no half copy is left where it fails.

    Raises:
        Refusal: `learner_full` or `learner_read_only`.
    """
    with _refusing():
        try:
            shutil.copyfile(backup_folder(database) / name, into)
            _sync(into)
        except OSError:
            into.unlink(missing_ok=True)
            raise


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
