"""What a session keeps under what was asked."""

import pytest
from streamlit.testing.v1 import AppTest


def _page():
    """Ask what the test wrote into the session; a question of `?` is refused."""
    import streamlit as st

    from components.interface.frame.session import keep
    from components.records.refusal import Refusal

    asked = st.session_state["asked"]

    def compute():
        st.session_state["computed"] = [*st.session_state.get("computed", []), asked]
        if asked == ("?",):
            raise Refusal("text_empty")
        return None if asked == ("none",) else len(asked)

    try:
        st.session_state["given"] = keep("page.answer", asked, compute)
    except Refusal as refusal:
        st.session_state["given"] = refusal.key


@pytest.fixture
def ask():
    app = AppTest.from_function(_page)

    def ask_(*asked):
        app.session_state["asked"] = asked
        return app.run()

    return ask_


def test_the_same_question_is_computed_once_and_another_one_anew(ask):
    for asked, given in ((("a",), 1), (("a",), 1), (("a", "b"), 2), (("a",), 1)):
        assert ask(*asked).session_state["given"] == given
    assert ask("a").session_state["computed"] == [("a",), ("a", "b"), ("a",)]


def test_an_answer_of_none_is_kept_too(ask):
    ask("none")
    assert ask("none").session_state["computed"] == [("none",)]


def test_a_refusal_is_not_kept_and_leaves_the_last_answer(ask):
    ask("a")
    for _ in range(2):
        assert ask("?").session_state["given"] == "text_empty"
    app = ask("a")
    assert app.session_state["computed"] == [("a",), ("?",), ("?",)]
    assert app.session_state["page.answer"] == (("a",), 1)
