"""Profiles belong to browsers; names may recur; the same fact may lie in two profiles.

SQLite cannot drop a constraint, so the tables are built anew. Dropping `profiles` while a table
still refers to it would delete everything (`ON DELETE CASCADE`), so the others move first; renaming
it then changes what they refer to: https://sqlite.org/lang_altertable.html.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "r0003"
down_revision = "r0002"

_FACTS: dict[str, tuple[sa.Column[Any] | sa.CheckConstraint, ...]] = {
    "answers": (
        sa.Column("skill", sa.String(80), nullable=False),
        sa.Column("question", sa.String(120), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.Column("difficulty", sa.Float(), nullable=False),
        sa.Column("chance", sa.Float(), nullable=False),
        sa.Column("place", sa.String(10), nullable=False),
    ),
    "ratings": (
        sa.Column("skill", sa.String(80), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.CheckConstraint("level BETWEEN 0 AND 3", name="ck_ratings_level"),
    ),
    "marks": (
        sa.Column("lesson", sa.String(120), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
    ),
    "reviews": (
        sa.Column("question", sa.String(120), nullable=False),
        sa.Column("rating", sa.String(10), nullable=False),
    ),
    "attempts": (
        sa.Column("question", sa.String(120), nullable=False),
        sa.Column("author", sa.String(120), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("covered", sa.JSON(), nullable=False),
        sa.Column("wrong", sa.JSON(), nullable=False),
    ),
}


def upgrade() -> None:
    """Rebuild the tables and add that of the browsers."""
    op.create_table(
        "new_profiles",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("used_at", sa.String(32), nullable=False),
        sa.Column("recovery_hash", sa.String(64), nullable=True),
    )
    op.execute(
        "INSERT INTO new_profiles (id, name, created_at, used_at) "
        "SELECT id, name, created_at, used_at FROM profiles"
    )
    for name, columns in _FACTS.items():
        _rebuild(
            name,
            _owner(),
            sa.Column("id", sa.String(36), primary_key=True),
            sa.Column("at", sa.String(32), nullable=False),
            *columns,
        )
    _rebuild(
        "documents",
        _owner(),
        sa.Column("kind", sa.String(20), primary_key=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.String(32), nullable=False),
    )
    op.drop_table("profiles")
    op.rename_table("new_profiles", "profiles")
    op.create_index("ix_profiles_recovery", "profiles", ["recovery_hash"], unique=True)
    for name in (*_FACTS, "documents"):
        op.rename_table(f"new_{name}", name)
    for name in _FACTS:
        op.create_index(f"ix_{name}_profile_at", name, ["profile_id", "at"])
    op.create_table(
        "browsers",
        sa.Column("secret_hash", sa.String(64), primary_key=True),
        sa.Column("profile_id", sa.String(36), sa.ForeignKey("profiles.id", ondelete="SET NULL")),
        sa.Column("since", sa.String(32), nullable=False),
    )
    op.create_index("ix_browsers_profile", "browsers", ["profile_id"])


def _owner() -> sa.Column[Any]:
    return sa.Column(
        "profile_id",
        sa.String(36),
        sa.ForeignKey("new_profiles.id", ondelete="CASCADE"),
        primary_key=True,
    )


def _rebuild(name: str, *columns: sa.Column[Any] | sa.CheckConstraint) -> None:
    """Copy a table into a new one and drop the old; the constraint goes along with its columns."""
    op.create_table(f"new_{name}", *columns)
    listed = ", ".join(column.name for column in columns if isinstance(column, sa.Column))
    op.execute(f"INSERT INTO new_{name} ({listed}) SELECT {listed} FROM {name}")
    op.drop_table(name)
