"""Install packages into a checkout's virtual environment, and say what to do where that fails.

`make` runs it before anything is installed, by any Python: it needs the standard library alone, and
one that is too old can read it far enough to say so.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from components.models.pip_trouble import classify_trouble

ROOT = Path(__file__).resolve().parents[1]
OLDEST = (3, 11)
_HOST = re.compile(r"host='([^']+)'")
_PACKAGE = re.compile(r"No matching distribution found for (\S+)")


def main(requirements: list[str], folder: Path = ROOT / ".venv") -> int:
    """Install what files of requirements name; pip shows its own progress.

    Args:
        requirements: Names of the files.
        folder: The virtual environment, made where it is missing.

    Returns:
        Exit status: 0 if all is installed, else 1, after a sentence on what to do.
    """
    if sys.version_info[:2] < OLDEST:
        return _fail(explain_version(sys.version_info[:2]))
    if not (folder / "pyvenv.cfg").is_file():
        _say(f"Making the virtual environment {folder.name}")
        status, said = _run([sys.executable, "-m", "venv", str(folder)])
        if status != 0:
            return _fail(explain_venv(said))
    _say(f"Installing the packages of {' and '.join(requirements)}; the first time takes minutes")
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    files = [part for name in requirements for part in ("-r", str(ROOT / name))]
    options = ["--disable-pip-version-check", "--no-input"]
    status, said = _run([str(python), "-m", "pip", "install", *options, *files])
    return 0 if status == 0 else _fail(explain_pip(said))


def explain_version(version: tuple[int, int]) -> str:
    """Say that a Python is too old and how to name another."""
    return (
        f"Python {version[0]}.{version[1]} is too old: 3.11 or newer is needed. "
        "Name one that is installed: make run PYTHON=python3.11"
    )


def explain_venv(said: str) -> str:
    """Say why there is no virtual environment.

    Args:
        said: What Python wrote.
    """
    if classify_trouble(said) == "disk_full":
        return explain_pip(said)
    return (
        "The virtual environment could not be made. Install Python's venv (on Debian and Ubuntu: "
        "apt-get install python3-venv) and check that this folder can be written."
    )


def explain_pip(said: str) -> str:
    """Say why packages were not installed, in one or two sentences.

    Args:
        said: What pip wrote to its error stream.
    """
    trouble = classify_trouble(said)
    if trouble == "disk_full":
        return (
            "The disk is full: packages and models take up to 10 GB. Free some space, or let "
            "TMPDIR and PIP_CACHE_DIR name folders on another disk, and run the same command again."
        )
    host = _HOST.search(said)
    if trouble == "no_network":
        index = f"The package index at {host[1]}" if host else "The package index"
        return (
            f"{index} does not answer. Check the network connection; behind a proxy set "
            "HTTPS_PROXY, for a mirror set PIP_INDEX_URL, and run the same command again."
        )
    package = _PACKAGE.search(said)
    if package:
        return (
            f"The package index has no {package[1]} for Python {sys.version_info[0]}."
            f"{sys.version_info[1]} on this machine. Name another Python (make clean, then make "
            "run PYTHON=python3.12), or set PIP_INDEX_URL to an index that is complete."
        )
    return "pip could not install the packages; its last lines above say why."


def _run(command: list[str]) -> tuple[int, str]:
    """Run a command with its output on the terminal; returns its status and its error stream."""
    said: list[str] = []
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, errors="replace") as process:
        for line in process.stderr or ():
            said.append(line)
            sys.stderr.write(line)
            sys.stderr.flush()
    return process.returncode, "".join(said)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _fail(line: str) -> int:
    sys.stderr.write(line + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
