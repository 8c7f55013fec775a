"""One learner's data as one JSON file, and back; importing it twice is importing it once."""

import time
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final, Literal

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as insert_or
from sqlalchemy.exc import IntegrityError

from components.career.storage.database import reading, writing
from components.career.storage.ownership import Keys, add_profile
from components.career.storage.ranges import check_fact, check_profile, is_text
from components.career.storage.store import LearnerStore, add_facts, read_learning
from components.career.storage.tables import documents, profiles
from components.records.learner import Fact, Learning, Profile, new_id, now
from components.records.refusal import Refusal

FORMAT: Final = "llm-pathfinder-profile"
VERSION: Final = 1
MAX_BYTES = 20_000_000
"""Largest file taken."""
MAX_FACTS = 100_000
"""Most facts taken from one file: thirty a day for nine years."""
PIECE = 1_000
"""Facts saved in one transaction; a thousand hold the write lock for some 50 ms."""
PAUSE_S = 0.02
"""Time between two pieces, in seconds, in which others get the write lock."""
MAX_KIND, MAX_DOCUMENT = 20, 100_000
"""Longest name of a kind of document, and longest document, in characters."""


@dataclass(frozen=True)
class _Head:
    format: Literal["llm-pathfinder-profile"]
    version: int


@dataclass(frozen=True)
class _ProfileFile:
    format: Literal["llm-pathfinder-profile"]
    version: Literal[1]
    profile: Profile
    learning: Learning
    documents: dict[str, str]


_HEAD, _FILE = TypeAdapter(_Head), TypeAdapter(_ProfileFile)


def export_profile(store: LearnerStore, profile_id: str) -> bytes:
    """Write a profile with everything it left behind as JSON, UTF-8.

    Equal data give equal bytes.

    Raises:
        Refusal: `profile_gone` where there is no such profile.
    """
    with reading(store.engine) as connection:
        row = _find(connection, profile_id)
        if row is None:
            raise Refusal("profile_gone")
        kept = connection.execute(
            select(documents.c.kind, documents.c.text)
            .where(documents.c.profile_id == profile_id)
            .order_by(documents.c.kind)
        )
        content = _ProfileFile(
            FORMAT, VERSION, row, read_learning(connection, profile_id), {k: t for k, t in kept}
        )
    return _FILE.dump_json(content, indent=1)


def import_profile(
    store: LearnerStore, data: bytes, into: str | None = None, keys: Keys | None = None
) -> Profile:
    """Add what a file holds to a profile of one's own, or make a new one of it.

    A file never opens or changes the profile that it was exported from: whoever has the file need
    not be who has the profile.

    Args:
        store: Where to.
        data: Of `export_profile`, perhaps on another machine.
        into: Id of the profile that takes what it lacks; None makes a new one, which keeps the
            file's id where that is free here.
        keys: What opens the new profile.

    Returns:
        The profile as it is here now.

    Raises:
        Refusal: `import_large`, `import_unreadable`, `import_newer` for a later version of the
            format, or `profile_gone` where there is no profile `into`; nothing has changed then. A
            fault of the disk, as `LearnerStore.append` names it: what is missing comes with the
            next import of the same file.
    """
    content = _read(data)
    with writing(store.engine) as connection:
        profile = _target(connection, content.profile, into, keys)
        for kind, text in content.documents.items():
            row = {"profile_id": profile.id, "kind": kind, "text": text, "saved_at": now()}
            connection.execute(insert_or(documents).values(row).on_conflict_do_nothing())
    facts = _facts(content.learning)
    for start in range(0, len(facts), PIECE):
        with writing(store.engine) as connection:
            _add_piece(connection, profile.id, facts[start : start + PIECE])
        time.sleep(PAUSE_S)
    return profile


def _target(connection: Connection, found: Profile, into: str | None, keys: Keys | None) -> Profile:
    if into is not None:
        own = _find(connection, into)
        if own is None:
            raise Refusal("profile_gone")
        return own
    is_taken = _find(connection, found.id) is not None
    profile = replace(found, id=new_id()) if is_taken else found
    add_profile(connection, profile, keys)
    return profile


def _add_piece(connection: Connection, profile_id: str, facts: list[Fact]) -> None:
    try:
        add_facts(connection, profile_id, facts)
    except IntegrityError as error:
        raise Refusal("profile_gone") from error


def _read(data: bytes) -> _ProfileFile:
    if len(data) > MAX_BYTES:
        raise Refusal("import_large", limit=MAX_BYTES // 1_000_000)
    try:
        if _HEAD.validate_json(data).version > VERSION:
            raise Refusal("import_newer")
        content = _FILE.validate_json(data)
        _check(content)
    except (ValidationError, ValueError, OverflowError) as error:
        raise Refusal("import_unreadable") from error
    return content


def _check(content: _ProfileFile) -> None:
    facts = _facts(content.learning)
    if len(facts) > MAX_FACTS:
        raise ValueError("too many facts")
    check_profile(content.profile)
    for fact in facts:
        check_fact(fact)
    for kind, text in content.documents.items():
        if not (is_text(kind, MAX_KIND) and kind and is_text(text, MAX_DOCUMENT)):
            raise ValueError("a document of no use")


def _facts(learning: Learning) -> list[Fact]:
    kinds = (
        learning.answers,
        learning.ratings,
        learning.marks,
        learning.reviews,
        learning.attempts,
    )
    return list(chain.from_iterable(kinds))


def _find(connection: Connection, profile_id: str) -> Profile | None:
    columns = (profiles.c.id, profiles.c.name, profiles.c.created_at)
    row = connection.execute(select(*columns).where(profiles.c.id == profile_id)).first()
    return Profile(*row) if row else None
