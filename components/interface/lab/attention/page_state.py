"""What a visitor has chosen on the attention page: every key of the session, named once."""

from collections.abc import Sequence
from typing import get_args

import streamlit as st

from components.interface.frame.permalink import Setting, Value, build_link
from components.interface.frame.session import is_arrival
from components.interface.frame.session_field import SessionField, setting_of
from components.interface.lab.attention.canvas.attention_canvas import Mode
from components.interface.lab.shared.lab_input import carried_head
from components.interface.shared.frame import restore_from_link
from components.interface.shared.model_picker import model_setting
from components.records.attention import (
    MAX_ATTENTION_TOKENS,
    MAX_CHOSEN,
    AttentionRequest,
    AttentionResult,
    HeadPlace,
    Pool,
    Scope,
    Unit,
)
from components.records.attention_view import AttentionView, Direction, take_view

PAGE = "attention"
FIRST_HEAD = (3, 1)
"""Layer and head, from 0, at which MiniLM looks from *it* at *the animal* in the first example."""
MOST_PICKED = 64
SCOPES: tuple[Scope, ...] = get_args(Scope)
POOLS: tuple[Pool, ...] = get_args(Pool)
MODES: tuple[Mode, ...] = get_args(Mode)
UNITS: tuple[Unit, ...] = get_args(Unit)
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)

TokenId = tuple[int, int, int]
"""A token's id, start and end."""


def number_of(place: HeadPlace) -> int:
    """Write a head as one number for links: layer 4, head 2 is 402; both count from 1.

    Example:
        >>> number_of((3, 1)), place_of(402)
        (402, (3, 1))
    """
    return 100 * (place[0] + 1) + place[1] + 1


def place_of(number: int) -> HeadPlace:
    """Read what `number_of` wrote."""
    return number // 100 - 1, number % 100 - 1


class AttentionPageState:
    """The choices of one visitor; they live in the session, an instance holds nothing."""

    layer = SessionField(f"{PAGE}.layer", FIRST_HEAD[0] + 1)
    """The single head's layer as people count, from 1, which is how the widget shows it."""
    head = SessionField(f"{PAGE}.head", FIRST_HEAD[1] + 1)
    """The single head in its layer, from 1."""
    scope = SessionField[Scope](f"{PAGE}.scope", SCOPES[0])
    pool = SessionField[Pool](f"{PAGE}.pool", POOLS[0])
    chosen = SessionField[tuple[int, ...]](f"{PAGE}.chosen", ())
    """Heads that were chosen one by one, as `number_of` writes them."""
    mode = SessionField[Mode](f"{PAGE}.mode", MODES[0])
    unit = SessionField[Unit](f"{PAGE}.unit", UNITS[0])
    direction = SessionField[Direction](f"{PAGE}.direction", DIRECTIONS[0])
    hide_special = SessionField(f"{PAGE}.hide_special", False)
    rescale = SessionField(f"{PAGE}.rescale", False)
    queries = SessionField[Sequence[int]](f"{PAGE}.queries", ())
    """Places of the tokens that were chosen as queries, from 0."""
    keys = SessionField[Sequence[int]](f"{PAGE}.keys", ())
    """Places of the tokens that were chosen as keys, from 0."""
    max_tokens = SessionField(f"{PAGE}.max_tokens", MAX_ATTENTION_TOKENS)
    picked_of = SessionField[tuple[TokenId, ...] | None](f"{PAGE}.picked_of", None)
    """The tokens that the chosen places belong to; None before there are any."""

    def set_up(self) -> None:
        """Take settings from a link, the head from the last page of the lab, or the defaults."""
        has_link = bool(set(st.query_params) - {"lang"})
        if has_link:
            # The next text keeps the tokens that the link has brought.
            AttentionPageState.picked_of.forget()
        restore_from_link(PAGE, SETTINGS)
        for setting in SETTINGS[1:]:
            st.session_state.setdefault(f"{PAGE}.{setting.name}", setting.default)
        if is_arrival() and not has_link:
            self.set_head(*carried_head(FIRST_HEAD))

    def request(self, first: str, second: str) -> AttentionRequest:
        """Return what is asked about a text, or about a pair where the second is not empty."""
        return AttentionRequest(
            first,
            layer=self.layer - 1,
            head=self.head - 1,
            max_tokens=self.max_tokens,
            unit=self.unit,
            second=second,
            scope=self.scope,
            pool=self.pool,
            chosen=self.chosen_heads() if self.is_one_by_one else (),
        )

    def link_values(self) -> dict[str, Value]:
        """Return every setting's value as links carry it."""
        values = {s.name: st.session_state[f"{PAGE}.{s.name}"] for s in SETTINGS}
        return {
            n: tuple(value) if isinstance(value, list) else value for n, value in values.items()
        }

    def link(self, text: str) -> str:
        """Return the link that brings all of this back, with the text where it is short enough."""
        return build_link(st.context.url or "", SETTINGS, self.link_values(), text)

    @property
    def is_one_by_one(self) -> bool:
        """True if heads are chosen one by one rather than by layer or model."""
        return self.scope in ("chosen", "difference")

    @property
    def max_chosen(self) -> int:
        """How many heads can be chosen one by one."""
        return 2 if self.scope == "difference" else MAX_CHOSEN

    def chosen_heads(self) -> tuple[HeadPlace, ...]:
        """Return the heads that were chosen one by one; the single head where none was."""
        return tuple(map(place_of, self.chosen)) or ((self.layer - 1, self.head - 1),)

    def set_head(self, layer: int, head: int) -> None:
        """Set the single head; both indices count from 0."""
        self.layer, self.head = layer + 1, head + 1

    def choose_head(self, layer: int, head: int) -> None:
        """Take what was clicked: the head, or one more or one fewer of several."""
        if self.is_one_by_one:
            heads = list(self.chosen_heads())
            if (layer, head) in heads and len(heads) > 1:
                heads.remove((layer, head))
            elif (layer, head) not in heads:
                heads = [*heads[-self.max_chosen + 1 :], (layer, head)]
            self.chosen = tuple(map(number_of, heads))
        elif self.scope == "model":
            self.scope = "head"
        self.set_head(layer, head)

    def settle(self, result: AttentionResult) -> None:
        """Keep of the choices what an answer has: its head, and tokens of its own text.

        At first the query is a pronoun, where there is one, and no key is chosen.
        """
        self.set_head(result.layer, result.head)
        tokens = tuple((token.id, token.start, token.end) for token in result.tokens)
        if self.picked_of not in (None, tokens):
            self.queries = self.keys = ()
        is_new = self.picked_of != tokens
        self.picked_of = tokens
        self.queries, self.keys = (
            [place for place in places or () if 0 <= place < len(tokens)][:MOST_PICKED]
            for places in (self.queries, self.keys)
        )
        if is_new and not self.queries and not self.keys:
            self.queries = [result.default_query()]

    def pick_tokens(self, query: int | None, key: int | None) -> None:
        """Take a click on the canvas: a cell replaces the choice, a token is added or removed."""
        if query is not None and key is not None:
            self.queries, self.keys = [query], [key]
        elif query is not None:
            self.queries = _toggle(self.queries, query)
        elif key is not None:
            self.keys = _toggle(self.keys, key)

    def view_of(self, result: AttentionResult) -> AttentionView:
        """Return the rows and columns of an answer that are left by the filters."""
        return take_view(
            result,
            hide_special=self.hide_special,
            direction=self.direction,
            rescale=self.rescale,
        )


def _toggle(places: Sequence[int], place: int) -> list[int]:
    if place in places:
        return [one for one in places if one != place]
    return [*places, place][-MOST_PICKED:]


SETTINGS = [
    model_setting(PAGE),
    setting_of(AttentionPageState.layer, 1, 128),
    setting_of(AttentionPageState.head, 1, 128),
    setting_of(AttentionPageState.scope, options=SCOPES),
    setting_of(AttentionPageState.pool, options=POOLS),
    setting_of(AttentionPageState.chosen, 101, 12_899),
    setting_of(AttentionPageState.mode, options=MODES),
    setting_of(AttentionPageState.unit, options=UNITS),
    setting_of(AttentionPageState.direction, options=DIRECTIONS),
    setting_of(AttentionPageState.hide_special),
    setting_of(AttentionPageState.rescale),
    Setting(AttentionPageState.queries.name, (), 0, MAX_ATTENTION_TOKENS - 1),
    Setting(AttentionPageState.keys.name, (), 0, MAX_ATTENTION_TOKENS - 1),
    setting_of(AttentionPageState.max_tokens, 8, MAX_ATTENTION_TOKENS),
]
"""What a link carries of the page."""
