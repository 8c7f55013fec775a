"""What the fields of an old-style form show (ECMA-376 part 1, 17.16.5)."""

from typing import Any

from components.text.documents.word.elements import attribute_of, child_of, is_on, name_of


def read_form_field(form: Any) -> str:
    """Return what a check box or a list of a form shows; empty for other fields."""
    box, choices = child_of(form, "w:checkBox"), child_of(form, "w:ddList")
    if box is not None:
        state = child_of(box, "w:checked")
        is_checked = is_on(child_of(box, "w:default") if state is None else state)
        return "☒" if is_checked else "☐"
    if choices is None:
        return ""
    entries = [attribute_of(c, "val") for c in choices if name_of(c) == "w:listEntry"]
    chosen = attribute_of(child_of(choices, "w:result"), "val", "0")
    index = int(chosen) if chosen.isdecimal() else 0
    return entries[index] if index < len(entries) else ""
