"""Catalogs, themes and settings, parametrised over the folders: a new file needs no new test."""

import re
import string
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from components.interface.charts.theme import chart_theme
from components.interface.frame.i18n import FOLDER, Translator, closest_language, load_catalogs
from components.records.model import FetchReason, HubReason, Stage
from components.records.service import State

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = sorted(path.name for path in FOLDER.iterdir())
CONFIG = tomllib.loads((ROOT / ".streamlit/config.toml").read_text("utf-8"))
SOURCES = [path for folder in ("pages", "components") for path in (ROOT / folder).rglob("*.py")] + [
    ROOT / "app.py"
]


def placeholders(message):
    return sorted(field for _, field, _, _ in string.Formatter().parse(message) if field)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_catalog_has_the_same_messages(language):
    assert load_catalogs()[language].keys() == load_catalogs()["en"].keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_have_the_same_placeholders(language):
    for key, message in load_catalogs()[language].items():
        assert placeholders(message) == placeholders(load_catalogs()["en"][key]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_empty(language):
    assert [key for key, message in load_catalogs()[language].items() if not message.strip()] == []


def test_chinese_messages_are_written_in_chinese():
    """No message is left in English by oversight; texts for models that read English are meant."""
    english = load_catalogs()["en"]
    same = [
        key
        for key, message in load_catalogs()["zh"].items()
        if message == english[key]
        and re.search(r"[a-z]{3,} [a-z]{3,}", message)
        and not re.search(r"\.(example|text_)", key)
    ]
    assert same == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_messages_asked_for_by_name_exist(path):
    asked = re.findall(r"""\bt\(\s*"([a-z_]+(?:\.[a-z_0-9]+)+)\"""", path.read_text("utf-8"))
    assert [key for key in asked if key not in load_catalogs()["en"]] == []


def test_a_percent_sign_follows_its_number_without_a_blank():
    """In both languages, in content, and in what the code writes (`7 % 3` is arithmetic)."""
    written = re.compile(r"(?<=[\d}*])[ \u00a0\u202f]%(?!\s*\d|\{|s\b)")
    paths = [
        *SOURCES,
        *(path for path in (ROOT / "assets").rglob("*") if path.suffix in {".toml", ".yaml"}),
        ROOT / "README.md",
    ]
    assert [path.name for path in paths if written.search(path.read_text("utf-8"))] == []


def test_every_refusal_in_the_code_has_a_message():
    keys = set()
    for path in SOURCES:
        keys |= set(re.findall(r"""Refusal\(\s*"([a-z_]+)\"""", path.read_text("utf-8")))
    assert keys
    missing = [key for key in sorted(keys) if f"refusal.{key}" not in load_catalogs()["en"]]
    assert missing == []


@pytest.mark.parametrize(
    ("prefix", "literal"),
    [("reason", FetchReason), ("hub", HubReason), ("stage", Stage), ("state", State)],
)
def test_every_reason_and_state_has_a_message(prefix, literal):
    assert [v for v in get_args(literal) if f"{prefix}.{v}" not in load_catalogs()["en"]] == []


def test_a_locale_finds_its_catalog():
    assert closest_language("zh-TW") == "zh"
    assert closest_language("zh_CN") == "zh"
    assert closest_language("qqx-XX") == closest_language(None) == "en"


def test_a_missing_message_is_an_error_and_not_a_silent_key():
    with pytest.raises(KeyError):
        Translator("zh")("no.such.key")


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_frame_and_the_charts_have_the_same_colours(name):
    frame, chart = CONFIG["theme"][name], chart_theme(name)
    assert frame["primaryColor"] == chart.accent
    assert frame["backgroundColor"] == chart.background == chart.sequential[0]
    assert frame["secondaryBackgroundColor"] == chart.surface
    assert frame["textColor"] == chart.ink
    assert frame["borderColor"] == chart.line


def luminance(color):
    """Relative luminance of WCAG 2.1, 0 to 1."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_colours_can_be_read(name):
    theme = chart_theme(name)
    for surface in (theme.background, theme.surface):
        assert contrast(theme.ink, surface) >= 7
        assert contrast(theme.muted, surface) >= 4.5
        assert contrast(theme.accent, surface) >= 3, "an edge or an icon"
    assert contrast(theme.accent, "#FFFFFF") >= 4, "white letters on a button"
    assert contrast(CONFIG["theme"][name]["linkColor"], theme.background) >= 4.5
    for color in (theme.negative, theme.positive, *theme.categorical[:2]):
        assert contrast(color, theme.background) >= 3
    steps = [luminance(color) for color in theme.sequential]
    assert steps == sorted(steps, reverse=name == "light"), "lightness runs one way"


def test_the_server_is_shipped_safe():
    assert CONFIG["client"]["showErrorDetails"] == "none"
    assert CONFIG["client"]["toolbarMode"] == "viewer"
    assert CONFIG["server"]["maxUploadSize"] == 20
    assert CONFIG["server"]["maxMessageSize"] == 50
    assert CONFIG["server"]["enableXsrfProtection"] is True
    assert CONFIG["server"]["enableCORS"] is True
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["logger"]["enableRich"] is False, "it would print what an exception quotes"


def test_nothing_shipped_names_a_path_of_a_machine():
    forbidden = re.compile(r"(?<![\w.])/(?:root|home|tmp|work|Users)/\w")
    found = [
        path.relative_to(ROOT).as_posix()
        for folder in ("pages", "components", "benchmarks", "assets")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".toml", ".md", ".js", ".json"}
        and forbidden.search(path.read_text("utf-8"))
    ]
    assert found == []
