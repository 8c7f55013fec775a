"""The operator's command line, beside a server that has the same data open."""

import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from components.accounts.attempts import Attempts
from components.accounts.secret import new_secret
from components.career.storage import list_backups, open_store
from components.records.learner import SelfRating
from components.records.refusal import Refusal
from components.service import profiles
from llm_pathfinder.__main__ import main

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def opened(tmp_path, monkeypatch):
    monkeypatch.setenv("PATHFINDER_DATA", str(tmp_path))
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setenv("PYTHONPATH", "")
    return open_store(tmp_path)


@pytest.fixture
def run(opened, capsys):
    """Run a command; its exit status, what it printed, and what it said."""

    def run_(*words):
        status = main(words)
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run_


def test_backups_are_made_listed_and_restored(opened, run):
    opened.store.create_profile("Ada")
    status, printed, _ = run("backups", "make")
    made = printed.split()[0]
    assert status == 0
    opened.store.create_profile("Bob")
    status, printed, _ = run("backups", "list")
    assert [line.split()[0] for line in printed.splitlines()] == [
        backup.name for backup in list_backups(opened.path)
    ]
    assert run("backups", "restore", made)[0] == 0
    assert [p.name for p in opened.store.profiles()] == ["Ada"]
    before = list_backups(opened.path)[0].name
    assert run("backups", "restore", before)[0] == 0
    assert {p.name for p in opened.store.profiles()} == {"Ada", "Bob"}


def test_a_list_makes_no_database(tmp_path, monkeypatch, run):
    monkeypatch.setenv("PATHFINDER_DATA", str(tmp_path / "nothing"))
    assert run("backups", "list") == (0, "", "")
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize("name", ["learner-no.db", "../learner.db", ""])
def test_a_backup_that_is_not_there_is_refused_in_one_sentence(run, name):
    status, printed, said = run("backups", "restore", name)
    assert (status, printed) == (1, "")
    assert said == "This backup is no longer there. Choose another one.\n"


def test_a_restore_beside_a_running_server_loses_no_request(opened):
    """Another process restores while this one reads and writes without a pause."""
    ada = opened.store.create_profile("Ada")
    opened.store.append(ada.id, *[SelfRating(f"skill-{n}", 1) for n in range(500)])
    (backup,) = (run_apart("backups", "make").split()[0] for _ in range(1))
    faults, counts, is_done = [], set(), threading.Event()

    def serve():
        while not is_done.is_set():
            try:
                opened.store.append(ada.id, SelfRating("later", 2))
                counts.add(len(opened.store.learning(ada.id).ratings))
            except Refusal as refusal:
                faults.append(refusal)

    threads = [threading.Thread(target=serve) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        said = run_apart("backups", "restore", backup)
    finally:
        is_done.set()
        for thread in threads:
            thread.join()
    assert "Restored" in said
    assert faults == []
    assert min(counts) >= 500
    assert not list(opened.path.parent.glob("*.restoring*"))
    kept = list_backups(opened.path)[0]
    assert kept.name != backup, "what was there is a backup now"


def run_apart(*words):
    command = [sys.executable, "-m", "llm_pathfinder", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_database_that_nobody_lets_go_of_is_said(opened, run, monkeypatch):
    made = run("backups", "make")[1].split()[0]
    monkeypatch.setattr("components.career.storage.backups.RESTORE_S", 0.2)
    monkeypatch.setattr("components.career.storage.database.BUSY_MS", 50)
    opened.store.engine.dispose()
    reader = opened.store.engine.raw_connection()
    cursor = reader.cursor()
    cursor.execute("BEGIN")
    cursor.execute("SELECT * FROM profiles").fetchall()
    try:
        status, _, said = run("backups", "restore", made)
    finally:
        reader.close()
    assert status == 1
    assert said.startswith("Not saved: another program is writing")


def test_a_recovery_code_is_issued_by_name_or_id(opened, run):
    ada = opened.store.create_profile("Ada")
    _, printed, _ = run("profiles", "list")
    assert printed.split()[0] == ada.id
    for wanted in ("Ada", ada.id):
        status, code, said = run("profiles", "recovery", wanted)
        assert status == 0
        assert re.fullmatch(r"(\w{4}-){6}\w{4}\n", code)
        assert code.strip() not in said
        recovered = profiles.recover_profile(opened.store, new_secret(), code, Attempts())
        assert recovered == ada


def test_a_name_that_two_have_or_nobody_is_answered_with_the_list(opened, run):
    first, second = opened.store.create_profile("Li"), opened.store.create_profile("Li")
    ada = opened.store.create_profile("Ada")
    status, printed, said = run("profiles", "recovery", "Li")
    assert (status, printed) == (1, "")
    assert first.id in said
    assert second.id in said
    assert ada.id not in said
    status, _, said = run("profiles", "recovery", "Bob")
    assert status == 1
    assert said.startswith("No profile has the name or id Bob")
    assert not profiles.has_code(opened.store, ada)
