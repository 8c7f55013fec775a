"""What an installation holds, and that it serves from any folder without the checkout."""

import asyncio
import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
import tomllib
import zipfile
from importlib.metadata import Distribution
from pathlib import Path

import pytest

from benchmarks.app_server import fetch
from benchmarks.visitor import Visitor

ROOT = Path(__file__).resolve().parents[1]
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
START_S = STOP_S = 60


def tracked():
    listed = subprocess.run(
        ["git", "ls-files", "--cached"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """A wheel built of the tracked files alone, without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    for name in tracked():
        if name.split("/")[0] not in ("tests", "benchmarks"):
            target = folder / "source" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target)
    command = [*PIP, "wheel", "--no-deps", "--no-index", "--no-build-isolation", "-w", folder]
    subprocess.run([*command, folder / "source"], check=True, timeout=120)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """An environment of its own, with the wheel and, by their path, the libraries from here."""
    folder = tmp_path_factory.mktemp("installed") / "env"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    scripts = folder / ("Scripts" if sys.platform == "win32" else "bin")
    python = scripts / "python"
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    found = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True)
    libraries = Path(found.stdout.strip())
    (libraries / "libraries.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    command = [*PIP, "--python", python, "install", "--no-deps", "--no-index", "--no-compile"]
    subprocess.run([*command, wheel], check=True, timeout=120)
    return scripts, libraries


def test_the_wheel_holds_the_app_and_nothing_else(wheel):
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    carried = ("app.py", ".streamlit/", "assets/", "components/", "pages/")
    expected = {f"llm_pathfinder/tree/{name}" for name in tracked() if name.startswith(carried)}
    expected |= {name for name in tracked() if name.startswith("llm_pathfinder/")}
    assert names == expected
    assert "llm_pathfinder/py.typed" in names
    assert "llm_pathfinder/tree/assets/models/sentiment-en/model.safetensors" in names


def test_the_pins_are_those_of_the_requirements(installed):
    _, libraries = installed
    needs = Distribution.at(next(libraries.glob("llm_pathfinder-*.dist-info"))).requires
    plain = {re.sub(r"\s|[\"']", "", need) for need in needs}

    def pins(name):
        lines = (ROOT / name).read_text("utf-8").splitlines()
        kept = [line for line in lines if line and not line.startswith("#")]
        return {re.sub(r"\s|[\"']", "", line) for line in kept}

    assert {need for need in plain if "extra==" not in need} == pins("requirements.txt")
    developing = {need.partition(";extra==")[0] for need in plain if "extra==" in need}
    assert developing == pins("requirements-dev.txt")


def test_the_oldest_python_is_the_same_everywhere():
    from llm_pathfinder.environment import OLDEST

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["requires-python"] == ">=" + ".".join(map(str, OLDEST))


def test_it_serves_from_any_folder(installed, tmp_path):
    scripts, libraries = installed
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    code = "import importlib.util as u; print(u.find_spec('components'), u.find_spec('pages'))"
    python = [scripts / "python", "-c", code]
    there = {"cwd": tmp_path, "env": environment}
    found = subprocess.run(python, **there, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "None None"
    log = tmp_path / "server.log"
    command = [scripts / "llm-pathfinder", "serve", "--port", str(port)]
    with log.open("w") as output:
        process = subprocess.Popen(command, **there, stdout=output, stderr=subprocess.STDOUT)
    try:
        wait_for_health(f"http://127.0.0.1:{port}", process, log)
        asyncio.run(look_around(f"http://127.0.0.1:{port}"))
        assert "Traceback" not in log.read_text()
    finally:
        process.terminate()
        process.wait(timeout=STOP_S)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["server.log"]
    assert str(libraries) not in log.read_text()


def wait_for_health(url, process, log):
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        try:
            fetch(f"{url}/_stcore/health", 2)
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server did not answer")


async def look_around(url):
    """Open the first page, and one that reads much of the assets."""
    async with Visitor(url) as visitor:
        first = await visitor.run()
        assert first.errors == []
        assert first.kinds["markdown"] > 0
        roles = await visitor.run(page="roles")
        assert roles.errors == []
        assert roles.kinds["markdown"] > 0


@pytest.mark.parametrize("setting", ["", "personal", "public"])
def test_an_open_server_without_a_mode_is_refused_in_one_line(monkeypatch, capsys, setting):
    from llm_pathfinder import __main__ as command

    monkeypatch.setattr(command, "_use_tree", lambda: None)
    monkeypatch.setenv("PATHFINDER_MODE", setting)
    assert command.main(["serve", "--host", "0.0.0.0"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert "PATHFINDER_MODE" in printed.err


def test_the_command_says_what_it_can():
    said = subprocess.run(
        [sys.executable, "-m", "llm_pathfinder", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    commands = re.findall(r"^    (\w+) ", said.stdout, re.MULTILINE)
    assert commands == ["serve", "prepare", "backups", "profiles"]
