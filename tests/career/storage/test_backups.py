"""Backups: which are kept, and the way back to one."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from components.career.storage import backups, open_store
from components.career.storage.backups import KEPT, list_backups, make_backup
from components.career.storage.opening import restore_backup
from components.records.learner import now
from components.records.refusal import Refusal
from tests.career.storage.test_opening import names, spoil


def test_a_restored_backup_brings_back_and_can_be_undone(opened):
    opened.store.create_profile("Ada")
    backup = make_backup(opened.store.engine, opened.path)
    opened.store.create_profile("Bob")
    restore_backup(opened, backup.name)
    assert names(opened) == ["Ada"]
    restore_backup(opened, list_backups(opened.path)[0].name)
    assert names(opened) == ["Ada", "Bob"]


def test_backups_that_cannot_be_restored(opened):
    opened.store.create_profile("Ada")
    broken = make_backup(opened.store.engine, opened.path)
    newer = make_backup(opened.store.engine, opened.path)
    folder = backups.backup_folder(opened.path)
    spoil(folder / broken.name)
    with closing(sqlite3.connect(folder / newer.name)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'r9999'")
    for name, key in [
        (broken.name, "backup_broken"),
        (newer.name, "learner_newer"),
        ("../learner.db", "backup_gone"),
        ("learner-no.db", "backup_gone"),
    ]:
        with pytest.raises(Refusal, match=key):
            restore_backup(opened, name)
    assert names(opened) == ["Ada"]


def names_of_backups(opened):
    return [backup.name for backup in list_backups(opened.path)]


def make_backups(opened, monkeypatch, *days):
    """Make a backup on each of some days, counted from today."""
    for day in days:
        monkeypatch.setattr(backups, "now", lambda day=day: now() + timedelta(days=day))
        make_backup(opened.store.engine, opened.path)
    monkeypatch.setattr(backups, "now", now)


def test_the_oldest_backup_can_be_restored(opened, monkeypatch):
    opened.store.create_profile("Ada")
    make_backups(opened, monkeypatch, *range(-20, 0))
    opened.store.create_profile("Bob")
    oldest = names_of_backups(opened)[-1]
    restore_backup(opened, oldest)
    assert names(opened) == ["Ada"]
    assert oldest in names_of_backups(opened)


def test_many_backups_in_a_row_evict_no_history(opened, monkeypatch):
    make_backups(opened, monkeypatch, *range(-6, 0))
    before = names_of_backups(opened)
    for _ in range(2 * KEPT):
        make_backup(opened.store.engine, opened.path)
    assert set(before[-6:]) <= set(names_of_backups(opened))
    assert len(names_of_backups(opened)) <= KEPT + backups.KEPT_DAYS


def test_a_clock_set_back_refuses_nothing(opened, monkeypatch):
    opened.store.create_profile("Ada")
    make_backups(opened, monkeypatch, *range(400, 420))
    made = make_backup(opened.store.engine, opened.path)
    assert names_of_backups(opened)[0] == made.name
    opened.store.create_profile("Bob")
    restore_backup(opened, made.name)
    assert names(opened) == ["Ada"]
    monkeypatch.setattr(backups, "now", lambda: now() + timedelta(days=1, minutes=1))
    before = len(names_of_backups(opened))
    backups.backup_if_due(opened.store.engine, opened.path)
    assert len(names_of_backups(opened)) in (before, before + 1)
    assert names_of_backups(opened)[0] > made.name, "a day later one is made by itself"


def test_the_oldest_backups_go_and_no_part_is_left(opened):
    for _ in range(KEPT + 3):
        make_backup(opened.store.engine, opened.path)
    assert len(list_backups(opened.path)) == KEPT
    assert not list(backups.backup_folder(opened.path).glob("*.part"))


def test_a_backup_is_made_by_itself_once_a_day(opened, monkeypatch):
    assert len(list_backups(opened.path)) == 1
    open_store(opened.path.parent)
    assert len(list_backups(opened.path)) == 1
    tomorrow = now() + timedelta(days=1, minutes=1)
    monkeypatch.setattr(backups, "now", lambda: tomorrow)
    open_store(opened.path.parent)
    assert len(list_backups(opened.path)) == 2
