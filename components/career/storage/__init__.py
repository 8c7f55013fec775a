"""Learner data: SQLite in the user's data folder, by SQLAlchemy and Alembic.

What is acknowledged has been committed; whatever goes wrong comes out as a `Refusal`.
"""

from components.career.storage.backups import backup_if_due, list_backups, make_backup
from components.career.storage.opening import (
    OpenedStore,
    data_folder,
    database_path,
    open_store,
    restore_backup,
)
from components.career.storage.ownership import (
    Keys,
    close_profile,
    has_recovery,
    open_profile,
    own_profile,
    recover_profile,
    set_recovery,
    start_profile,
)
from components.career.storage.store import LearnerStore
from components.career.storage.transfer import export_profile, import_profile

__all__ = [
    "Keys",
    "LearnerStore",
    "OpenedStore",
    "backup_if_due",
    "close_profile",
    "data_folder",
    "database_path",
    "export_profile",
    "has_recovery",
    "import_profile",
    "list_backups",
    "make_backup",
    "open_profile",
    "open_store",
    "own_profile",
    "recover_profile",
    "restore_backup",
    "set_recovery",
    "start_profile",
]
