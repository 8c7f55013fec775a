"""The operator's commands: backups of all profiles, and a new recovery code for one of them."""

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from components.career.storage import OpenedStore
    from components.records.learner import Backup, Profile


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    """Add `backups` and `profiles` with what each can do."""
    backups = _add(commands, "backups", "list, make and restore backups of all profiles")
    _add_action(backups, "list", "list the backups, the newest first", _list_backups)
    _add_action(backups, "make", "make a backup now", _make_backup)
    restore = _add_action(backups, "restore", "put a backup in place of the data", _restore)
    restore.add_argument("id", help="as `backups list` prints it")
    profiles = _add(commands, "profiles", "list profiles, and issue recovery codes")
    _add_action(profiles, "list", "list the profiles, the last used first", _list_profiles)
    recovery = _add_action(
        profiles, "recovery", "issue a new recovery code for a learner who lost theirs", _recover
    )
    recovery.add_argument("profile", metavar="NAME_OR_ID", help="as `profiles list` prints it")


def operate(options: argparse.Namespace) -> int:
    """Do what a parsed command line asks for.

    Returns:
        Exit status: 1 where it was refused, after one sentence that says why.
    """
    from components.interface.frame.i18n import Translator
    from components.records.refusal import Refusal

    try:
        action: Callable[[argparse.Namespace], int] = options.action
        return action(options)
    except Refusal as refusal:
        said = Translator("en")(f"refusal.{refusal.key}", **refusal.values)
        sys.stderr.write(f"{said}\n")
        return 1


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, about: str
) -> "argparse._SubParsersAction[argparse.ArgumentParser]":
    parser = commands.add_parser(name, help=about, description=about)
    return parser.add_subparsers(required=True, metavar="what")


def _add_action(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    about: str,
    action: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=about, description=about)
    parser.set_defaults(action=action)
    return parser


def _opened() -> "OpenedStore":
    from components.career.storage import data_folder, open_store

    return open_store(data_folder())


def _list_backups(_options: argparse.Namespace) -> int:
    """Print id, time and size; a database is neither opened nor made for that."""
    from components.career.storage import data_folder, database_path, list_backups

    for backup in list_backups(database_path(data_folder())):
        sys.stdout.write(_describe(backup))
    return 0


def _describe(backup: "Backup") -> str:
    kilobytes = backup.size_bytes / 1000
    return f"{backup.name}  {backup.made_at:%Y-%m-%d %H:%M:%S} UTC  {kilobytes:,.0f} kB\n"


def _make_backup(_options: argparse.Namespace) -> int:
    from components.career.storage import make_backup

    opened = _opened()
    sys.stdout.write(_describe(make_backup(opened.store.engine, opened.path)))
    return 0


def _restore(options: argparse.Namespace) -> int:
    from components.career.storage import restore_backup

    restore_backup(_opened(), options.id)
    sys.stdout.write(
        f"Restored {options.id}; what was there before is now the newest backup. A server that is "
        "running shows the restored data from the next click on.\n"
    )
    return 0


def _list_profiles(_options: argparse.Namespace) -> int:
    for profile in _opened().store.profiles():
        sys.stdout.write(_line(profile))
    return 0


def _line(profile: "Profile") -> str:
    return f"{profile.id}  {profile.created_at:%Y-%m-%d}  {profile.name}\n"


def _recover(options: argparse.Namespace) -> int:
    from components.service.profiles import issue_code

    store, wanted = _opened().store, options.profile
    profiles = store.profiles()
    found = [p for p in profiles if p.id == wanted] or [p for p in profiles if p.name == wanted]
    if len(found) != 1:
        why = "Several profiles have" if found else "No profile has"
        sys.stderr.write(f"{why} the name or id {wanted}; name one of these by its id:\n")
        sys.stderr.write("".join(map(_line, found or profiles)))
        return 1
    sys.stdout.write(f"{issue_code(store, found[0].id)}\n")
    sys.stderr.write(
        f"This code opens the profile {found[0].name} once it is entered on a career page. Any "
        "older code no longer works, and the profile is closed in every browser.\n"
    )
    return 0
