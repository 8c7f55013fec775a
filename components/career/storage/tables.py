"""Tables of the learner data; Alembic's newest revision makes the same."""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

from components.records.learner import Answer, Attempt, Fact, LessonMark, Review, SelfRating


class UtcTime(TypeDecorator[datetime]):
    """A time in UTC as ISO 8601 text of one length, so that texts sort as times do."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Write a time; one without a zone is refused."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("times carry their zone")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Read a time; None for anything that is none, as damage leaves it."""
        try:
            read = datetime.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            return None
        return read if read is not None and read.tzinfo is not None else None


class Texts(TypeDecorator[tuple[str, ...]]):
    """A tuple of texts as JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        """Write a tuple."""
        return None if value is None else json.dumps(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        """Read a tuple; None for anything that is none, as damage leaves it."""
        try:
            read = json.loads(value) if isinstance(value, str) else None
        except ValueError:
            return None
        if not isinstance(read, list) or not all(isinstance(text, str) for text in read):
            return None
        return tuple(read)


metadata = MetaData()

profiles = Table(
    "profiles",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("name", String(80), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("used_at", UtcTime, nullable=False),
    Column("recovery_hash", String(64)),
    Index("ix_profiles_recovery", "recovery_hash", unique=True),
)
"""`recovery_hash`: of the code that opens the profile elsewhere; NULL where none was made."""

browsers = Table(
    "browsers",
    metadata,
    Column("secret_hash", String(64), primary_key=True),
    Column("profile_id", String(36), ForeignKey("profiles.id", ondelete="SET NULL")),
    Column("since", UtcTime, nullable=False),
    Index("ix_browsers_profile", "profile_id"),
)
"""Which profile a browser has open; NULL where it was deleted, or closed by a new recovery code."""


def _fact_table(name: str, *columns: Column[Any] | CheckConstraint) -> Table:
    return Table(
        name,
        metadata,
        Column(
            "profile_id",
            String(36),
            ForeignKey("profiles.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        Column("id", String(36), primary_key=True),
        Column("at", UtcTime, nullable=False),
        *columns,
        Index(f"ix_{name}_profile_at", "profile_id", "at"),
    )


answers = _fact_table(
    "answers",
    Column("skill", String(80), nullable=False),
    Column("question", String(120), nullable=False),
    Column("given", Texts, nullable=False),
    Column("is_right", Boolean, nullable=False),
    Column("difficulty", Float, nullable=False),
    Column("chance", Float, nullable=False),
    Column("place", String(10), nullable=False),
)
ratings = _fact_table(
    "ratings",
    Column("skill", String(80), nullable=False),
    Column("level", Integer, nullable=False),
    CheckConstraint("level BETWEEN 0 AND 3", name="ck_ratings_level"),
)
marks = _fact_table(
    "marks",
    Column("lesson", String(120), nullable=False),
    Column("status", String(10), nullable=False),
)
reviews = _fact_table(
    "reviews",
    Column("question", String(120), nullable=False),
    Column("rating", String(10), nullable=False),
)
attempts = _fact_table(
    "attempts",
    Column("question", String(120), nullable=False),
    Column("author", String(120), nullable=False),
    Column("language", String(8), nullable=False),
    Column("text", Text, nullable=False),
    Column("covered", Texts, nullable=False),
    Column("wrong", Texts, nullable=False),
)
documents = Table(
    "documents",
    metadata,
    Column(
        "profile_id", String(36), ForeignKey("profiles.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("kind", String(20), primary_key=True),
    Column("text", Text, nullable=False),
    Column("saved_at", UtcTime, nullable=False),
)
"""Kept only where the learner asked for it: a résumé."""

FACTS: dict[str, tuple[Table, type[Fact]]] = {
    "answers": (answers, Answer),
    "ratings": (ratings, SelfRating),
    "marks": (marks, LessonMark),
    "reviews": (reviews, Review),
    "attempts": (attempts, Attempt),
}
"""Field of `Learning` → table and record."""
