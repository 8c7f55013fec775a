"""One learner's data as one JSON file, and back; importing it twice is importing it once."""

import uuid
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final, Literal

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as insert_or
from sqlalchemy.exc import IntegrityError, StatementError

from components.career.storage.database import reading, writing
from components.career.storage.store import (
    MAX_NAME,
    LearnerStore,
    add_facts,
    add_profile,
    read_learning,
)
from components.career.storage.tables import documents, profiles
from components.records.learner import Fact, Learning, Profile, now
from components.records.refusal import Refusal
from components.text.cleaning import is_blank

FORMAT: Final = "llm-pathfinder-profile"
VERSION: Final = 1
MAX_BYTES = 20_000_000
"""Largest file taken."""


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


def import_profile(store: LearnerStore, data: bytes) -> Profile:
    """Add what a file holds: a profile that is not there, or what is missing in one that is.

    Args:
        store: Where to.
        data: Of `export_profile`, perhaps on another machine.

    Returns:
        The profile as it is here now; a name that somebody else here has gets a number.

    Raises:
        Refusal: `import_large`, `import_unreadable`, or `import_newer` for a later version of the
            format; nothing has changed then.
    """
    content = _read(data)
    with writing(store.engine) as connection:
        profile = _find(connection, content.profile.id)
        try:
            if profile is None:
                profile = replace(content.profile, name=_free_name(connection, content.profile))
                add_profile(connection, profile, used_at=now())
            add_facts(connection, profile.id, _facts(content.learning))
            for kind, text in content.documents.items():
                row = {"profile_id": profile.id, "kind": kind, "text": text, "saved_at": now()}
                connection.execute(insert_or(documents).values(row).on_conflict_do_nothing())
        except (IntegrityError, StatementError) as error:
            raise Refusal("import_unreadable") from error
    return profile


def _read(data: bytes) -> _ProfileFile:
    if len(data) > MAX_BYTES:
        raise Refusal("import_large", limit=MAX_BYTES // 1_000_000)
    try:
        if _HEAD.validate_json(data).version > VERSION:
            raise Refusal("import_newer")
        content = _FILE.validate_json(data)
        facts = _facts(content.learning)
        for entry in (content.profile.id, *(fact.id for fact in facts)):
            uuid.UUID(entry)
        times = [content.profile.created_at, *(fact.at for fact in facts)]
        if any(time.tzinfo is None for time in times):
            raise ValueError("a time without a zone")
        if is_blank(content.profile.name) or len(content.profile.name) > 2 * MAX_NAME:
            raise ValueError("a name of no use")
    except (ValidationError, ValueError) as error:
        raise Refusal("import_unreadable") from error
    return content


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


def _free_name(connection: Connection, profile: Profile) -> str:
    taken = set(connection.execute(select(profiles.c.name)).scalars())
    name, number = profile.name, 2
    while name in taken:
        name, number = f"{profile.name} ({number})", number + 1
    return name
