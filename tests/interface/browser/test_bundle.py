"""Modules become one script in the order of their imports, or a sentence says why they do not."""

from pathlib import Path

import pytest

from components.interface.browser.bundle import bundle

COMPONENTS = Path(__file__).resolve().parents[3] / "components"
ENTRIES = sorted(
    path for path in COMPONENTS.rglob("*.js") if "\nexport default " in path.read_text("utf-8")
)
ENTRY = "export default function show() {}\n"


@pytest.fixture
def write(tmp_path):
    """Write files; give the path of `entry.js`."""

    def write_(**files):
        for name, text in files.items():
            path = tmp_path / f"{name.replace('__', '/')}.js"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
        return tmp_path / "entry.js"

    return write_


def test_a_module_stands_once_and_before_those_that_need_it(write):
    entry = write(
        entry='import { two } from "./two.js";\nimport { one } from "./one.js";\n' + ENTRY,
        two='import { one } from "./one.js";\nexport const two = 2 * one;\n',
        one="export const one = 1;\n",
    )
    assert bundle(entry) == (
        f"// one.js\nconst one = 1;\n\n// two.js\nconst two = 2 * one;\n\n// entry.js\n{ENTRY}"
    )


def test_imports_may_take_several_lines_and_lead_to_other_folders(write):
    entry = write(
        entry='import {\n  one,\n  two,\n} from "./inner/both.js";\n' + ENTRY,
        inner__both='import { two } from "../two.js";\nexport function one() {}\n'
        "export async function more() {}\nexport class Thing {}\nexport let now = 0;\n",
        two="export const two = 2;\n",
    )
    with pytest.raises(ValueError, match=r"entry.js: both.js exports no two"):
        bundle(entry)
    write(inner__both="export function one() {}\nexport const two = 2;\n")
    assert "import" not in bundle(entry)


def test_words_within_a_module_stay(write):
    text = '// import { a } from "./a.js";\nconst text = "export";\n' + ENTRY
    assert bundle(write(entry=text)) == f"// entry.js\n{text}"


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        (
            {"one": "const half = 1;\nexport const one = half;\n"},
            "one.js and entry.js both",
        ),
        ({"one": "const one = 1;\n"}, "one.js exports no one"),
        ({"one": "export const onely = 1;\n"}, "one.js exports no one"),
        ({}, "entry.js finds no one.js"),
        (
            {"one": 'import { two } from "./two.js";\nexport const one = two;\n'}
            | {"two": 'import { one } from "./one.js";\nexport const two = one;\n'},
            "one.js imports itself by way of two.js",
        ),
        ({"one": "export const one = 1;\nexport default one;\n"}, "no other module"),
        ({"one": "export const one = 1;\nexport { one as two };\n"}, "does not read: export {"),
        ({"one": "export const one = 1;\nexport * from './two.js';\n"}, "does not read: export *"),
        ({"one": "export const one = 1;\nconst [a, b] = [1, 2];\n"}, r"does not read: const \["),
        ({"one": 'import two from "./two.js";\nexport const one = 1;\n'}, "does not read: import"),
        ({"one": 'import "./two.js";\nexport const one = 1;\n'}, "does not read: import"),
        ({"one": 'import { x } from "far";\nexport const one = 1;\n'}, "does not read: import"),
    ],
    ids=str,
)
def test_what_cannot_become_one_script_is_refused(write, files, reason):
    entry = write(
        entry=f'import {{ one }} from "./one.js";\nconst half = one / 2;\n{ENTRY}', **files
    )
    with pytest.raises(ValueError, match=reason):
        bundle(entry)


def test_an_entry_without_a_default_export_is_refused(write):
    with pytest.raises(ValueError, match="the entry, and no other module"):
        bundle(write(entry="export const one = 1;\n"))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda path: path.stem)
def test_every_component_becomes_one_script(entry):
    script = bundle(entry)
    assert script.count("\nexport ") == 1
    assert "\nimport " not in script
