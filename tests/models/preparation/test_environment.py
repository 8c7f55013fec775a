"""Installing packages: what is said when it fails, and the exit status."""

import re
import sys

import pytest

from llm_pathfinder import environment

NO_NAME = (
    "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError("
    "\"HTTPSConnection(host='pypi.org', port=443): Failed to resolve 'pypi.org' ([Errno -3] "
    "Temporary failure in name resolution)\")'\n"
    "ERROR: No matching distribution found for torch==2.13.0\n"
)
FULL = "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n"


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        (NO_NAME, ["index at pypi.org does not answer", "network", "PIP_INDEX_URL"]),
        (NO_NAME.replace("pypi.org", "mirror.example"), ["index at mirror.example does not"]),
        ("ERROR: ReadTimeoutError", ["The package index does not answer"]),
        (FULL, ["disk is full", "TMPDIR"]),
        (
            "ERROR: No matching distribution found for torch==2.13.0",
            ["no torch==2.13", "PYTHON"],
        ),
        ("ERROR: something else", ["last lines above"]),
    ],
)
def test_a_failure_says_what_to_do(said, parts):
    sentence = environment.explain_pip(said)
    assert all(part in sentence for part in parts)
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_an_old_python_is_named(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(environment, "OLDEST", (99, 0))
    assert environment.main([], tmp_path / "env") == 1
    assert "is too old" in capsys.readouterr().err
    assert not (tmp_path / "env").exists()


def test_a_folder_that_cannot_be_an_environment_is_a_failure(tmp_path, capfd):
    (tmp_path / "env").write_text("a file")
    assert environment.main([], tmp_path / "env") == 1
    assert "could not be made" in capfd.readouterr().err


def test_pip_s_words_are_passed_on_and_its_failure_explained(tmp_path, capfd, monkeypatch):
    """A real pip that asks an index where nobody listens."""
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.delenv("PIP_FIND_LINKS")
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_RETRIES", "1")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    (tmp_path / "needs.txt").write_text("there-is-no-such-package==1.0\n")
    scripts = tmp_path / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    assert environment.main(["needs.txt"], tmp_path / "env") == 1
    assert scripts.is_dir()
    said = capfd.readouterr().err
    assert "ERROR: No matching distribution" in said
    assert re.match(r"The package index .*does not answer\.", said.strip().splitlines()[-1])
