"""Profiles and their facts in the database; every method is one transaction."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or
from sqlalchemy.exc import IntegrityError

from components.career.storage.database import reading, writing
from components.career.storage.ownership import Keys, add_profile
from components.career.storage.ranges import EARLIEST, LATEST, is_sound_fact, is_time
from components.career.storage.tables import FACTS, documents, profiles
from components.records.learner import Fact, Learning, Profile, new_id, now
from components.records.refusal import Refusal
from components.text.cleaning import clean_text

MAX_NAME = 40
"""Longest name of a profile, in characters."""

_TABLES = {record: table for table, record in FACTS.values()}


class LearnerStore:
    """The learning records of the learners on this machine.

    Args:
        engine: Of `database.make_engine`, on a database of the newest schema.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def profiles(self) -> list[Profile]:
        """List the profiles, the one used last first."""
        columns = [profiles.c[field.name] for field in fields(Profile)]
        with reading(self.engine) as connection:
            rows = connection.execute(
                select(*columns).order_by(profiles.c.used_at.desc(), profiles.c.name)
            )
            return [Profile(**row._mapping) for row in rows if is_time(row.created_at)]

    def create_profile(self, name: str, keys: Keys | None = None) -> Profile:
        """Make a profile, used from now on.

        Args:
            name: As the learner wrote it; others may have the same.
            keys: What opens it; without them it belongs to no browser yet.

        Raises:
            Refusal: `profile_name_empty` or `profile_name_long`.
        """
        profile = Profile(new_id(), check_name(name), now())
        with writing(self.engine) as connection:
            add_profile(connection, profile, keys)
        return profile

    def rename_profile(self, profile_id: str, name: str) -> None:
        """Rename a profile.

        Raises:
            Refusal: As `create_profile`.
        """
        name = check_name(name)
        with writing(self.engine) as connection:
            connection.execute(
                update(profiles).where(profiles.c.id == profile_id).values(name=name)
            )

    def use_profile(self, profile_id: str) -> None:
        """Note that a profile is used now; a new session begins with it."""
        with writing(self.engine) as connection:
            connection.execute(
                update(profiles).where(profiles.c.id == profile_id).values(used_at=now())
            )

    def delete_profile(self, profile_id: str) -> None:
        """Delete a profile with all its facts; backups made before still hold them."""
        with writing(self.engine) as connection:
            connection.execute(delete(profiles).where(profiles.c.id == profile_id))

    def append(self, profile_id: str, *facts: Fact) -> None:
        """Save facts, all or none; one that is there already is left as it is.

        Returning means that they are on the disk. The latest fact counts, so while the clock is
        behind the latest one (it was set back), new facts get the next moment after that.

        Raises:
            Refusal: Why nothing was saved: `profile_gone` where the profile was deleted,
                `learner_failed` where a value is out of its range (see `ranges`).
        """
        if not all(map(is_sound_fact, facts)):
            raise Refusal("learner_failed")
        with writing(self.engine) as connection:
            facts = _keep_order(connection, profile_id, facts, now())
            try:
                add_facts(connection, profile_id, facts)
            except IntegrityError as error:
                raise Refusal("profile_gone") from error

    def learning(self, profile_id: str) -> Learning:
        """Return all facts of a profile; empty ones for a profile that is not there."""
        with reading(self.engine) as connection:
            return read_learning(connection, profile_id)

    def save_document(self, profile_id: str, kind: str, text: str) -> None:
        """Keep a text that the learner asked to be kept, in place of the one before."""
        row = {"text": text, "saved_at": now()}
        statement = insert_or(documents).values(profile_id=profile_id, kind=kind, **row)
        with writing(self.engine) as connection:
            connection.execute(statement.on_conflict_do_update(set_=row))

    def document(self, profile_id: str, kind: str) -> str | None:
        """Return a kept text; None if there is none."""
        chosen = (documents.c.profile_id == profile_id) & (documents.c.kind == kind)
        with reading(self.engine) as connection:
            return connection.execute(select(documents.c.text).where(chosen)).scalar()

    def delete_document(self, profile_id: str, kind: str) -> None:
        """Forget a kept text."""
        chosen = (documents.c.profile_id == profile_id) & (documents.c.kind == kind)
        with writing(self.engine) as connection:
            connection.execute(delete(documents).where(chosen))


def check_name(name: str) -> str:
    """Return a profile's name without the white space around it.

    Raises:
        Refusal: `profile_name_empty` or `profile_name_long`.
    """
    try:
        clean = " ".join(clean_text(name, MAX_NAME).text.split())
    except Refusal as refusal:
        key = "profile_name_empty" if refusal.key == "text_empty" else "profile_name_long"
        raise Refusal(key, limit=MAX_NAME) from refusal
    return clean


def add_facts(connection: Connection, profile_id: str, facts: Iterable[Fact]) -> None:
    """Insert facts whose id the profile does not have yet.

    Raises:
        IntegrityError: There is no such profile, or a value is out of its range.
    """
    rows: dict[type[Fact], list[dict[str, Any]]] = defaultdict(list)
    for fact in facts:
        rows[type(fact)].append(asdict(fact) | {"profile_id": profile_id})
    for record, added in rows.items():
        statement = insert_or(_TABLES[record]).on_conflict_do_nothing(
            index_elements=["profile_id", "id"]
        )
        connection.execute(statement, added)


def _keep_order(
    connection: Connection, profile_id: str, facts: Sequence[Fact], clock: datetime
) -> tuple[Fact, ...]:
    """Move facts behind what their table holds, by microseconds, where the clock is behind it."""
    latest: dict[type[Fact], datetime] = {}
    moved = []
    for fact in facts:
        record, table = type(fact), _TABLES[type(fact)]
        if record not in latest:
            newest = select(func.max(table.c.at)).where(table.c.profile_id == profile_id)
            latest[record] = connection.execute(newest).scalar() or EARLIEST
        if max(fact.at, clock) < latest[record]:
            fact = replace(fact, at=min(LATEST, latest[record] + timedelta(microseconds=1)))
        latest[record] = max(latest[record], fact.at)
        moved.append(fact)
    return tuple(moved)


def read_learning(connection: Connection, profile_id: str) -> Learning:
    """Read all facts of a profile, in the order of time.

    A row that damage made unreadable, or whose values are out of their range, is left out.
    """
    found: dict[str, Any] = {}
    for name, (table, record) in FACTS.items():
        columns = [table.c[field.name] for field in fields(record)]
        rows = connection.execute(
            select(*columns)
            .where(table.c.profile_id == profile_id)
            .order_by(table.c.at, table.c.id)
        )
        read = (record(**row._mapping) for row in rows)
        found[name] = tuple(fact for fact in read if is_sound_fact(fact))
    return Learning(**found)
