"""The recipes of ARCHITECTURE.md on a copy of the tree: a page, a model and a language."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = '''"""Two texts, side by side."""

import streamlit as st

from components.interface.demos.echo.words import write_greeting
from components.interface.frame.session import current_translator
from components.interface.shared.frame import show_heading

t = current_translator()
show_heading(t, "echo")
st.text(write_greeting(t))
'''
WORDS = '''"""What the page says."""

from components.interface.frame.i18n import Translator


def write_greeting(t: Translator) -> str:
    """Return the page's one sentence."""
    return t("echo.greeting")
'''
MESSAGES = '[echo]\nnav = "Echo"\ntitle = "Echo"\nlead = "A new page."\ngreeting = "Hello, {0}."\n'
MODEL = """
[echo-encoder]
name = "Echo encoder"
architecture = "encoder"
family = "bert"
tasks = ["attention"]
licence = "Apache-2.0"
languages = ["en"]
parameters = 1_000_000
size_mb = 4
max_tokens = 512
is_bundled = false
is_chat = false
homepage = "https://example.org/echo"
sources = [{ kind = "hub", repository = "echo/encoder", revision = "%s", files = %s }]

[echo-encoder.card]
en = "A model of a test."
zh = "测试用的模型。"
"""
OPEN_PAGES = """
import json, sys
from streamlit.testing.v1 import AppTest
from components.interface.frame.menu import HOME, SCRIPTS
from components.models.catalog import load_catalog

app = AppTest.from_file("app.py", default_timeout=120)
app.query_params["lang"] = sys.argv[1]
app.run()
shown = {}
for stem, (script, _) in SCRIPTS.items():
    if stem != HOME:
        app.switch_page(script).run()
    kinds = ("title", "caption", "text", "markdown")
    texts = [str(element.value) for kind in kinds for element in app.get(kind)]
    shown[stem] = {"errors": [e.value for e in app.exception], "texts": texts}
print(json.dumps({"shown": shown, "models": list(load_catalog())}))
"""


def copy_tree(target):
    """Copy what git lists; the weights, which nobody changes, are linked."""
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    for name in listed:
        if name.startswith(("tests/", "benchmarks/")) or not (ROOT / name).is_file():
            continue
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        place = os.symlink if name.endswith(".safetensors") else shutil.copyfile
        place(ROOT / name, target / name)


def add_page(tree):
    folder = tree / "components/interface/demos/echo"
    folder.mkdir()
    (folder / "__init__.py").write_text('"""What the page of echoes shows."""\n')
    (folder / "words.py").write_text(WORDS)
    (tree / "pages/demos/echo.py").write_text(PAGE)
    menu = tree / "components/interface/frame/menu.py"
    line = '        "echo": ("pages/demos/echo.py", ":material/hearing:"),\n'
    menu.write_text(menu.read_text().replace('    "demos": {\n', '    "demos": {\n' + line))
    for language, name in (("en", "world"), ("zh", "世界")):
        messages = MESSAGES.replace("{0}", name)
        (tree / f"assets/locales/{language}/echo.toml").write_text(messages, "utf-8")


def add_model(tree):
    files = '{ "config.json" = "", "model.safetensors" = "", "tokenizer.json" = "" }'
    with (tree / "assets/models.toml").open("a", encoding="utf-8") as catalog:
        catalog.write(MODEL % ("0" * 40, files))


def add_language(tree):
    """A folder with the messages, here the English ones under another code and one of its own."""
    locales = tree / "assets/locales"
    shutil.copytree(locales / "en", locales / "fr")
    common = locales / "fr/common.toml"
    common.write_text(common.read_text("utf-8").replace('name = "English"', 'name = "Français"', 1))
    (locales / "fr/echo.toml").write_text(MESSAGES.replace("{0}", "monde"), "utf-8")


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    tree = tmp_path_factory.mktemp("tree")
    copy_tree(tree)
    add_page(tree)
    add_model(tree)
    add_language(tree)
    done = subprocess.run(
        [sys.executable, "-c", OPEN_PAGES, "fr"], cwd=tree, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_every_page_opens_with_a_new_page_model_and_language(opened):
    assert {stem: page["errors"] for stem, page in opened["shown"].items() if page["errors"]} == {}


def test_the_new_page_speaks_the_new_language_and_home_leads_to_it(opened):
    assert "Hello, monde." in opened["shown"]["echo"]["texts"]
    assert "A new page." in opened["shown"]["home"]["texts"]


def test_the_new_model_is_in_the_catalog(opened):
    assert "echo-encoder" in opened["models"]
