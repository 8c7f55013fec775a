"""Profiles and facts: saved once, kept apart, deleted wholly."""

import sqlite3
import threading
from contextlib import closing
from dataclasses import replace

import pytest

from components.career.storage import open_store
from components.career.storage.database import BUSY_MS, journal_mode, reading
from components.career.storage.opening import FILE
from components.records.learner import Answer, Learning, SelfRating
from components.records.refusal import Refusal


def test_every_kind_of_fact_comes_back_equal(store, facts):
    profile = store.create_profile("Ada")
    store.append(profile.id, *facts)
    answer, rating, mark, review, attempt = facts
    assert store.learning(profile.id) == Learning(
        (answer,), (rating,), (mark,), (review,), (attempt,)
    )


def test_saving_again_adds_nothing(store, facts):
    profile = store.create_profile("Ada")
    store.append(profile.id, *facts)
    before = store.learning(profile.id)
    store.append(profile.id, *facts)
    assert store.learning(profile.id) == before


def test_facts_are_never_changed(store, facts):
    profile = store.create_profile("Ada")
    store.append(profile.id, facts[0])
    store.append(profile.id, replace(facts[0], is_right=False))
    assert store.learning(profile.id).answers == (facts[0],)


def test_one_bad_fact_keeps_all_of_them_out(store, facts):
    profile = store.create_profile("Ada")
    with pytest.raises(Refusal):
        store.append(profile.id, facts[0], SelfRating("rag", 7))
    assert store.learning(profile.id) == Learning()


def test_the_same_fact_may_lie_in_two_profiles(store, facts):
    ada, bob = store.create_profile("Ada"), store.create_profile("Bob")
    store.append(ada.id, *facts)
    store.append(bob.id, *facts)
    assert store.learning(ada.id) == store.learning(bob.id)


def test_facts_come_in_the_order_of_time(store, facts):
    profile = store.create_profile("Ada")
    late = replace(facts[0], id="00000000-0000-4000-8000-000000000000", at=facts[4].at)
    store.append(profile.id, late)
    store.append(profile.id, facts[0])
    assert store.learning(profile.id).answers == (facts[0], late)


def test_profiles_are_apart_and_the_last_used_comes_first(store, facts):
    ada, bob = store.create_profile("Ada"), store.create_profile("Bob")
    store.append(ada.id, *facts)
    assert store.learning(bob.id) == Learning()
    assert [p.name for p in store.profiles()] == ["Bob", "Ada"]
    store.use_profile(ada.id)
    assert [p.name for p in store.profiles()] == ["Ada", "Bob"]


def test_deleting_a_profile_deletes_all_it_left(store, facts):
    ada, bob = store.create_profile("Ada"), store.create_profile("Bob")
    store.append(ada.id, *facts)
    store.save_document(ada.id, "resume", "I did things.")
    store.append(bob.id, SelfRating("rag", 1))
    store.delete_profile(ada.id)
    with reading(store.engine) as connection:
        for table in ("answers", "ratings", "marks", "reviews", "attempts", "documents"):
            rows = connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
            assert rows == (table == "ratings")
    with pytest.raises(Refusal, match="profile_gone"):
        store.append(ada.id, facts[0])


@pytest.mark.parametrize(
    ("name", "key"),
    [
        (" \u200b", "profile_name_empty"),
        ("x" * 41, "profile_name_long"),
    ],
)
def test_names_that_do_not_do(store, name, key):
    store.create_profile("Ada")
    other = store.create_profile("Bob")
    with pytest.raises(Refusal, match=key):
        store.create_profile(name)
    with pytest.raises(Refusal, match=key):
        store.rename_profile(other.id, name)
    assert sorted(p.name for p in store.profiles()) == ["Ada", "Bob"]


def test_two_learners_may_have_the_same_name(store):
    first, second = store.create_profile("Li Wei"), store.create_profile("Li Wei")
    assert {p.id for p in store.profiles()} == {first.id, second.id}
    store.rename_profile(first.id, "Li Wei")


def test_names_are_cleaned_and_any_script_does(store):
    assert store.create_profile("  小\x00明  <b>\n").name == "小明 <b>"
    ada = store.create_profile("Ada")
    store.rename_profile(ada.id, "Ada")
    assert ada in store.profiles()


def test_documents_are_replaced_and_forgotten(store):
    ada = store.create_profile("Ada")
    assert store.document(ada.id, "resume") is None
    store.save_document(ada.id, "resume", "one")
    store.save_document(ada.id, "resume", "two")
    assert store.document(ada.id, "resume") == "two"
    store.delete_document(ada.id, "resume")
    assert store.document(ada.id, "resume") is None


def test_connections_are_set_up(store):
    with reading(store.engine) as connection:
        ask = lambda name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()  # noqa: E731
        assert ask("foreign_keys") == 1
        assert ask("busy_timeout") == BUSY_MS == 5_000
        assert ask("synchronous") == 2
        assert ask("journal_mode").upper() == journal_mode()


def test_many_threads_save_without_losing_or_locking(store):
    ada = store.create_profile("Ada")
    faults = []

    def save(number):
        try:
            for step in range(10):
                question = f"q{number}-{step}"
                store.append(ada.id, Answer("rag", question, ("1",), True, 0, 0.25, "quiz"))
        except Refusal as refusal:
            faults.append(refusal)

    threads = [threading.Thread(target=save, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(store.learning(ada.id).answers) == 80


def test_a_lock_is_waited_for_and_then_refused(opened, facts, monkeypatch):
    monkeypatch.setattr("components.career.storage.database.BUSY_MS", 50)
    store = open_store(opened.path.parent).store
    ada = store.create_profile("Ada")
    with closing(sqlite3.connect(opened.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Refusal, match="learner_locked"):
            store.append(ada.id, facts[0])
        other.execute("ROLLBACK")
    store.append(ada.id, facts[0])
    assert store.learning(ada.id).answers == (facts[0],)


def test_a_full_disk_rolls_back_and_says_so(opened, facts):
    store = opened.store
    ada = store.create_profile("Ada")
    long = replace(facts[4], text="x" * 20_000)
    with closing(sqlite3.connect(opened.path, isolation_level=None)) as connection:
        connection.execute("VACUUM")  # a migrated database has free pages
    with reading(store.engine) as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    store.engine.dispose()
    from sqlalchemy import event

    @event.listens_for(store.engine, "connect")
    def limit(connection, record):
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")

    with pytest.raises(Refusal, match="learner_full"):
        store.append(ada.id, facts[0], long)
    assert store.learning(ada.id) == Learning()
    store.append(ada.id, facts[0])


def test_what_was_saved_is_there_after_a_restart(opened, facts):
    ada = opened.store.create_profile("Ada")
    opened.store.append(ada.id, *facts)
    again = open_store(opened.path.parent)
    assert again.notice is None
    assert again.path.name == FILE
    assert again.store.profiles() == [ada]
    assert again.store.learning(ada.id) == opened.store.learning(ada.id)
