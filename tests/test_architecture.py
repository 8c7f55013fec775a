"""The picture in ARCHITECTURE.md, as rules over the code's own imports."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PYTHON_FILES = [
    Path("app.py"),
    *sorted(
        path.relative_to(ROOT)
        for folder in ("components", "pages", "tests", "benchmarks", "llm_pathfinder")
        for path in (ROOT / folder).rglob("*.py")
    ),
]

PAGE_FILES = [p for p in PYTHON_FILES if p.parts[0] in ("pages", "app.py")]
INTERFACE_FILES = [p for p in PYTHON_FILES if p.as_posix().startswith("components/interface/")]
BELOW_INTERFACE = (
    "components.service",
    "components.career",
    "components.accounts",
    "components.text",
    "components.export",
    "components.records",
)
PIECES = (
    "components.interface.frame",
    "components.interface.charts",
    "components.interface.browser",
    "components.interface.shared",
)
# room → rooms it may import; the first room that a path begins with holds
MAY_IMPORT = {
    "components/records": (),
    "components/text": ("components.records",),
    "components/retrieval": ("components.records", "components.text"),
    "components/measures": ("components.records", "components.text"),
    "components/export": ("components.records", "components.text"),
    "components/models": ("components.text", "components.records"),
    "components/career": ("components.text", "components.records"),
    "components/accounts": ("components.records",),
    "components/engine": ("components.models", "components.text", "components.records"),
    "components/training": (
        "components.engine",
        "components.models",
        "components.measures",
        "components.text",
        "components.records",
    ),
    "components/service": (
        "components.engine",
        "components.models",
        "components.retrieval",
        "components.measures",
        "components.career",
        "components.accounts",
        "components.export",
        "components.text",
        "components.records",
    ),
    "components/interface/browser": (),
    "components/interface/charts": ("components.records", "components.text"),
    "components/interface/frame": BELOW_INTERFACE,
    "components/interface/shared": (*PIECES[:3], *BELOW_INTERFACE),
    # sections know nothing of each other
    "components/interface/start": (*PIECES, *BELOW_INTERFACE),
    "components/interface/demos": (*PIECES, *BELOW_INTERFACE),
    "components/interface/lab": (*PIECES, *BELOW_INTERFACE),
    "components/interface/career": (*PIECES, *BELOW_INTERFACE),
    "components/interface": (),
    "pages": ("components.interface", "components.export", "components.records"),
    "app.py": ("components.interface", "components.records"),
    "benchmarks": ("benchmarks", "components"),
}
STREAMLIT_HOMES = ("app.py", "pages", "components/interface", "benchmarks/visitor.py")
NO_STREAMLIT = (
    "components/interface/browser/bundle.py",
    "components/interface/browser/packing.py",
    "components/interface/charts",
    "components/export",
    "components/interface/frame/i18n.py",
    "components/interface/frame/permalink.py",
)
HEAVY = {"torch", "transformers", "sentence_transformers", "gguf"}
MAY_IMPORT_TORCH_AT_ONCE = ("components/training", "tests", "benchmarks")
TOP_LEVEL = {
    "app.py", "pages", "components", "llm_pathfinder", "tests", "assets", "benchmarks",
    "requirements.txt", "requirements-dev.txt", "README.md", "LICENSE", "NOTICE",
    "ARCHITECTURE.md", "CONTRIBUTING.md",
    "CHANGELOG.md", "Makefile", "pyproject.toml", ".streamlit", ".ci", ".gitignore",
    ".gitattributes", ".pre-commit-config.yaml", "package.json", "package-lock.json",
    "tsconfig.json", "eslint.config.js",
}  # fmt: skip
MAX_LINES = 300


def room_of(path):
    return next((room for room in MAY_IMPORT if path.as_posix().startswith(room)), None)


def imports_of(path, *, top_level_only=False):
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    nodes = _top_level(tree) if top_level_only else ast.walk(tree)
    names = []
    for node in nodes:
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def _top_level(tree):
    """Every statement that runs when the module is imported."""
    pending = list(tree.body)
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            is_type_checking = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
            pending += [] if is_type_checking else list(ast.iter_child_nodes(node))


@pytest.mark.parametrize("path", PYTHON_FILES, ids=str)
def test_arrows_run_one_way(path):
    room = room_of(path)
    if room is None:
        return
    allowed = (room.replace("/", "."), *MAY_IMPORT[room])
    for name in imports_of(path):
        if name.split(".")[0] in ("components", "pages", "tests", "benchmarks", "app"):
            assert name.startswith(allowed), f"{path} imports {name}"


def test_every_room_has_a_row_and_every_row_a_room():
    rooms = {
        path.parents[-3].as_posix()
        for path in PYTHON_FILES
        if path.parts[0] == "components" and len(path.parts) > 2
    }
    sections = {
        path.parents[-4].as_posix()
        for path in PYTHON_FILES
        if path.as_posix().startswith("components/interface/") and len(path.parts) > 3
    }
    assert {row for row in MAY_IMPORT if row.startswith("components")} == rooms | sections


def test_types_are_checked_everywhere_but_in_tests_themselves():
    checked = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mypy"]["files"]
    helpers = {
        path.as_posix()
        for path in PYTHON_FILES
        if path.parts[0] == "tests" and not path.name.startswith(("test_", "conftest"))
    }
    assert {"app.py", "components", "pages", "benchmarks"} | helpers <= set(checked)


def annotations_of(path):
    """Every annotation of a file's functions and variables, as it is written."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    for node in ast.walk(tree):
        for name in ("annotation", "returns"):
            if (found := getattr(node, name, None)) is not None:
                yield node, ast.unparse(found)


@pytest.mark.parametrize(
    "path", [p for p in PYTHON_FILES if p.parts[0] in ("pages", "app.py")], ids=str
)
def test_a_page_knows_the_type_of_everything(path):
    assert not [text for _, text in annotations_of(path) if re.search(r"\bAny\b", text)]
    assert "cast(" not in (ROOT / path).read_text("utf-8")


@pytest.mark.parametrize(
    ("path", "name", "result"),
    [
        ("components/service/asking.py", "ask", "R"),
        ("components/service/asking.py", "send", "Pending[R]"),
        ("components/interface/frame/runtime.py", "ask", "R"),
        ("components/interface/shared/answering.py", "show_answer", "R | None"),
    ],
)
def test_asking_returns_what_the_request_declares(path, name, result):
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    (function,) = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == name]
    asked = {a.arg: ast.unparse(a.annotation) for a in function.args.args}
    assert (asked["request"], ast.unparse(function.returns)) == ("Request[R]", result)


@pytest.mark.parametrize("path", INTERFACE_FILES, ids=str)
def test_no_result_reaches_the_interface_without_a_type(path):
    """What is called `result`, `request` or `answer` is a record, never anything at all."""
    for node, text in annotations_of(path):
        if isinstance(node, ast.arg) and node.arg in ("result", "request", "answer"):
            assert text not in ("Any", "object"), f"{path}: {node.arg}"


def test_every_request_declares_its_result():
    """The record that answers a request stands in its base: `Request["SentimentResult"]`."""
    for path in (p for p in PYTHON_FILES if p.as_posix().startswith("components/records/")):
        tree = ast.parse((ROOT / path).read_text("utf-8"))
        names = {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
        for node in (n for n in tree.body if isinstance(n, ast.ClassDef)):
            if node.name.endswith("Request") and node.name != "Request":
                (base,) = node.bases
                assert base.value.id == "Request", node.name
                assert base.slice.value in names, node.name


@pytest.mark.parametrize("path", PYTHON_FILES, ids=str)
def test_streamlit_stays_in_its_homes(path):
    name = path.as_posix()
    if name.startswith("tests") or (
        name.startswith(STREAMLIT_HOMES) and not name.startswith(NO_STREAMLIT)
    ):
        return
    assert not [i for i in imports_of(path) if i.split(".")[0] == "streamlit"]


@pytest.mark.parametrize("path", PYTHON_FILES, ids=str)
def test_heavy_packages_are_imported_inside_loaders(path):
    if path.as_posix().startswith(MAY_IMPORT_TORCH_AT_ONCE):
        return
    assert not [i for i in imports_of(path, top_level_only=True) if i.split(".")[0] in HEAVY]


@pytest.mark.parametrize("path", PYTHON_FILES, ids=str)
def test_files_are_short(path):
    assert len((ROOT / path).read_text("utf-8").splitlines()) <= MAX_LINES


def test_page_scripts_lie_in_sections_and_their_stems_are_unique():
    scripts = [p for p in PYTHON_FILES if p.parts[0] == "pages" and p.name != "__init__.py"]
    assert all(len(p.parts) == 3 for p in scripts), "a script directly in pages/ loses the frame"
    assert len({p.stem for p in scripts}) == len(scripts)


def test_every_task_shares_its_stem():
    records = {p.stem for p in PYTHON_FILES if p.as_posix().startswith("components/records/")}
    for page in ("sentiment", "question_answering", "text_generation", "attention"):
        assert page in records
        assert Path(f"components/engine/inference/{page}.py") in PYTHON_FILES


def test_the_top_level_holds_nothing_else():
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert {name.split("/")[0] for name in listed} <= TOP_LEVEL


def test_the_frame_imports_no_torch():
    """First paint waits for what app.py imports; torch alone would add seconds."""
    code = (
        "import sys; import components.interface.frame.runtime; "
        "import components.interface.shared.answering; "
        f"sys.exit(' '.join(sorted({HEAVY!r} & set(sys.modules))) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", PYTHON_FILES, ids=str)
def test_nothing_unsafe_is_called(path):
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword):
            assert node.arg not in ("unsafe_allow_html", "trust_remote_code") or not _is_true(
                node.value
            )
        if isinstance(node, ast.Import):
            assert "pickle" not in [alias.name for alias in node.names]
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            assert (node.value.id, node.attr) != ("torch", "load")


def _is_true(node):
    return isinstance(node, ast.Constant) and node.value is True
