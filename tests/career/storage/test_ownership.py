"""Which browser has which profile, and what becomes of that."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import inspect

from components.career.storage import open_store, ownership
from components.career.storage.database import make_engine
from components.career.storage.migrating import migrate
from components.career.storage.ownership import Keys
from components.records.learner import Learning, Profile, new_id, now
from components.records.refusal import Refusal

ADA, BOB = Keys("a" * 64, "A" * 64), Keys("b" * 64, "B" * 64)


@pytest.fixture
def ada(store):
    return store.create_profile("Ada", ADA)


def test_a_browser_has_the_profile_that_it_started_and_no_other(store, ada):
    bob = store.create_profile("Bob", BOB)
    own = lambda browser: ownership.own_profile(store.engine, browser)  # noqa: E731
    assert (own(ADA.browser), own(BOB.browser)) == (ada, bob)
    for stranger in ("c" * 64, "", ada.id, ADA.recovery, "%", "a" * 63 + "_"):
        assert own(stranger) is None


def test_two_tabs_that_start_at_once_share_one_profile(store):
    first, second = (Profile(new_id(), name, now()) for name in ("One", "Two"))
    assert ownership.start_profile(store.engine, first, ADA) == first
    again = Keys(ADA.browser, "C" * 64)
    assert ownership.start_profile(store.engine, second, again) == first
    assert store.profiles() == [first]


def test_a_recovery_code_opens_the_profile_in_another_browser(store, ada):
    assert ownership.recover_profile(store.engine, BOB.browser, ADA.recovery) == ada
    assert ownership.own_profile(store.engine, BOB.browser) == ada
    assert ownership.own_profile(store.engine, ADA.browser) == ada
    with pytest.raises(Refusal, match="recovery_unknown"):
        ownership.recover_profile(store.engine, BOB.browser, "f" * 64)


def test_a_new_code_ends_the_old_one_and_all_other_browsers(store, ada):
    ownership.recover_profile(store.engine, BOB.browser, ADA.recovery)
    ownership.set_recovery(store.engine, ada.id, "D" * 64, keep=ADA.browser)
    assert ownership.own_profile(store.engine, ADA.browser) == ada
    with pytest.raises(Refusal, match="profile_gone"):
        ownership.own_profile(store.engine, BOB.browser)
    with pytest.raises(Refusal, match="recovery_unknown"):
        ownership.recover_profile(store.engine, BOB.browser, ADA.recovery)
    ownership.recover_profile(store.engine, BOB.browser, "D" * 64)
    ownership.set_recovery(store.engine, ada.id, "E" * 64, keep=None)
    for browser in (ADA.browser, BOB.browser):
        with pytest.raises(Refusal, match="profile_gone"):
            ownership.own_profile(store.engine, browser)
    with pytest.raises(Refusal, match="profile_gone"):
        ownership.set_recovery(store.engine, new_id(), "F" * 64, keep=None)


def test_a_deleted_profile_is_said_to_be_gone_until_another_takes_its_place(store, ada):
    store.delete_profile(ada.id)
    with pytest.raises(Refusal, match="profile_gone"):
        ownership.own_profile(store.engine, ADA.browser)
    bob = Profile(new_id(), "Bob", now())
    assert ownership.start_profile(store.engine, bob, ADA) == bob
    assert ownership.own_profile(store.engine, ADA.browser) == bob


def test_a_closed_profile_stays_for_its_code(store, ada, facts):
    store.append(ada.id, *facts)
    ownership.close_profile(store.engine, ADA.browser)
    assert ownership.own_profile(store.engine, ADA.browser) is None
    ownership.recover_profile(store.engine, ADA.browser, ADA.recovery)
    assert store.learning(ada.id) != Learning()


def test_profiles_from_before_belong_to_nobody_and_keep_their_data(tmp_path, facts):
    """The second revision, with two learners and everything that they can leave."""
    path = tmp_path / "learner.db"
    old = make_engine(path)
    migrate(old, "r0002")
    newest = open_store(tmp_path / "new")
    bob = newest.store.create_profile("Bob")
    newest.store.append(bob.id, *facts)
    newest.store.save_document(bob.id, "resume", "Built a search.")
    columns = {
        table: [column["name"] for column in inspect(old).get_columns(table)]
        for table in ("profiles", "answers", "ratings", "marks", "reviews", "attempts", "documents")
    }
    old.dispose()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ATTACH ? AS newest", (str(newest.path),))
        with connection:
            for table, names in columns.items():
                listed = ", ".join(names)
                connection.execute(
                    f"INSERT INTO main.{table} ({listed}) SELECT {listed} FROM newest.{table}"
                )
    opened = open_store(tmp_path)
    assert opened.store.profiles() == [bob]
    assert opened.store.learning(bob.id) == newest.store.learning(bob.id)
    assert opened.store.document(bob.id, "resume") == "Built a search."
    assert not ownership.has_recovery(opened.store.engine, bob.id)
    assert ownership.own_profile(opened.store.engine, ADA.browser) is None
    assert ownership.open_profile(opened.store.engine, ADA.browser, bob.id) == bob
    opened.store.delete_profile(bob.id)
    assert opened.store.learning(bob.id) == Learning()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        for table in columns:
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
