"""Reads a database's revision and migrates it to the newest: https://alembic.sqlalchemy.org."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from components.career.storage.database import reading, writing

_FOLDER = Path(__file__).parent / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    return config


def known_revisions() -> list[str]:
    """List the revisions of this version of the app, the newest first."""
    return [script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()]


def current_revision(engine: Engine) -> str | None:
    """Return a database's revision; None if it has none yet. Reads only."""
    with reading(engine) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring a database to a revision, in one transaction.

    Raises:
        Refusal: What keeps the file from being written; the old schema is there still.
    """
    config = _config()
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
