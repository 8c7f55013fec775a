"""One SQLite file, opened so that what is acknowledged stays: https://sqlite.org/pragma.html."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from components.records.refusal import Refusal

BUSY_MS = 5_000
"""How long a write waits for another one to end, in milliseconds."""
WAL_SINCE = (3, 51, 3)
"""First SQLite without the bug that can lose a WAL at its reset."""

_KEYS = {
    sqlite3.SQLITE_BUSY: "learner_locked",
    sqlite3.SQLITE_LOCKED: "learner_locked",
    sqlite3.SQLITE_READONLY: "learner_read_only",
    sqlite3.SQLITE_PERM: "learner_read_only",
    sqlite3.SQLITE_CANTOPEN: "learner_read_only",
    sqlite3.SQLITE_FULL: "learner_full",
    sqlite3.SQLITE_CORRUPT: "learner_corrupt",
    sqlite3.SQLITE_NOTADB: "learner_corrupt",
}


def journal_mode(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str:
    """Choose the journal for a version of SQLite.

    Example:
        >>> journal_mode((3, 40, 1)), journal_mode((3, 51, 3))
        ('DELETE', 'WAL')
    """
    return "WAL" if version >= WAL_SINCE else "DELETE"


def make_engine(path: Path) -> Engine:
    """Make an engine whose connections keep foreign keys, wait for locks and sync fully.

    Transactions begin with what the execution option `begin` says, `BEGIN` where there is none;
    Python's own way of beginning them late is switched off.
    """
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def _set_up(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None
        connection.text_factory = _read_text
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        connection.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))

    return engine


def _read_text(raw: bytes) -> str:
    """Read a text whose bytes damage may have changed; what checks values leaves it out later."""
    return raw.decode("utf-8", "replace")


def set_journal_mode(engine: Engine) -> None:
    """Set the journal that suits the linked SQLite; it stays with the file."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute(f"PRAGMA journal_mode = {journal_mode()}")
    finally:
        connection.close()


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Yield a connection in a transaction that only reads.

    Raises:
        Refusal: What keeps the data from being read, as `refusal_of` names it.
    """
    with _refusing(), engine.begin() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Yield a connection in a transaction that holds the write lock from its beginning.

    A transaction that begins by reading fails at once where it has to wait for the lock later,
    whatever the timeout. Committed when the block ends, rolled back when it raises.

    Raises:
        Refusal: `learner_locked` after five seconds, `learner_read_only`, `learner_full`,
            `learner_corrupt` or `learner_failed`; nothing was saved then.
    """
    immediate = engine.execution_options(begin="BEGIN IMMEDIATE")
    with _refusing(), immediate.begin() as connection:
        yield connection


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise refusal_of(error.orig) from error
    except sqlite3.Error as error:
        raise refusal_of(error) from error
    except UnicodeDecodeError as error:
        # A damaged header makes SQLite quote bytes that are no text.
        raise Refusal("learner_corrupt") from error


def refusal_of(error: BaseException | None) -> Refusal:
    """Name what is wrong with the file: the primary result code of SQLite as a message key."""
    code = getattr(error, "sqlite_errorcode", None)
    key = _KEYS.get(code & 0xFF, "learner_failed") if code is not None else "learner_failed"
    return Refusal(key)
