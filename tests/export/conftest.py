"""A Python with the libraries and without this project, which runs the code that pages show."""

import json
import os
import subprocess
import sys

import pytest

_WORKER = """\
import contextlib, importlib.util, io, json, sys, traceback
ours = [name for name in ("components", "pages", "app", "llm_pathfinder")
        if importlib.util.find_spec(name)]
print(json.dumps(ours), flush=True)
answers = sys.stdout
for line in sys.stdin:
    printed, error = io.StringIO(), ""
    with contextlib.redirect_stdout(printed):
        try:
            exec(compile(json.loads(line), "shown", "exec"), {"__name__": "shown"})
        except Exception:
            error = traceback.format_exc()
    print(json.dumps([printed.getvalue(), error]), file=answers, flush=True)
"""


@pytest.fixture(scope="session")
def plain_python(tmp_path_factory):
    """One process for all of them, in an empty folder: importing torch takes seconds."""
    folder = tmp_path_factory.mktemp("plain")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    with (
        (folder / "errors.log").open("w") as errors,
        subprocess.Popen(
            [sys.executable, "-I", "-c", _WORKER],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            encoding="utf-8",
        ) as process,
    ):
        assert json.loads(process.stdout.readline()) == []
        yield process
        process.stdin.close()


@pytest.fixture
def run_shown(plain_python):
    """Give a function: code that a page shows → what it prints where only libraries are."""

    def run(code):
        plain_python.stdin.write(json.dumps(code) + "\n")
        plain_python.stdin.flush()
        answer = plain_python.stdout.readline()
        assert answer, "the process that runs shown code has ended"
        printed, error = json.loads(answer)
        assert not error, error
        return printed

    return run
