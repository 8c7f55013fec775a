"""The scripts that run in the browser: their tests, their form, and that Node reads them."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from components.interface.browser.bundle import bundle
from components.interface.charts.theme import chart_theme
from components.interface.lab.attention.canvas.attention_canvas import Drawing, pack_view
from components.records.attention_view import take_view
from tests.attention_results import make_result
from tests.interface.browser.test_bundle import ENTRIES

ROOT = Path(__file__).resolve().parents[1]
SCRIPTS = sorted(
    path.relative_to(ROOT)
    for folder in ("components", "tests")
    for path in (ROOT / folder).rglob("*.js")
)
TESTS = [path for path in SCRIPTS if path.name.endswith(".test.js")]
STYLES = sorted(
    path.relative_to(ROOT)
    for kind in ("css", "html")
    for path in (ROOT / "components").rglob(f"*.{kind}")
)
READ = """
import { readFileSync } from "node:fs";
import { readModel } from "#interface/lab/attention/canvas/attention_model.js";
const model = readModel(new Uint8Array(readFileSync(process.argv[1])));
console.log(JSON.stringify([model.queries, [...model.matrices[0]]]));
"""


@pytest.fixture(scope="session")
def run_node():
    """Run Node in the repository; gives what it wrote."""
    node = shutil.which("node")
    if node is None:
        reason = "the scripts' tests skipped: no Node; install it (Debian: apt-get install nodejs)"
        if os.environ.get("PATHFINDER_REQUIRE_NODE"):
            pytest.fail(reason)
        pytest.skip(reason)

    def run(*arguments):
        done = subprocess.run(
            [node, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


@pytest.mark.parametrize("path", TESTS, ids=str)
def test_the_tests_of_a_script_pass(run_node, path):
    assert "# fail 0" in run_node("--test", "--test-reporter=tap", path)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda path: path.stem)
def test_the_script_of_a_component_is_one_that_node_reads(run_node, entry, tmp_path):
    path = tmp_path / "script.mjs"
    path.write_text(bundle(entry), "utf-8")
    run_node("--check", path)


@pytest.mark.parametrize("count", [3, 200], ids=["single precision", "half precision"])
def test_a_script_reads_what_python_packs(run_node, tmp_path, count):
    result = make_result(["好", "<b>", *["word"] * (count - 2)])
    view = take_view(result, hide_special=False, direction="all", rescale=False)
    data = pack_view(result, view, chart_theme("light"), Drawing("map", {}, ["x"], [1], []))
    path = tmp_path / "data"
    path.write_bytes(data)
    queries, weights = json.loads(run_node("--input-type=module", "--eval", READ, path))
    assert queries[:2] == ["好", "<b>"]
    rounded = result.weights if count == 3 else result.weights.astype("<f2")
    assert weights == rounded.astype(float).ravel().tolist()


@pytest.mark.parametrize("path", SCRIPTS, ids=str)
def test_scripts_ask_for_their_types_to_be_checked(path):
    assert (ROOT / path).read_text("utf-8").startswith("// @ts-check\n")


@pytest.mark.parametrize("path", [*SCRIPTS, *STYLES], ids=str)
def test_files_and_lines_are_short(path):
    lines = (ROOT / path).read_text("utf-8").splitlines()
    assert len(lines) <= 300
    assert max(map(len, lines)) <= 100


def test_the_lock_names_no_registry_and_every_package_by_its_hash():
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    packages = [package for name, package in lock["packages"].items() if name]
    assert packages
    assert all("integrity" in package and "resolved" not in package for package in packages)
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))["devDependencies"]
    assert all(version[0].isdigit() for version in wanted.values()), "versions are pinned exactly"
