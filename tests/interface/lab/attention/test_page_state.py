"""What clicks make of the choices on the attention page."""

import pytest
import streamlit as st

from components.interface.lab.attention.page_state import FIRST_HEAD, AttentionPageState
from components.records.attention import MAX_CHOSEN
from tests.attention_results import make_result


@pytest.fixture
def state(monkeypatch):
    monkeypatch.setattr(st, "session_state", {})
    return AttentionPageState()


def test_defaults_hold_until_something_is_set_and_widgets_share_the_key(state):
    assert state.chosen_heads() == (FIRST_HEAD,)
    st.session_state[AttentionPageState.layer.key] = 6
    assert state.chosen_heads() == ((5, FIRST_HEAD[1]),)
    assert st.session_state == {"attention.layer": 6}


def test_one_by_one_a_click_adds_a_head_and_removes_it_but_not_the_last(state):
    state.scope = "chosen"
    state.choose_head(0, 2)
    assert state.chosen_heads() == (FIRST_HEAD, (0, 2))
    assert state.request("a", "").chosen == (FIRST_HEAD, (0, 2))
    state.choose_head(*FIRST_HEAD)
    state.choose_head(0, 2)
    assert state.chosen_heads() == ((0, 2),)


@pytest.mark.parametrize(("scope", "most"), [("difference", 2), ("chosen", MAX_CHOSEN)])
def test_the_oldest_head_makes_room(state, scope, most):
    state.scope = scope
    for head in range(most + 1):
        state.choose_head(1, head)
    assert state.chosen_heads() == tuple((1, head) for head in range(1, most + 1))


def test_a_click_where_all_heads_are_pooled_shows_that_head(state):
    state.scope = "model"
    state.choose_head(2, 4)
    request = state.request("a", "b")
    assert (request.scope, request.layer, request.head) == ("head", 2, 4)
    assert request.chosen == ()


def test_a_cell_replaces_the_tokens_and_a_token_is_added_or_removed(state):
    state.pick_tokens(3, 1)
    assert (state.queries, state.keys) == ([3], [1])
    state.pick_tokens(5, None)
    state.pick_tokens(None, 1)
    assert (state.queries, state.keys) == ([3, 5], [])
    state.pick_tokens(3, None)
    assert state.queries == [5]


def test_tokens_of_a_link_outlast_the_first_answer_and_not_another_text(state):
    state.queries, state.keys = (1, 7), (0,)
    state.settle(make_result(["a", "b"]))
    assert (state.queries, state.keys) == ([1], [0])
    state.settle(make_result(["a", "b", "c"]))
    assert (state.queries, state.keys) == ([make_result(["a", "b", "c"]).default_query()], [])
