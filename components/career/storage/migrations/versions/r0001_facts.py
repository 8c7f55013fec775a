"""Profiles and the facts they leave behind."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "r0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "profiles",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("name", sa.String(80), nullable=False, unique=True),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("used_at", sa.String(32), nullable=False),
    )
    _create_facts(
        "answers",
        sa.Column("skill", sa.String(80), nullable=False),
        sa.Column("question", sa.String(120), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.Column("difficulty", sa.Float(), nullable=False),
        sa.Column("chance", sa.Float(), nullable=False),
        sa.Column("place", sa.String(10), nullable=False),
    )
    _create_facts(
        "ratings",
        sa.Column("skill", sa.String(80), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.CheckConstraint("level BETWEEN 0 AND 3", name="ck_ratings_level"),
    )
    _create_facts(
        "marks",
        sa.Column("lesson", sa.String(120), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
    )
    _create_facts(
        "reviews",
        sa.Column("question", sa.String(120), nullable=False),
        sa.Column("rating", sa.String(10), nullable=False),
    )
    _create_facts(
        "attempts",
        sa.Column("question", sa.String(120), nullable=False),
        sa.Column("author", sa.String(120), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("covered", sa.JSON(), nullable=False),
        sa.Column("wrong", sa.JSON(), nullable=False),
    )


def _create_facts(name: str, *columns: sa.Column[Any] | sa.CheckConstraint) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column(
            "profile_id",
            sa.String(36),
            sa.ForeignKey("profiles.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("at", sa.String(32), nullable=False),
        *columns,
    )
    op.create_index(f"ix_{name}_profile_at", name, ["profile_id", "at"])
