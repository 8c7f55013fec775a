"""One value of the visitor's session, named once and typed; a page's state is made of these."""

from collections.abc import Sequence
from typing import Generic, TypeVar, overload

import streamlit as st

from components.interface.frame.permalink import Setting, Value

Held = TypeVar("Held")
Linked = TypeVar("Linked", bound=Value)


class SessionField(Generic[Held]):
    """A value of the session as an attribute of a page's state.

    An instance of the state reads and writes the value; the class has the field itself, whose `key`
    is also the key of the widget that shows the value.

    Attributes:
        key: `<page>.<field>`.
        default: The value before one is set; never changed in place.
    """

    def __init__(self, key: str, default: Held) -> None:
        self.key, self.default = key, default

    @property
    def name(self) -> str:
        """The key's last part, by which links and messages call the field."""
        return self.key.rpartition(".")[2]

    @overload
    def __get__(self, state: None, owner: type) -> "SessionField[Held]": ...
    @overload
    def __get__(self, state: object, owner: type) -> Held: ...
    def __get__(self, state: object | None, owner: type) -> "SessionField[Held] | Held":
        """Return the field on the class, and the session's value on an instance."""
        if state is None:
            return self
        value: Held = st.session_state.get(self.key, self.default)
        return value

    def __set__(self, state: object, value: Held) -> None:
        """Set the session's value; of a widget's key, only before the widget is drawn."""
        st.session_state[self.key] = value

    def set_default(self) -> None:
        """Set the default where nothing is set, for a widget that has none of its own."""
        st.session_state.setdefault(self.key, self.default)

    def forget(self) -> None:
        """Drop the value, so that the default holds again."""
        st.session_state.pop(self.key, None)


def setting_of(
    field: SessionField[Linked],
    low: float = 0,
    high: float = 0,
    options: Sequence[str] | None = None,
) -> Setting:
    """Return the setting by which a link carries a field; the arguments are those of `Setting`.

    Example:
        >>> setting_of(SessionField("attention.layer", 4), 1, 128).name
        'layer'
    """
    return Setting(field.name, field.default, low, high, options)
