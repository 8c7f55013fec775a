"""Which browser has which profile: by the hash of its secret, or of a recovery code.

A browser has one profile at most; a profile may be open in several browsers of the same learner.
Every function is one transaction.
"""

import hmac
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, Engine, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or

from components.career.storage.database import reading, writing
from components.career.storage.tables import browsers, profiles
from components.records.learner import Profile, now
from components.records.refusal import Refusal

_PROFILE = (profiles.c.id, profiles.c.name, profiles.c.created_at)


@dataclass(frozen=True)
class Keys:
    """What opens a new profile.

    Attributes:
        browser: Hash of the browser's secret.
        recovery: Hash of the recovery code.
    """

    browser: str
    recovery: str


def own_profile(engine: Engine, browser: str) -> Profile | None:
    """Return the profile that a browser has open; None where it has none.

    Args:
        engine: Of the database.
        browser: Hash of the browser's secret.

    Raises:
        Refusal: `profile_gone` where it had one that was deleted, or closed by a new recovery code.
    """
    with reading(engine) as connection:
        return find_own(connection, browser)


def find_own(connection: Connection, browser: str) -> Profile | None:
    """Return what `own_profile` does, within a transaction."""
    row = connection.execute(
        select(browsers.c.secret_hash, *_PROFILE)
        .select_from(browsers.outerjoin(profiles))
        .where(browsers.c.secret_hash == browser)
    ).first()
    if row is None or not hmac.compare_digest(row.secret_hash.encode(), browser.encode()):
        return None
    if row.id is None:
        raise Refusal("profile_gone")
    return Profile(row.id, row.name, row.created_at)


def add_profile(connection: Connection, profile: Profile, keys: Keys | None = None) -> None:
    """Insert a profile and open it in the browser that makes it; in none without keys."""
    row = asdict(profile) | {"used_at": now(), "recovery_hash": keys.recovery if keys else None}
    connection.execute(insert(profiles).values(row))
    if keys is not None:
        _open(connection, keys.browser, profile.id)


def start_profile(engine: Engine, profile: Profile, keys: Keys) -> Profile:
    """Add a browser's new profile.

    Returns:
        The profile; the one that the browser has, if another tab started it in the meantime.
    """
    with writing(engine) as connection:
        try:
            own = find_own(connection, keys.browser)
        except Refusal:
            own = None
        if own is None:
            add_profile(connection, profile, keys)
        return own or profile


def open_profile(engine: Engine, browser: str, profile_id: str) -> Profile:
    """Open a profile in a browser, by its id: for who runs the machine, never by a visitor's word.

    Raises:
        Refusal: `profile_gone` where there is no such profile.
    """
    with writing(engine) as connection:
        return _claim(connection, browser, profiles.c.id == profile_id, "profile_gone")


def recover_profile(engine: Engine, browser: str, recovery: str) -> Profile:
    """Open the profile of a recovery code in a browser.

    Args:
        engine: Of the database.
        browser: Hash of the browser's secret.
        recovery: Hash of the code.

    Raises:
        Refusal: `recovery_unknown` where no profile has this code.
    """
    with writing(engine) as connection:
        is_it = profiles.c.recovery_hash == recovery
        return _claim(connection, browser, is_it, "recovery_unknown")


def set_recovery(engine: Engine, profile_id: str, recovery: str, *, keep: str | None) -> None:
    """Replace a profile's recovery code, and close the profile in all other browsers.

    Whoever learnt of the old code, or opened the profile by it, is out then.

    Args:
        engine: Of the database.
        profile_id: Which.
        recovery: Hash of the new code.
        keep: Hash of the secret of the browser that stays; None closes it in all of them.

    Raises:
        Refusal: `profile_gone` where there is no such profile.
    """
    with writing(engine) as connection:
        changed = connection.execute(
            update(profiles).where(profiles.c.id == profile_id).values(recovery_hash=recovery)
        )
        if changed.rowcount == 0:
            raise Refusal("profile_gone")
        others = (browsers.c.profile_id == profile_id) & (browsers.c.secret_hash != (keep or ""))
        connection.execute(update(browsers).where(others).values(profile_id=None))


def close_profile(engine: Engine, browser: str) -> None:
    """Make a browser nobody's; its profile stays, and opens again with the recovery code."""
    with writing(engine) as connection:
        connection.execute(delete(browsers).where(browsers.c.secret_hash == browser))


def has_recovery(engine: Engine, profile_id: str) -> bool:
    """Return whether a profile has a recovery code; one from before there were any has none."""
    with reading(engine) as connection:
        found = select(profiles.c.recovery_hash).where(profiles.c.id == profile_id)
        return connection.execute(found).scalar() is not None


def _claim(connection: Connection, browser: str, which: object, refusal: str) -> Profile:
    row = connection.execute(select(*_PROFILE).where(which)).first()  # type: ignore[arg-type]
    if row is None:
        raise Refusal(refusal)
    _open(connection, browser, row.id)
    connection.execute(update(profiles).where(profiles.c.id == row.id).values(used_at=now()))
    return Profile(*row)


def _open(connection: Connection, browser: str, profile_id: str) -> None:
    row = {"profile_id": profile_id, "since": now()}
    statement = insert_or(browsers).values(secret_hash=browser, **row)
    connection.execute(statement.on_conflict_do_update(set_=row))
