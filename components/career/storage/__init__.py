"""Learner data: SQLite in the user's data folder, by SQLAlchemy and Alembic.

What is acknowledged has been committed; whatever goes wrong comes out as a `Refusal`.
"""

from components.career.storage.backups import backup_if_due, list_backups, make_backup
from components.career.storage.opening import (
    OpenedStore,
    data_folder,
    open_store,
    restore_backup,
)
from components.career.storage.store import LearnerStore
from components.career.storage.transfer import export_profile, import_profile

__all__ = [
    "LearnerStore",
    "OpenedStore",
    "backup_if_due",
    "data_folder",
    "export_profile",
    "import_profile",
    "list_backups",
    "make_backup",
    "open_store",
    "restore_backup",
]
