"""Joins a script and the modules that it imports into one, since a component takes one script."""

import re
from pathlib import Path

_IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.{1,2}/[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const|let)\b)", re.MULTILINE)
_DECLARED = re.compile(
    r"^(?:export )?(?:default )?(?:async )?(?:function\*?|class|const|let|var)\s+([\w$]+)",
    re.MULTILINE,
)
_NOT_READ = re.compile(
    r"^(?:import\b|export\b(?! default )|(?:const|let|var)\s*[\[{]).*", re.MULTILINE
)


def bundle(entry: Path) -> str:
    """Join a script and all that it imports, each module once and before those that need it.

    What is read is the plain part of the language, with all of a module's own names at the start
    of a line: `import { name } from "./file.js";`, `export` before a function, class or constant,
    and one `export default`, in the entry alone.

    Args:
        entry: The script with the default export.

    Returns:
        One module without imports; its only export is the default one.

    Raises:
        ValueError: A module is missing or part of a circle, imports what the other does not export,
            has a name that another module has, too, or is written in a way that is not read here.
    """
    modules: dict[Path, str] = {}
    _collect(entry.resolve(), modules, ())
    _refuse_clashes(modules)
    for path, text in modules.items():
        is_default = re.search(r"^export default ", text, re.MULTILINE) is not None
        if is_default != (path == entry.resolve()):
            raise ValueError(f"{path.name}: the entry, and no other module, has a default export")
    return "\n".join(f"// {path.name}\n{_strip(text)}" for path, text in modules.items())


def _collect(path: Path, modules: dict[Path, str], importers: tuple[Path, ...]) -> None:
    """Add a module behind those that it imports."""
    if path in modules:
        return
    if path in importers:
        raise ValueError(f"{path.name} imports itself by way of {importers[-1].name}")
    if not path.is_file():
        raise ValueError(f"{importers[-1].name if importers else path} finds no {path.name}")
    text = path.read_text("utf-8")
    for names, target in _IMPORT.findall(text):
        imported = (path.parent / target).resolve()
        _collect(imported, modules, (*importers, path))
        missing = _split(names) - _exports(modules[imported])
        if missing:
            raise ValueError(
                f"{path.name}: {imported.name} exports no {', '.join(sorted(missing))}"
            )
    modules[path] = text


def _split(names: str) -> set[str]:
    return {name.strip() for name in names.split(",") if name.strip()}


def _exports(text: str) -> set[str]:
    """Name what `_strip` makes visible to other modules."""
    lines = (text[match.end() :].split("\n", 1)[0] for match in _EXPORT.finditer(text))
    return {match.group(1) for line in lines if (match := _DECLARED.match(line))}


def _refuse_clashes(modules: dict[Path, str]) -> None:
    homes: dict[str, Path] = {}
    for path, text in modules.items():
        for name in _DECLARED.findall(text):
            home = homes.setdefault(name, path)
            if home != path:
                raise ValueError(f"{home.name} and {path.name} both declare {name}")


def _strip(text: str) -> str:
    """Take away imports and named exports."""
    bare = _EXPORT.sub("", _IMPORT.sub("", text))
    if match := _NOT_READ.search(bare):
        raise ValueError(f"the bundle does not read: {match.group()}")
    return bare.strip("\n") + "\n"
