"""A visitor's profile: started, recovered, renamed and deleted by the browser that has its secret.

Secrets and recovery codes are hashed here; the storage never sees them.
"""

from dataclasses import dataclass

from components.accounts.attempts import Attempts
from components.accounts.recovery import new_code, read_code
from components.accounts.secret import hash_secret
from components.career import storage
from components.career.storage import Keys, LearnerStore
from components.career.storage.store import check_name
from components.records.learner import Profile, new_id, now
from components.records.refusal import Refusal


@dataclass(frozen=True)
class Started:
    """A profile that a browser has now.

    Attributes:
        profile: Which.
        code: Its recovery code, to be shown once; None where it has one already.
    """

    profile: Profile
    code: str | None


def own_profile(store: LearnerStore, secret: str) -> Profile | None:
    """Return the profile of a browser; None where it has none.

    Raises:
        Refusal: `profile_gone` where it was deleted, or closed by a new recovery code.
    """
    return storage.own_profile(store.engine, hash_secret(secret))


def start_profile(store: LearnerStore, secret: str, name: str) -> Started:
    """Start a profile for a browser; one that another tab has just started is taken.

    Raises:
        Refusal: `profile_name_empty` or `profile_name_long`, or a fault of the disk.
    """
    code = new_code()
    profile = Profile(new_id(), check_name(name), now())
    keys = Keys(hash_secret(secret), hash_secret(code))
    own = storage.start_profile(store.engine, profile, keys)
    return Started(own, code if own.id == profile.id else None)


def recover_profile(store: LearnerStore, secret: str, typed: str, attempts: Attempts) -> Profile:
    """Open the profile of a recovery code in a browser.

    Raises:
        Refusal: `recovery_mistyped`, which counts as no attempt; `recovery_unknown`, or
            `recovery_limited` after too many of these.
    """
    code, browser = read_code(typed), hash_secret(secret)
    attempts.check(browser)
    try:
        return storage.recover_profile(store.engine, browser, hash_secret(code))
    except Refusal as refusal:
        if refusal.key == "recovery_unknown":
            attempts.note_failure(browser)
        raise


def renew_code(store: LearnerStore, secret: str) -> str:
    """Make a new recovery code for a browser's profile; the old one ends, as do other browsers.

    Raises:
        Refusal: `profile_gone` where the browser has none.
    """
    browser, code = hash_secret(secret), new_code()
    profile_id = _require(store, secret).id
    storage.set_recovery(store.engine, profile_id, hash_secret(code), keep=browser)
    return code


def issue_code(store: LearnerStore, profile_id: str) -> str:
    """Make a new recovery code for any profile: the operator's, for who has lost theirs.

    Raises:
        Refusal: `profile_gone` where there is no such profile.
    """
    code = new_code()
    storage.set_recovery(store.engine, profile_id, hash_secret(code), keep=None)
    return code


def close_profile(store: LearnerStore, secret: str) -> None:
    """Make a browser nobody's again; its profile stays for the recovery code."""
    storage.close_profile(store.engine, hash_secret(secret))


def open_profile(store: LearnerStore, secret: str, profile_id: str) -> Profile:
    """Open a profile without its code: only where the visitor runs the machine it lies on.

    Raises:
        Refusal: `profile_gone` where there is no such profile.
    """
    return storage.open_profile(store.engine, hash_secret(secret), profile_id)


def has_code(store: LearnerStore, profile: Profile) -> bool:
    """Return whether a profile has a recovery code; one from before there were any has none."""
    return storage.has_recovery(store.engine, profile.id)


def rename_profile(store: LearnerStore, secret: str, name: str) -> None:
    """Rename a browser's profile.

    Raises:
        Refusal: `profile_gone`, `profile_name_empty` or `profile_name_long`.
    """
    store.rename_profile(_require(store, secret).id, name)


def delete_profile(store: LearnerStore, secret: str) -> None:
    """Delete a browser's profile with all that it left.

    Raises:
        Refusal: `profile_gone` where the browser has none.
    """
    store.delete_profile(_require(store, secret).id)
    close_profile(store, secret)


def export_profile(store: LearnerStore, secret: str) -> bytes:
    """Write a browser's profile as a file.

    Raises:
        Refusal: `profile_gone` where the browser has none.
    """
    return storage.export_profile(store, _require(store, secret).id)


def import_profile(store: LearnerStore, secret: str, data: bytes) -> Started:
    """Add a file to a browser's profile; where it has none, make one of the file.

    Raises:
        Refusal: As `storage.import_profile`.
    """
    try:
        own = own_profile(store, secret)
    except Refusal as refusal:
        if refusal.key != "profile_gone":
            raise
        own = None
    if own is not None:
        return Started(storage.import_profile(store, data, into=own.id), None)
    code = new_code()
    keys = Keys(hash_secret(secret), hash_secret(code))
    return Started(storage.import_profile(store, data, keys=keys), code)


def _require(store: LearnerStore, secret: str) -> Profile:
    own = own_profile(store, secret)
    if own is None:
        raise Refusal("profile_gone")
    return own
