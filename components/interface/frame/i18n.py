"""Message catalogs and the translator of one language."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from components.records.assets import ASSETS

FOLDER = ASSETS / "locales"
DEFAULT_LANGUAGE = "en"


@cache
def load_catalogs() -> dict[str, dict[str, str]]:
    """Read every catalog under `assets/locales/`: one folder per language, one file per page.

    Returns:
        Language code → message key, such as `sentiment.title`, → message.

    Raises:
        ValueError: Two files of a language hold the same key.
    """
    return {folder.name: _load_catalog(folder) for folder in sorted(FOLDER.iterdir())}


def _load_catalog(folder: Path) -> dict[str, str]:
    catalog: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")):
        messages = dict(_flatten(tomllib.loads(path.read_text("utf-8"))))
        if twice := messages.keys() & catalog.keys():
            raise ValueError(f"{path.name} holds messages of another file: {sorted(twice)}")
        catalog |= messages
    return catalog


def _flatten(table: dict[str, object], prefix: str = "") -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            rows += _flatten(value, f"{prefix}{key}.")
        else:
            rows.append((prefix + key, str(value)))
    return rows


@dataclass(frozen=True)
class Translator:
    """Messages of one language; called with a key, it returns the message.

    Attributes:
        language: ISO 639-1 code with a catalog.
    """

    language: str

    def __call__(self, key: str, **values: str | int | float) -> str:
        """Return a message.

        Args:
            key: Key in the catalogs.
            **values: What its placeholders stand for.

        Returns:
            The message; in English if this language does not have it.

        Raises:
            KeyError: When no catalog has the key.
        """
        catalogs = load_catalogs()
        message = catalogs[self.language].get(key)
        if message is None:
            message = catalogs[DEFAULT_LANGUAGE][key]
        return message.format(**values) if values else message

    def pick(self, texts: dict[str, str]) -> str:
        """Choose this language's text of a record that carries several, else the English one."""
        return texts.get(self.language) or texts[DEFAULT_LANGUAGE]

    def items(self, prefix: str) -> list[str]:
        """Return the messages `prefix.1`, `prefix.2` … as far as they go."""
        catalog = load_catalogs()[self.language]
        found: list[str] = []
        while (key := f"{prefix}.{len(found) + 1}") in catalog:
            found.append(catalog[key])
        return found


def closest_language(locale: str | None) -> str:
    """Choose the catalog for a browser's locale, such as `zh-TW`; English where there is none."""
    code = (locale or "").replace("_", "-").split("-")[0].lower()
    return code if code in load_catalogs() else DEFAULT_LANGUAGE
