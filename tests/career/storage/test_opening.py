"""Broken, old, new and read-only files; backups and their way back."""

import errno
import os
import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import inspect

from components.career.storage import backups, open_store
from components.career.storage.backups import list_backups, make_backup
from components.career.storage.database import make_engine, refusal_of
from components.career.storage.migrating import current_revision, known_revisions, migrate
from components.career.storage.opening import data_folder
from components.career.storage.tables import metadata
from components.records.learner import SelfRating, new_id
from components.records.refusal import Refusal


def spoil(path):
    with path.open("r+b") as file:
        file.seek(0)
        file.write(b"\x00" * 4096)


def names(opened):
    return sorted(profile.name for profile in opened.store.profiles())


def test_the_folder_is_the_one_that_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("PATHFINDER_DATA", str(tmp_path))
    assert data_folder() == tmp_path
    monkeypatch.delenv("PATHFINDER_DATA")
    assert "llm-pathfinder" in str(data_folder())


def test_the_newest_revision_makes_the_tables_of_the_code(opened):
    found = inspect(opened.store.engine)
    assert set(found.get_table_names()) == {*metadata.tables, "alembic_version"}
    for table in metadata.tables.values():
        columns = {c["name"]: c["nullable"] for c in found.get_columns(table.name)}
        assert columns == {column.name: column.nullable for column in table.columns}
        assert {i["name"] for i in found.get_indexes(table.name)} == {
            index.name for index in table.indexes
        }
        assert [k["options"] for k in found.get_foreign_keys(table.name)] == [
            {"ondelete": key.ondelete} for key in table.foreign_keys
        ]
        key = found.get_pk_constraint(table.name)["constrained_columns"]
        assert key == [column.name for column in table.primary_key]


def test_the_first_revision_is_backed_up_and_migrated_with_its_data(tmp_path, facts):
    path = tmp_path / "learner.db"
    old = make_engine(path)
    migrate(old, "r0001")
    at = "2026-01-05T09:30:00.000000+00:00"
    ada, fact = new_id(), new_id()
    answer = (fact, ada, at, "rag", "q", '["2"]', 1, 0.5, 0.25, "quiz")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO profiles VALUES (?, 'Ada', ?, ?)", (ada, at, at))
        connection.execute("INSERT INTO answers VALUES (?,?,?,?,?,?,?,?,?,?)", answer)
    old.dispose()
    opened = open_store(tmp_path)
    assert opened.notice is None
    assert current_revision(opened.store.engine) == known_revisions()[0]
    (answer,) = opened.store.learning(ada).answers
    assert (answer.question, answer.given, answer.is_right) == ("q", ("2",), True)
    oldest = list_backups(path)[-1]
    assert current_revision(make_engine(backups.backup_folder(path) / oldest.name)) == "r0001"
    opened.store.save_document(ada, "resume", "now there is room for it")


def test_a_newer_schema_is_refused_and_left_untouched(opened):
    with closing(sqlite3.connect(opened.path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'r9999'")
    opened.store.engine.dispose()
    before = opened.path.read_bytes()
    with pytest.raises(Refusal, match="learner_newer"):
        open_store(opened.path.parent)
    assert opened.path.read_bytes() == before


def test_a_broken_file_is_set_aside_and_the_newest_good_backup_takes_its_place(opened):
    opened.store.create_profile("Ada")
    make_backup(opened.store.engine, opened.path)
    opened.store.create_profile("Bob")
    bad = make_backup(opened.store.engine, opened.path)
    opened.store.engine.dispose()
    spoil(backups.backup_folder(opened.path) / bad.name)
    spoil(opened.path)
    again = open_store(opened.path.parent)
    assert again.notice.key == "learner_restored"
    assert names(again) == ["Ada"]
    assert len(list(opened.path.parent.glob("broken-*-learner.db"))) == 1
    assert open_store(opened.path.parent).notice is None


def test_a_broken_file_without_a_backup_begins_anew_and_says_so(opened):
    opened.store.create_profile("Ada")
    for backup in list_backups(opened.path):
        (backups.backup_folder(opened.path) / backup.name).unlink()
    opened.store.engine.dispose()
    spoil(opened.path)
    again = open_store(opened.path.parent)
    assert again.notice.key == "learner_lost"
    assert names(again) == []


def test_a_journal_of_a_broken_file_is_not_rolled_into_its_successor(opened):
    opened.store.create_profile("Ada")
    make_backup(opened.store.engine, opened.path)
    opened.store.engine.dispose()
    spoil(opened.path)
    journal = opened.path.with_name("learner.db-journal")
    journal.write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\x01" * 600)
    assert names(open_store(opened.path.parent)) == ["Ada"]


@pytest.mark.parametrize("is_empty", [True, False])
def test_an_empty_or_missing_database_beside_a_backup_is_restored(opened, is_empty):
    opened.store.create_profile("Ada")
    make_backup(opened.store.engine, opened.path)
    opened.store.engine.dispose()
    opened.path.unlink()
    if is_empty:
        opened.path.touch()
    again = open_store(opened.path.parent)
    assert again.notice.key == "learner_restored"
    assert names(again) == ["Ada"]


def test_a_full_disk_leaves_a_broken_database_where_it_is(opened, monkeypatch):
    opened.store.create_profile("Ada")
    make_backup(opened.store.engine, opened.path)
    opened.store.engine.dispose()
    spoil(opened.path)

    def full(source, target):
        Path(target).write_bytes(b"half")
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr(backups.shutil, "copyfile", full)
        with pytest.raises(Refusal, match="learner_full"):
            open_store(opened.path.parent)
    assert sorted(path.name for path in opened.path.parent.glob("*.db*")) == ["learner.db"]
    again = open_store(opened.path.parent)
    assert again.notice.key == "learner_restored"
    assert names(again) == ["Ada"]


def test_a_disk_too_full_for_a_new_database_leaves_none(tmp_path, monkeypatch):
    def full(engine, *revision):
        raise Refusal("learner_full")

    monkeypatch.setattr("components.career.storage.opening.migrate", full)
    with pytest.raises(Refusal, match="learner_full"):
        open_store(tmp_path)
    assert not (tmp_path / "learner.db").exists()


@pytest.mark.parametrize("seed", range(60))
def test_flipped_bits_are_healed_or_harmless(opened, facts, seed):
    """Three bits of the first page: format, schema and root page of the table of tables."""
    ada = opened.store.create_profile("Ada")
    opened.store.append(ada.id, *facts)
    make_backup(opened.store.engine, opened.path)
    opened.store.engine.dispose()
    content = bytearray(opened.path.read_bytes())
    source = random.Random(seed)
    for _ in range(3):
        content[source.randrange(4096)] ^= 1 << source.randrange(8)
    opened.path.write_bytes(content)
    again = open_store(opened.path.parent)
    assert names(again) == ["Ada"]
    learning = again.store.learning(ada.id)
    again.store.append(ada.id, SelfRating("rag", 1))
    assert len(again.store.learning(ada.id).ratings) == len(learning.ratings) + 1


def test_a_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Refusal, match="learner_read_only"):
        open_store(tmp_path / "file" / "data")


@pytest.mark.skipif(os.geteuid() != 0, reason="without it permissions do the same")
def test_a_read_only_database_can_be_read_and_says_so(opened, monkeypatch):
    """Root writes whatever the permissions say, so the connection itself is made read-only."""
    ada = opened.store.create_profile("Ada")

    def read_only(path):
        engine = make_engine(path)
        from sqlalchemy import event

        @event.listens_for(engine, "connect")
        def forbid(connection, record):
            connection.execute("PRAGMA query_only = ON")

        return engine

    monkeypatch.setattr("components.career.storage.opening.make_engine", read_only)
    again = open_store(opened.path.parent)
    assert again.notice.key == "learner_read_only"
    assert names(again) == ["Ada"]
    with pytest.raises(Refusal, match="learner_read_only"):
        again.store.append(ada.id, SelfRating("rag", 1))


def test_faults_are_named_by_their_code():
    error = sqlite3.OperationalError("whatever it says")
    assert refusal_of(error).key == "learner_failed"
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR | (2 << 8)
    assert refusal_of(error).key == "learner_failed"
    error.sqlite_errorcode = sqlite3.SQLITE_READONLY | (8 << 8)
    assert refusal_of(error).key == "learner_read_only"
