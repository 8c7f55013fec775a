"""The models of the catalog, with what is loaded and where."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from components.interface.browser.component import load_component
from components.interface.frame.i18n import Translator
from components.interface.frame.menu import MENU, SCRIPTS
from components.records.model import ModelCard
from components.records.service import Health

_model_table = load_component(Path(__file__))

_COLUMNS = ("model", "task", "languages", "size", "state", "device")


def show_model_table(t: Translator, rows: Sequence[dict[str, str]], key: str) -> None:
    """Show the rows that `describe_model` gives.

    Args:
        rows: One per model.
    """
    columns = {name: t(f"home.column_{name}") for name in _COLUMNS}
    show_table(columns, rows, t("home.models_title"), key)


def show_table(
    columns: Mapping[str, str],
    rows: Sequence[Mapping[str, str]],
    label: str,
    key: str,
    *,
    has_long_titles: bool = False,
) -> None:
    """Show rows in the look of the models' table; on a phone each row becomes a block.

    Args:
        columns: Column → title; the first one heads the rows.
        rows: Column → text; `<column>_more` is a smaller line under it, `<column>_tone` the state
            that a dot before it shows.
        label: What the table is, for screen readers.
        has_long_titles: On a phone, where a title stands before each value, leave it more room.
    """
    heads = [
        {"id": name, "title": title, "is_heading": number == 0}
        for number, (name, title) in enumerate(columns.items())
    ]
    data = {
        "columns": heads,
        "rows": [dict(row) for row in rows],
        "label": label,
        "className": "long-titles" if has_long_titles else "",
    }
    _model_table(key=key, data=data)


def describe_model(
    t: Translator, card: ModelCard, health: Health | None, unusable: str | None
) -> dict[str, str]:
    """Make one row of the table.

    Args:
        card: What the catalog says of the model.
        health: State of its engine; None before its first use.
        unusable: Why it cannot be used now, in one line; None if it can.

    Returns:
        Column → text, `<column>_more` → a smaller line under it, and `tone`, the state's id.
    """
    join = t("common.separator").join
    tone = "unavailable" if unusable else health.state if health else "idle"
    return {
        "model": card.name,
        "model_more": t(
            "home.model_facts", parameters=f"{card.parameters / 1e6:,.0f}", licence=card.licence
        ),
        "task": join(_name_tasks(t, card)),
        "languages": join(t(f"language.{code}") for code in card.languages),
        "size": f"{card.size_mb:,} MB",
        "tone": tone,
        "state": t("common.unavailable") if unusable else t(f"state.{tone}"),
        "state_more": unusable or "",
        "device": t(f"device.{health.device}") if health and health.device else "–",
    }


def _name_tasks(t: Translator, card: ModelCard) -> list[str]:
    """Name the pages that offer a model; the lab's together, and none that serves other pages."""
    names = [
        t("menu.lab") if task in MENU["lab"] else t(f"{task}.nav")
        for task in card.tasks
        if task in SCRIPTS
    ]
    return list(dict.fromkeys(names))
