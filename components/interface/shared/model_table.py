"""The models of the catalog, with what is loaded and where."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st

from components.interface.frame.i18n import Translator
from components.interface.frame.menu import MENU, SCRIPTS
from components.records.model import ModelCard
from components.records.service import Health

_CSS = """
.frame { overflow-x: auto; }
.frame th:first-child {
  position: sticky; inset-inline-start: 0; background: var(--st-background-color);
}
table {
  width: 100%; border-collapse: collapse; font-family: var(--st-font);
  font-size: 0.9375rem; color: var(--st-text-color); font-variant-numeric: tabular-nums;
}
th, td {
  text-align: start; vertical-align: baseline; font-weight: 400;
  padding: 0.65rem 1.25rem 0.65rem 0; border-bottom: 1px solid var(--st-border-color);
}
th:last-child, td:last-child { padding-inline-end: 0; }
thead th {
  font-size: 0.8125rem; padding-block: 0 0.4rem; white-space: nowrap;
  color: color-mix(in srgb, var(--st-text-color) 68%, transparent);
}
tbody th .value { font-weight: 600; }
.size { text-align: end; white-space: nowrap; }
.more {
  display: block; font-size: 0.8125rem;
  color: color-mix(in srgb, var(--st-text-color) 68%, transparent);
}
.dot {
  display: inline-block; width: 0.5rem; height: 0.5rem; margin-inline-end: 0.5rem;
  border: 1.5px solid color-mix(in srgb, var(--st-text-color) 55%, transparent);
  border-radius: 50%; box-sizing: border-box;
}
.dot.ready { background: var(--st-text-color); border-color: var(--st-text-color); }
.dot.starting {
  background: linear-gradient(90deg, var(--st-text-color) 50%, transparent 50%);
  border-color: var(--st-text-color);
}
tr.unavailable .value, tr.unavailable .more {
  color: color-mix(in srgb, var(--st-text-color) 60%, transparent);
}
.dot.unavailable, .dot.failed { border-style: dashed; }
@media (max-width: 640px) {
  thead { display: none; }
  .frame th:first-child { position: static; }
  table, tbody, tr, th, td { display: block; width: 100%; }
  tr { padding: 0.75rem 0; border-bottom: 1px solid var(--st-border-color); }
  th, td { border: 0; padding: 0.1rem 0; text-align: start; }
  .size { text-align: start; }
  td { display: flex; flex-wrap: wrap; align-items: baseline; }
  td::before {
    content: attr(data-column); flex: 0 0 6.5rem; font-size: 0.8125rem;
    color: color-mix(in srgb, var(--st-text-color) 68%, transparent);
  }
  td .value { flex: 1 1 0; min-width: 0; }
  .dot { flex: none; }
  td .more { flex: 1 0 100%; padding-inline-start: 6.5rem; box-sizing: border-box; }
  table.long-titles td::before { flex-basis: 60%; }
}
"""
_model_table = st.components.v2.component(
    "model_table",
    html="""
<div class="frame"><table><thead></thead><tbody></tbody></table></div>
""",
    css=_CSS,
    js=Path(__file__).with_suffix(".js").read_text("utf-8"),
)

_COLUMNS = ("model", "task", "languages", "size", "state", "device")


def show_model_table(t: Translator, rows: Sequence[dict[str, str]], key: str) -> None:
    """Show the rows that `describe_model` gives.

    Args:
        t: Translator.
        rows: One a model.
        key: Of the widget.
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
        key: Of the widget.
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
        t: Translator.
        card: What the catalog says of the model.
        health: State of its engine; None where nobody has asked for it yet.
        unusable: Why it cannot be used now, in one line; None where it can.

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
